// SPDX-License-Identifier: GPL-2.0-or-later
#include "requests.hpp"

#include <stdexcept>

namespace alloquy::chat {

void Requests::add(std::string command, CommandHandler handler) {
    auto [row, added] = handlers_.emplace(std::move(command), std::move(handler));
    if (!added) throw std::logic_error("two handlers for " + row->first);
}

Task<> Requests::serve(std::shared_ptr<LinkSession> session, IncomingRequest request) {
    Answer answer(session, request);
    ++served_;
    auto const row = handlers_.find(request.command);
    if (row == handlers_.end()) {
        answer.fail("UNKNOWN_COMMAND", {}, "This server doesn't know that command");
        co_return;
    }
    // What this client said before it asked is part of the answer.
    if (!co_await ingest_.settled()) co_return;
    co_await row->second(answer, request);
}

}  // namespace alloquy::chat
