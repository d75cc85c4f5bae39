// SPDX-License-Identifier: GPL-2.0-or-later
#include "redact_request.hpp"

#include "message_id.hpp"
#include "redaction.hpp"

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
    auto const id = parse_id(id_text);
    auto me = request.account.empty() ? Result<std::optional<Person>>() : co_await people_.find(request.account);
    if (!place->room || !id) {
        unknown();
        co_return;
    }
    auto found = co_await messages_.find(*id);
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
    if (auto done = co_await messages_.redact(*id, actor, any); !done) {
        answer.fail("REDACT_FORBIDDEN", {target, id_text}, "The message can't be redacted right now");
        co_return;
    }
    Redaction const redaction{request.source, request.account, *id, reason, request.uid};
    if (request.can('r')) answer.line_from(request.source, redaction_text(redaction, place->name));
    announce_redaction(links_, redaction, place->name);
}

}  // namespace alloquy::chat
