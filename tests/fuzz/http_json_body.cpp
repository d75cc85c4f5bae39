// SPDX-License-Identifier: GPL-2.0-or-later
// JSON bodies: the parser with its own rules, and fields read out of what it accepts.
#include <alloquy/base/text.hpp>
#include <alloquy/http/json_fields.hpp>

#include <cstdint>
#include <cstdlib>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto parsed = http::parse_json(text);
    if (parsed) {
        // What is accepted can be written and read again, and is what the rules promise.
        auto again = http::parse_json(parsed->dump());
        if (!again || *again != *parsed || !base::is_utf8(text)) std::abort();
    } else if (parsed.error().field != "body" || parsed.error().message.empty() ||
               !base::is_utf8(parsed.error().message)) {
        std::abort();
    }

    std::string name;
    std::int64_t count = 0;
    bool on = false;
    std::optional<std::string> note;
    std::optional<base::Timestamp> until;
    std::vector<std::string> scopes;
    auto fields = http::JsonFields::parse(text);
    fields.required("name", name, {2, 24}).required("count", count, -10, 10).required("on", on);
    fields.optional("note", note, {0, 100}).optional("until", until).required_set("scopes", scopes, {"irc", "api"});
    if (auto ok = fields.finish(); ok) {
        if (name.size() < 2 || name.size() > 24 || count < -10 || count > 10 || scopes.size() > 2) std::abort();
        if (name.find('\0') != std::string::npos) std::abort();
    } else if (ok.error().message.empty()) {
        std::abort();
    }
    return 0;
}
