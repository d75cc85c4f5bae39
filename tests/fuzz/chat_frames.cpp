// SPDX-License-Identifier: GPL-2.0-or-later
// The module link from the first byte: frames, what is read from them, and the parameters of commands.
#include "frame.hpp"
#include "history_command.hpp"
#include "incoming.hpp"
#include "metadata_command.hpp"
#include "silence_command.hpp"
#include "tags.hpp"

#include <algorithm>
#include <cstdlib>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    // The first byte says in which portions the rest arrives.
    std::size_t const portion = 1 + data[0];
    std::string_view rest(reinterpret_cast<char const*>(data) + 1, size - 1);
    chat::FrameReader reader;
    chat::Frame frame;
    while (!rest.empty()) {
        auto const bytes = rest.substr(0, portion);
        rest.remove_prefix(bytes.size());
        std::ranges::copy(bytes, reader.prepare(bytes.size()).begin());
        reader.commit(bytes.size());
        for (;;) {
            auto next = reader.next(frame);
            if (!next) return 0;
            if (!*next) break;
            (void)chat::parse_hello(frame);
            if (auto message = chat::parse_message(frame)) {
                (void)chat::is_typing_only(message->tags);
                if (auto value = chat::find_tag(message->tags, "+reply"))
                    if (chat::unescape_tag(chat::escape_tag(*value)) != *value) std::abort();
            }
            if (auto request = chat::parse_request(frame)) {
                (void)chat::parse_history_command(request->parameters);
                (void)chat::parse_metadata_command(request->parameters);
                // What is kept for a connection is what was read from it.
                auto const keys = chat::parse_subscriptions(request->parameter(0));
                if (chat::parse_subscriptions(chat::format_subscriptions(keys)) != keys) std::abort();
                auto silence = chat::parse_silence(request->parameters);
                if (silence && silence->name.find_first_of("*?!@|") != std::string::npos) std::abort();
            }
            // What was read can be written, and reads back the same.
            std::string written;
            {
                chat::FrameWriter writer(written, frame.type);
                for (auto field : frame.fields) writer.add(field);
            }
            chat::FrameReader again;
            std::ranges::copy(written, again.prepare(written.size()).begin());
            again.commit(written.size());
            chat::Frame copy;
            auto const read = again.next(copy);
            if (!read || !*read || copy.type != frame.type || copy.fields != frame.fields) std::abort();
        }
    }
    return 0;
}
