// SPDX-License-Identifier: GPL-2.0-or-later
// What InspIRCd sends becomes lines, the same ones however it arrives, and text for clients that want it.
#include "lines.hpp"

#include <alloquy/base/text.hpp>

#include <cstdint>
#include <cstdlib>

using namespace alloquy;

namespace {

std::string read(std::string_view bytes, std::size_t step) {
    irc_web::LineReader reader;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        bool fine = reader.feed(bytes.substr(at, step), [&](std::string_view line) {
            if (line.empty() || line.size() > irc_web::kLineLimit || line.find('\n') != std::string_view::npos)
                std::abort();
            auto text = base::replace_invalid_utf8(line);
            if (!base::is_utf8(text) || (base::is_utf8(line) && text != line)) std::abort();
            out.append(line).append("\n");
        });
        if (!fine) return out + "too long";
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<char const*>(data), size);
    if (auto line = irc_web::line_in(bytes); line && line->find_first_of("\r\n") != std::string_view::npos)
        std::abort();
    if (read(bytes, 1) != read(bytes, 7)) std::abort();
    return 0;
}
