// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::rooms {
namespace {

/// InspIRCd's <limits maxchan="64">, counted with the "#".
constexpr std::size_t kMostBytes = 64;
constexpr std::string_view kForbidden(" ,\a\0\r\n", 6);

}  // namespace

Result<std::string> parse_channel(std::string_view channel) {
    if (!channel.starts_with('#')) return fail_field("channel", "must begin with #");
    auto const name = channel.substr(1);
    if (name.empty() || channel.size() > kMostBytes)
        return fail_field("channel", "must have 2 to " + std::to_string(kMostBytes) + " bytes");
    if (name.find_first_of(kForbidden) != std::string_view::npos)
        return fail_field("channel", "must not contain spaces, commas or control characters");
    return base::to_lower(name);
}

}  // namespace alloquy::rooms
