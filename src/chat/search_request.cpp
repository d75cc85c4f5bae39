// SPDX-License-Identifier: GPL-2.0-or-later
#include "search_request.hpp"

#include "history_lines.hpp"

#include <alloquy/base/log.hpp>

#include <algorithm>

namespace alloquy::chat {

Task<Result<std::optional<search::Request>>> SearchRequest::to_search(
    IncomingRequest const& request, SearchCommand command
) {
    search::Request out;
    if (!request.account.empty()) {
        auto me = co_await people_.find(request.account);
        if (!me) co_return std::unexpected(me.error());
        if (*me) out.scope.account = (*me)->id;
    }
    if (!command.in.empty()) {
        auto place = co_await places_.find(request, command.in);
        if (!place) co_return std::unexpected(place.error());
        if (!place->room) co_return std::nullopt;  // nothing was said there yet
        out.scope.rooms.push_back(place->room->id);
    } else {
        out.scope.conversations = true;
        for (auto const& channel : whereabouts_.channels(request.uid))
            if (auto const* room = rooms_.find_channel(channel)) out.scope.rooms.push_back(room->id);
    }
    if (!command.from.empty()) {
        auto author = co_await people_.find(command.from);
        if (!author) co_return std::unexpected(author.error());
        if (!*author) co_return std::nullopt;
        out.authors.push_back((*author)->id);
    }
    out.query.terms = std::move(command.terms);
    out.query.after = command.after;
    out.query.before = command.before;
    out.limit = command.limit;
    // From a time on, or else the newest.
    if (command.after) out.order = search::Order::oldest;
    co_return out;
}

Task<std::string> SearchRequest::target_of(
    IncomingRequest const& request, messages::Message const& message, base::Id me
) {
    auto room = co_await rooms_.room(message.room);
    if (!room || !*room) co_return std::string(request.nick());
    if ((*room)->kind == rooms::Kind::text) co_return (*room)->channel();
    if (message.author != me) co_return std::string(request.nick());
    auto other = co_await people_.find((*room)->first == me ? (*room)->second : (*room)->first);
    co_return other && *other ? (*other)->username : std::string(request.nick());
}

Task<> SearchRequest::serve(Answer& answer, IncomingRequest const& request) {
    auto command = parse_search_command(request.parameter(0));
    if (!command) {
        answer.fail("INVALID_PARAMS", {command.error().attribute}, command.error().text);
        co_return;
    }
    auto asked = co_await to_search(request, std::move(*command));
    if (!asked && asked.error().code == Errc::not_found) {
        answer.fail("INVALID_PARAMS", {"in"}, "You can't look there");
        co_return;
    }
    Result<search::Page> page;
    if (asked && *asked)
        page = co_await search_.search(**asked);
    else if (!asked)
        page = std::unexpected(asked.error());
    if (!page) {
        log::error("chat", "a search failed: {} {}", page.error().message, page.error().detail);
        answer.fail("INTERNAL_ERROR", {}, "The search could not be run");
        co_return;
    }
    std::ranges::sort(page->hits, {}, [](search::Hit const& hit) { return hit.message.sequence; });
    std::vector<std::string> targets;
    for (auto const& hit : page->hits)
        targets.push_back(co_await target_of(request, hit.message, (*asked)->scope.account));
    auto const batch = answer.open_batch("soju.im/search");
    for (std::size_t i = 0; i < targets.size(); ++i)
        write_message(answer, request, page->hits[i].message, batch, targets[i]);
    answer.close_batch(batch);
}

}  // namespace alloquy::chat
