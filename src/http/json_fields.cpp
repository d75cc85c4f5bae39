// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_fields.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace alloquy::http {
namespace {

std::optional<std::int64_t> whole_number(nlohmann::json const& value) {
    if (value.is_number_unsigned()) {
        auto number = value.get<std::uint64_t>();
        if (number > std::uint64_t(INT64_MAX)) return INT64_MAX;  // out of every range we ask for, and refused there
        return std::int64_t(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    return std::nullopt;
}

std::string length_rule(Length length) {
    if (length.least == 0) return fmt::format("must be at most {} bytes long", length.most);
    if (length.least == length.most) return fmt::format("must be {} bytes long", length.most);
    return fmt::format("must be {} to {} bytes long", length.least, length.most);
}

}  // namespace

JsonFields JsonFields::parse(std::string_view body) {
    if (body.empty()) return of(nlohmann::json::object());
    auto parsed = parse_json(body);
    if (parsed) return of(std::move(*parsed));
    JsonFields fields;
    fields.object_ = nlohmann::json::object();
    fields.error_ = parsed.error();
    return fields;
}

JsonFields JsonFields::of(nlohmann::json document) {
    JsonFields fields;
    fields.object_ = nlohmann::json::object();
    if (document.is_object())
        fields.object_ = std::move(document);
    else
        fields.refuse("body", "must be a JSON object");
    return fields;
}

nlohmann::json const* JsonFields::find(std::string_view name) {
    named_.emplace_back(name);
    if (error_) return nullptr;
    auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void JsonFields::refuse(std::string_view name, std::string message) {
    if (!error_) error_ = fail_field(std::string(name), std::move(message)).error();
}

JsonFields& JsonFields::required(std::string_view name, std::string& out, Length length) {
    std::optional<std::string> value;
    optional(name, value, length);
    if (value)
        out = std::move(*value);
    else
        refuse(name, "is required");
    return *this;
}

JsonFields& JsonFields::required(std::string_view name, bool& out) {
    std::optional<bool> value;
    optional(name, value);
    if (value)
        out = *value;
    else
        refuse(name, "is required");
    return *this;
}

JsonFields& JsonFields::required(std::string_view name, std::int64_t& out, std::int64_t least, std::int64_t most) {
    std::optional<std::int64_t> value;
    optional(name, value, least, most);
    if (value)
        out = *value;
    else
        refuse(name, "is required");
    return *this;
}

JsonFields& JsonFields::optional(std::string_view name, std::optional<std::string>& out, Length length) {
    auto const* value = find(name);
    if (!value) return *this;
    if (!value->is_string()) {
        refuse(name, "must be a string");
        return *this;
    }
    auto const& text = value->get_ref<std::string const&>();
    if (text.size() < length.least || text.size() > length.most)
        refuse(name, length_rule(length));
    else
        out = text;
    return *this;
}

JsonFields& JsonFields::optional(std::string_view name, std::optional<bool>& out) {
    auto const* value = find(name);
    if (!value) return *this;
    if (value->is_boolean())
        out = value->get<bool>();
    else
        refuse(name, "must be true or false");
    return *this;
}

JsonFields& JsonFields::optional(
    std::string_view name, std::optional<std::int64_t>& out, std::int64_t least, std::int64_t most
) {
    auto const* value = find(name);
    if (!value) return *this;
    auto number = whole_number(*value);
    if (!number || *number < least || *number > most)
        refuse(name, fmt::format("must be a whole number from {} to {}", least, most));
    else
        out = *number;
    return *this;
}

JsonFields& JsonFields::optional(std::string_view name, std::optional<base::Timestamp>& out) {
    auto const* value = find(name);
    if (!value) return *this;
    auto time = value->is_string() ? base::from_rfc3339(value->get_ref<std::string const&>())
                                   : Result<base::Timestamp>(fail(Errc::invalid_input, ""));
    if (time)
        out = *time;
    else
        refuse(name, "must be an RFC 3339 time such as 2026-11-22T19:34:46.123Z");
    return *this;
}

JsonFields& JsonFields::required_set(
    std::string_view name, std::vector<std::string>& out, std::vector<std::string_view> const& allowed
) {
    auto const* value = find(name);
    if (!value) {
        refuse(name, "is required");
        return *this;
    }
    auto rule = fmt::format("must be an array with any of: {}, without repeats", fmt::join(allowed, ", "));
    if (!value->is_array()) {
        refuse(name, std::move(rule));
        return *this;
    }
    std::vector<std::string> chosen;
    for (auto const& entry : *value) {
        bool known = entry.is_string() && std::ranges::count(allowed, entry.get_ref<std::string const&>()) > 0;
        if (!known || std::ranges::count(chosen, entry.get_ref<std::string const&>()) > 0) {
            refuse(name, std::move(rule));
            return *this;
        }
        chosen.push_back(entry.get<std::string>());
    }
    out = std::move(chosen);
    return *this;
}

Result<> JsonFields::finish() const {
    if (error_) return std::unexpected(*error_);
    for (auto const& [name, value] : object_.items()) {
        if (std::ranges::count(named_, name) > 0) continue;
        // A long name is cut, so that the answer stays small.
        return fail_field(
            name.substr(0, 64),
            named_.empty() ? "no fields are allowed here"
                           : fmt::format("is not known here; known are: {}", fmt::join(named_, ", ")),
            "unknown_field"
        );
    }
    return {};
}

}  // namespace alloquy::http
