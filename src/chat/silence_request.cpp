// SPDX-License-Identifier: GPL-2.0-or-later
#include "silence_request.hpp"

#include <fmt/format.h>

namespace alloquy::chat {

std::string silence_line(bool added, std::string_view username) {
    return fmt::format("SILENCE {}{}!*@*", added ? '+' : '-', username);
}

Task<> SilenceRequest::serve(Answer& answer, IncomingRequest const& request) {
    auto command = parse_silence(request.parameters);
    if (!command) {
        bool const mask = command.error().field == "mask";
        answer.fail(
            mask ? "INVALID_MASK" : "INVALID_PARAMS", {request.parameter(mask ? 0 : 1)}, command.error().message
        );
        co_return;
    }
    if (request.account.empty()) {
        answer.fail("ACCOUNT_REQUIRED", {}, "Sign in to block people");
        co_return;
    }
    auto me = co_await people_.find(request.account);
    auto done = me ? Result<>() : std::unexpected(me.error());
    if (me && !*me) done = fail(Errc::forbidden, "the account is gone");
    if (done && command->action == SilenceCommand::Action::list)
        done = co_await list(answer, request, (*me)->id);
    else if (done)
        done = co_await change(answer, request, (*me)->id, std::move(*command));
    if (!done) answer.fail("TEMPORARILY_UNAVAILABLE", {}, "This isn't possible at the moment, try again");
}

Task<Result<>> SilenceRequest::list(Answer& answer, IncomingRequest const& request, base::Id me) {
    auto blocked = co_await privacy_.blocked(me);
    if (!blocked) co_return std::unexpected(blocked.error());
    auto const end = fmt::format("272 {} :End of silence list", request.nick());
    if (blocked->empty()) {
        answer.server_line(end);
        co_return Result<>();
    }
    // An answer of several lines to a label is a batch (IRCv3 labeled-response).
    bool const labelled = !request.label.empty() && request.can('l');
    auto const batch = labelled ? answer.open_batch("labeled-response") : std::string();
    auto const tags = batch.empty() ? std::string() : "batch=" + batch;
    for (auto const& one : *blocked)
        answer.line(tags, fmt::format(":{} 271 {} {}!*@*", answer.server(), request.nick(), one.username));
    answer.line(tags, fmt::format(":{} {}", answer.server(), end));
    answer.close_batch(batch);
    co_return Result<>();
}

/// Errors: what the person can do nothing about.
Task<Result<>> SilenceRequest::change(
    Answer& answer, IncomingRequest const& request, base::Id me, SilenceCommand command
) {
    bool const add = command.action == SilenceCommand::Action::add;
    auto other = co_await people_.find(command.name);
    if (!other) co_return std::unexpected(other.error());
    if (!*other) {
        answer.fail("UNKNOWN_TARGET", {command.name}, "There is no account of that name");
        co_return Result<>();
    }
    auto const& name = (*other)->username;
    auto const id = (*other)->id;
    auto changed = add ? co_await privacy_.block(me, id, request.uid) : co_await privacy_.unblock(me, id, request.uid);
    if (changed) {
        answer.server_line(silence_line(add, name));
    } else if (changed.error().reason == "too_many_blocks") {
        answer.server_line(fmt::format("511 {} {}!*@* :Your silence list is full", request.nick(), name));
    } else if (changed.error().code == Errc::invalid_input || changed.error().code == Errc::not_found) {
        answer.fail("INVALID_TARGET", {name}, changed.error().message);
    } else {
        co_return changed;
    }
    co_return Result<>();
}

}  // namespace alloquy::chat
