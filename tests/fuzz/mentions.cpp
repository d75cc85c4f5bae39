// SPDX-License-Identifier: GPL-2.0-or-later
// Whom a text names: anybody can write any text.
#include <alloquy/messages/mentions.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const found = messages::find_mentions(text);
    if (found.names.size() > messages::kMostMentions) std::abort();
    for (auto const& name : found.names) {
        bool const fits = !name.empty() && name.size() <= 24 &&
                          name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
        if (!fits || std::ranges::count(found.names, name) != 1) std::abort();
    }
    return 0;
}
