// SPDX-License-Identifier: GPL-2.0-or-later
#include "history_request.hpp"

#include "history_command.hpp"
#include "history_lines.hpp"

#include <alloquy/base/log.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace alloquy::chat {
namespace {

void write_failure(Answer& answer, HistoryFailure const& failure) {
    // At most two words of context, by the specification.
    auto word = [&](std::size_t i) { return std::string_view(failure.context[i]); };
    switch (failure.context.size()) {
        case 0:
            return answer.fail(failure.code, {}, failure.text);
        case 1:
            return answer.fail(failure.code, {word(0)}, failure.text);
        default:
            return answer.fail(failure.code, {word(0), word(1)}, failure.text);
    }
}

void write_error(Answer& answer, HistoryCommand const& command, Error const& error) {
    bool const hidden = error.code == Errc::not_found;
    if (!hidden) log::error("chat", "history can't be read: {} {}", error.message, error.detail);
    answer.fail(
        hidden ? "INVALID_TARGET" : "MESSAGE_ERROR",
        {command.subcommand, command.target.empty() ? "*" : command.target},
        hidden ? "Messages could not be retrieved" : "Messages can't be retrieved right now"
    );
}

}  // namespace

Task<> HistoryRequest::serve(Answer& answer, IncomingRequest const& request) {
    auto command = parse_history_command(request.parameters);
    if (!command) {
        write_failure(answer, command.error());
        co_return;
    }
    if (command->targets) co_return co_await targets(answer, request, command->query);
    auto place = co_await places_.find(request, command->target);
    if (!place) {
        write_error(answer, *command, place.error());
        co_return;
    }
    std::vector<messages::Message> page;
    if (place->room) {
        auto query = command->query;
        query.room = place->room->id;
        query.events = request.can('e');
        auto read = co_await messages_.page(std::move(query));
        // A message that isn't there, or not in this room: nothing is said about which.
        if (!read && read.error().code == Errc::not_found) {
            answer.fail("INVALID_PARAMS", {command->subcommand}, "Unknown message");
            co_return;
        }
        if (!read) {
            write_error(answer, *command, read.error());
            co_return;
        }
        page = std::move(*read);
    }
    std::string const batch = answer.open_batch("chathistory", place->name);
    for (auto const& message : page) {
        bool const mine = message.author_name == request.account;
        std::string_view const target = place->channel || mine ? std::string_view(place->name) : request.nick();
        write_message(answer, request, message, batch, target);
    }
    answer.close_batch(batch);
}

Task<> HistoryRequest::targets(Answer& answer, IncomingRequest const& request, messages::Query const& query) {
    std::map<base::Id, std::string> names;
    for (auto const& channel : whereabouts_.channels(request.uid))
        if (auto const* room = rooms_.find_channel(channel)) names.emplace(room->id, channel);
    auto me = request.account.empty() ? Result<std::optional<Person>>() : co_await people_.find(request.account);
    if (me && *me) {
        if (auto conversations = co_await rooms_.conversations((*me)->id))
            for (auto const& room : *conversations) {
                auto other = co_await people_.find(room.first == (*me)->id ? room.second : room.first);
                if (other && *other) names.emplace(room.id, (*other)->username);
            }
    }
    std::vector<base::Id> ids;
    for (auto const& [id, name] : names) ids.push_back(id);
    auto const [first, last] = std::minmax(*query.from.time, *query.to.time);
    auto active = co_await messages_.active(std::move(ids), first, last);
    if (!active) {
        answer.fail("MESSAGE_ERROR", {"TARGETS", "*"}, "Messages can't be retrieved right now");
        co_return;
    }
    // In the order of the two times, nearest to the first one first.
    bool const rising = *query.from.time <= *query.to.time;
    std::ranges::sort(*active, [rising](auto const& a, auto const& b) {
        return rising ? a.newest < b.newest : b.newest < a.newest;
    });
    if (active->size() > query.limit) active->resize(query.limit);
    auto const batch = answer.open_batch("draft/chathistory-targets");
    for (auto const& entry : *active)
        answer.line(
            batch.empty() ? std::string() : "batch=" + batch,
            fmt::format(
                ":{} CHATHISTORY TARGETS {} {}", answer.server(), names.at(entry.room), base::to_rfc3339(entry.newest)
            )
        );
    answer.close_batch(batch);
}

}  // namespace alloquy::chat
