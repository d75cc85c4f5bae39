// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a JSON object into a struct, declaratively: types, lengths and unknown fields are checked, and the first error
// names its field.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/base/result.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::http {

struct Length {
    std::size_t least;
    std::size_t most;  ///< Bytes of UTF-8.
};

/// Parses at most `depth_limit` levels. Errors: invalid_input ("body").
Result<nlohmann::json> parse_json(std::string_view text, int depth_limit = 16);

///   auto fields = JsonFields::parse(request.body);
///   CreateInvite invite;
///   fields.optional("uses", invite.uses, 1, 1000).optional("note", invite.note, {0, 200});
///   if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
class JsonFields {
public:
    /// An empty body counts as {} so that all-optional requests may omit it.
    static JsonFields parse(std::string_view body);
    /// For a document that was parsed already; anything but an object is an error of "body".
    static JsonFields of(nlohmann::json document);

    JsonFields& required(std::string_view name, std::string& out, Length length);
    JsonFields& required(std::string_view name, bool& out);
    JsonFields& required(std::string_view name, std::int64_t& out, std::int64_t least, std::int64_t most);
    /// Absent and null both leave `out` empty.
    JsonFields& optional(std::string_view name, std::optional<std::string>& out, Length length);
    JsonFields& optional(std::string_view name, std::optional<bool>& out);
    JsonFields& optional(
        std::string_view name, std::optional<std::int64_t>& out, std::int64_t least, std::int64_t most
    );
    JsonFields& optional(std::string_view name, std::optional<base::Timestamp>& out);
    /// An array of strings, each one of `allowed`, without repeats.
    JsonFields& required_set(
        std::string_view name, std::vector<std::string>& out, std::vector<std::string_view> const& allowed
    );

    /// The first error, or an error for a field that none of the calls named.
    Result<> finish() const;

private:
    nlohmann::json const* find(std::string_view name);
    void refuse(std::string_view name, std::string message);

    nlohmann::json object_;
    std::vector<std::string> named_;
    std::optional<Error> error_;
};

}  // namespace alloquy::http
