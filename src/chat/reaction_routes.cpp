// SPDX-License-Identifier: GPL-2.0-or-later
// Who reacted to a message, and how.
#include "route_parts.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

constexpr std::size_t kPage = 50;
constexpr std::size_t kLongestPage = 100;

struct Given {
    std::string_view value;
    base::Id account;
};

/// Value by value in the order of their first use; of one value in the order it was given. `value` empty: all.
std::vector<Given> all_given(messages::Message const& message, std::string_view value) {
    std::vector<Given> out;
    for (auto const& reaction : message.reactions) {
        if (!value.empty() && reaction.value != value) continue;
        for (auto account : reaction.accounts) out.push_back({reaction.value, account});
    }
    return out;
}

Task<Result<Response>> list_reactions(RouteParts parts, Request request) {
    auto limit = read_limit(request, kPage, kLongestPage);
    if (!limit) co_return std::unexpected(limit.error());
    auto const value = request.query_value("value").value_or("");
    if (value.size() > kMostReactionBytes) co_return fail_field("value", "must have at most 256 bytes");
    // How many there were before. Somebody who takes one back meanwhile may move the others by one.
    auto const skip = base::to_number(request.query_value("after").value_or("0"));
    if (!skip) co_return fail_field("after", "must be a cursor from `next`");
    auto subject = co_await visible_message(parts, request);
    if (!subject) co_return std::unexpected(subject.error());
    auto const given = all_given(subject->message, value);
    auto const begin = std::min<std::uint64_t>(*skip, given.size());
    auto const end = std::min<std::uint64_t>(begin + *limit, given.size());
    json items = json::array();
    for (auto at = begin; at < end; ++at) {
        auto account = co_await parts.directory.find_by_id(given[at].account);
        if (!account) co_return std::unexpected(account.error());
        items.push_back(
            {{"value", given[at].value},
             {"account", {{"id", std::to_string(given[at].account)}, {"username", *account ? (*account)->username : ""}}
             }}
        );
    }
    json body{{"items", std::move(items)}, {"next", end < given.size() ? json(std::to_string(end)) : json(nullptr)}};
    co_return Response::json(body);
}

}  // namespace

void add_reaction_routes(http::Router& router, RouteParts const& parts) {
    add_route(router, parts, http::Method::get, "/rooms/{id}/messages/{message}/reactions", list_reactions);
}

}  // namespace alloquy::chat
