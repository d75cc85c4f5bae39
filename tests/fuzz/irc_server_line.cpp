// SPDX-License-Identifier: GPL-2.0-or-later
// The services link from the first byte: lines cut from a stream, parsed, and applied to the state.
#include "line_reader.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/irc/network_state.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    // The first byte says in which portions the rest arrives.
    std::size_t const portion = 1 + data[0];
    std::string_view rest(reinterpret_cast<char const*>(data) + 1, size - 1);
    irc::LineReader reader(irc::kMaxServerLine);
    irc::NetworkState state;
    state.declare_channel_modes("list:ban=b param-set:limit=l param:key=k prefix:10000:voice=+v prefix:30000:op=@o");
    irc::ServerLine line;
    while (!rest.empty()) {
        auto const bytes = rest.substr(0, portion);
        rest.remove_prefix(bytes.size());
        auto room = reader.prepare(bytes.size());
        std::ranges::copy(bytes, room.begin());
        reader.commit(bytes.size());
        for (;;) {
            auto next = reader.next();
            if (!next) return 0;
            if (!*next) break;
            if (!irc::parse_server_line(**next, line)) continue;
            // What was read can be written, and reads back the same.
            if (line.params.size() == 1 && !line.source.empty()) {
                auto written = irc::make_server_line(line.source, line.command, {line.params[0]});
                irc::ServerLine again;
                if (written) {
                    std::string_view const text(written->data(), written->size() - 2);
                    if (!irc::parse_server_line(text, again) || again.params != line.params) std::abort();
                }
            }
            if (line.command == "CAPAB")
                state.declare_channel_modes(line.param(1));
            else
                (void)state.apply(line);
        }
    }
    // Every member of every channel is a user that knows about it.
    state.for_each_user([&](irc::User& user) {
        for (auto* channel : user.channels)
            if (!channel->members.contains(&user)) std::abort();
    });
    return 0;
}
