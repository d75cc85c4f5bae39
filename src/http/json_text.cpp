// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/http/json_text.hpp>

namespace alloquy::http {
namespace {

void append_escaped(std::string& out, char c) {
    constexpr char kHex[] = "0123456789abcdef";
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else {
        out += "\\u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
    }
}

/// Of the UTF-8 sequence that `text` begins with; 0 if it begins with none.
std::size_t sequence_length(std::string_view text) {
    auto const first = static_cast<unsigned char>(text.front());
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    return base::is_utf8(text.substr(0, length)) ? length : 0;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    // Most texts have nothing to escape, so runs are copied and not bytes.
    std::size_t run = 0, i = 0;
    while (i < text.size()) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            ++i;
            continue;
        }
        auto const length = byte < 0x80 ? 0 : sequence_length(text.substr(i));
        if (length > 0) {
            i += length;
            continue;
        }
        out += text.substr(run, i - run);
        if (byte < 0x80)
            append_escaped(out, text[i]);
        else
            out += "\xEF\xBF\xBD";
        run = ++i;
    }
    out += text.substr(run);
    out += '"';
}

}  // namespace alloquy::http
