// SPDX-License-Identifier: GPL-2.0-or-later
#include "history_lines.hpp"

#include "tags.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>
#include <vector>

namespace alloquy::chat {
namespace {

/// A tag of our own, under a name that nobody else may use (docs/protocol/irc.md).
constexpr std::string_view kEditedTag = "n-3-0.github.io/edited";
/// A line holds 512 bytes with source, command, target and CR LF.
constexpr std::size_t kLine = 510;

/// Pieces that fit into a line each, cut between code points.
std::vector<std::string_view> pieces_of(std::string_view line, std::size_t limit) {
    std::vector<std::string_view> pieces;
    while (line.size() > limit) {
        auto cut = limit;
        while (cut > limit / 2 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
        pieces.push_back(line.substr(0, cut));
        line.remove_prefix(cut);
    }
    pieces.push_back(line);
    return pieces;
}

std::string tags_of(IncomingRequest const& reader, messages::Message const& message, std::string_view batch) {
    std::string tags;
    tags.reserve(128 + message.tags.size());
    if (!batch.empty()) append_tag(tags, "batch", batch);
    if (reader.can('s')) append_tag(tags, "time", base::to_rfc3339(base::time_of(message.id)));
    if (reader.can('a') && message.author != 0) append_tag(tags, "account", message.author_name);
    if (!reader.can('t')) return tags;
    append_tag(tags, "msgid", std::to_string(message.id));
    if (message.edited_at) append_tag(tags, kEditedTag, base::to_rfc3339(*message.edited_at));
    if (!message.tags.empty()) tags.append(";").append(message.tags);
    return tags;
}

std::string_view command_of(messages::Kind kind) {
    switch (kind) {
        case messages::Kind::notice:
            return "NOTICE";
        case messages::Kind::tagmsg:
            return "TAGMSG";
        default:
            return "PRIVMSG";
    }
}

void write_lines(
    Answer& answer, IncomingRequest const& reader, messages::Message const& message, std::string_view batch,
    std::string_view target, std::string const& tags
) {
    auto const command = command_of(message.kind);
    auto const head = message.source.size() + command.size() + target.size() + std::string_view(":   :").size();
    auto const room = kLine > head + 64 ? kLine - head : std::size_t(64);
    bool const several = message.text.contains('\n');
    auto const say = [&](std::string_view own, std::string_view text) {
        answer.line(own, {":", message.source, " ", command, " ", target, " :", text});
    };
    // As nearly all are.
    if (!several && message.text.size() <= room) return say(tags, message.text);
    bool const whole = reader.can('m') && reader.can('b');
    std::string inner;
    if (whole) {
        inner = "m" + std::to_string(message.id);
        answer.line(tags, {":", message.source, " BATCH +", inner, " draft/multiline ", target});
    }
    bool first = true;
    for (auto text : base::split(message.text, '\n')) {
        // Clients without multiline never get blank lines.
        if (!whole && text.empty() && several) continue;
        bool joined = false;
        for (auto piece : pieces_of(text, room)) {
            std::string own;
            if (whole) {
                append_tag(own, "batch", inner);
                if (joined) append_tag(own, "draft/multiline-concat", {});
            } else if (first) {
                own = tags;
            } else if (!batch.empty()) {
                append_tag(own, "batch", batch);
            }
            say(own, piece);
            joined = true;
            first = false;
        }
    }
    if (!whole) return;
    std::string end;
    if (!batch.empty()) append_tag(end, "batch", batch);
    answer.line(end, {":", answer.server(), " BATCH -", inner});
}

}  // namespace

void write_message(
    Answer& answer, IncomingRequest const& reader, messages::Message const& message, std::string_view batch,
    std::string_view target
) {
    if (message.redacted_at || message.unreadable) return;
    auto const tags = tags_of(reader, message, batch);
    if (message.kind == messages::Kind::event)
        answer.line(tags, {":", message.source, " ", message.text});
    else if (message.kind == messages::Kind::tagmsg)
        answer.line(tags, {":", message.source, " TAGMSG ", target});
    else
        write_lines(answer, reader, message, batch, target, tags);
}

}  // namespace alloquy::chat
