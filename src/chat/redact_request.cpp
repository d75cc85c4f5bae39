// SPDX-License-Identifier: GPL-2.0-or-later
#include "redact_request.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

#include <limits>

namespace alloquy::chat {
Task<> RedactRequest::serve(Answer& answer, IncomingRequest const& request) {
    auto const target = request.parameter(0), id_text = request.parameter(1), reason = request.parameter(2);
    if (request.parameters.size() < 2) {
        answer.fail("NEED_MORE_PARAMS", {}, "Missing parameters");
        co_return;
    }
    auto const unknown = [&] { answer.fail("UNKNOWN_MSGID", {target, id_text}, "There is no such message here"); };
    auto place = co_await places_.find(request, std::string(target));
    if (!place) {
        answer.fail("INVALID_TARGET", {target}, "You can't redact messages there");
        co_return;
    }
    auto const number = base::to_number(id_text);
    auto me = request.account.empty() ? Result<std::optional<Person>>() : co_await people_.find(request.account);
    if (!place->room || !number || *number > std::uint64_t(std::numeric_limits<base::Id>::max())) {
        unknown();
        co_return;
    }
    auto const id = base::Id(*number);
    auto found = co_await messages_.find(id);
    if (!found || found->room != place->room->id || found->redacted_at) {
        unknown();
        co_return;
    }
    bool const any = place->channel && moderates(place->standing);
    auto const actor = me && *me ? (*me)->id : base::Id(0);
    if (!any && (actor == 0 || found->author != actor)) {
        answer.fail("REDACT_FORBIDDEN", {target, id_text}, "You can redact your own messages only");
        co_return;
    }
    if (auto done = co_await messages_.redact(id, actor, any); !done) {
        answer.fail("REDACT_FORBIDDEN", {target, id_text}, "The message can't be redacted right now");
        co_return;
    }
    auto const line = [&](std::string_view to) {
        return fmt::format(":{} REDACT {} {}{}{}", request.source, to, id, reason.empty() ? "" : " :", reason);
    };
    if (place->channel) {
        links_.deliver("channel:" + place->name, 'r', {}, line(place->name));
        co_return;
    }
    links_.deliver("account:" + place->name, 'r', {}, line(place->name));
    if (!base::equals_ignoring_case(place->name, request.account))
        links_.deliver("account:" + request.account, 'r', {}, line(place->name));
}

}  // namespace alloquy::chat
