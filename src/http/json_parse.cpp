// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/http/json_fields.hpp>

#include <fmt/format.h>

namespace alloquy::http {
namespace {

using Json = nlohmann::json;

/// Builds the document event by event and stops at the first thing that isn't allowed, so that hostile text costs no
/// more than reading it up to there.
class Builder final : public nlohmann::json_sax<Json> {
public:
    explicit Builder(int depth_limit) : depth_limit_(std::size_t(depth_limit)) {}

    Json result;
    std::string refusal;

    bool null() override { return place(nullptr) != nullptr; }
    bool boolean(bool value) override { return place(value) != nullptr; }
    bool number_integer(number_integer_t value) override { return place(value) != nullptr; }
    bool number_unsigned(number_unsigned_t value) override { return place(value) != nullptr; }
    bool number_float(number_float_t value, string_t const&) override { return place(value) != nullptr; }
    bool string(string_t& value) override { return clean(value) && place(std::move(value)) != nullptr; }
    bool binary(binary_t&) override { return refuse("binary values are not allowed"); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (!clean(name)) return false;
        // Two parsers may pick different ones, so the second is a way to smuggle.
        if (open_.back()->contains(name)) return refuse(fmt::format("the name \"{}\" appears twice", shorten(name)));
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, std::string const&, nlohmann::detail::exception const&) override {
        return refuse(fmt::format("not valid JSON (at byte {})", position));
    }

private:
    static std::string shorten(std::string const& name) { return name.size() <= 64 ? name : std::string("…"); }

    bool refuse(std::string why) {
        if (refusal.empty()) refusal = std::move(why);
        return false;
    }
    /// C libraries and children end a string at a NUL, so nothing here may contain one.
    bool clean(std::string const& text) {
        return text.find('\0') == std::string::npos || refuse("strings must not contain NUL characters");
    }
    template <class Value>
    Json* place(Value&& value) {
        if (open_.empty()) return &(result = std::forward<Value>(value));
        auto& parent = *open_.back();
        if (parent.is_object()) return &(parent[key_] = std::forward<Value>(value));
        parent.push_back(std::forward<Value>(value));
        return &parent.back();
    }
    bool open(Json container) {
        if (open_.size() >= depth_limit_) return refuse(fmt::format("nested deeper than {} levels", depth_limit_));
        open_.push_back(place(std::move(container)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::size_t depth_limit_;
    std::vector<Json*> open_;  ///< Stable: a parent doesn't grow while its child is open.
    std::string key_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, int depth_limit) {
    if (!base::is_utf8(text)) return fail_field("body", "must be UTF-8");
    Builder builder(depth_limit);
    bool parsed = Json::sax_parse(text.begin(), text.end(), &builder);
    if (!parsed)
        return fail_field("body", builder.refusal.empty() ? "not valid JSON" : builder.refusal, "invalid_json");
    return std::move(builder.result);
}

}  // namespace alloquy::http
