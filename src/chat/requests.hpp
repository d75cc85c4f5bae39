// SPDX-License-Identifier: GPL-2.0-or-later
// What clients ask through the module: each command has a handler in a file of its own. chat.cpp has the table.
#pragma once
#include "answer.hpp"
#include "ingest.hpp"

#include <functional>
#include <map>
#include <string>

namespace alloquy::chat {

/// Says what it has to say on the answer. Both arguments outlive the task.
using CommandHandler = std::function<Task<>(Answer&, IncomingRequest const&)>;

class Requests {
public:
    explicit Requests(Ingest& ingest) : ingest_(ingest) {}

    /// Two for one command are a bug (std::logic_error).
    void add(std::string command, CommandHandler handler);
    /// Answers one request, always.
    Task<> serve(std::shared_ptr<LinkSession> session, IncomingRequest request);

    std::uint64_t served() const { return served_; }

private:
    Ingest& ingest_;
    std::map<std::string, CommandHandler, std::less<>> handlers_;
    std::uint64_t served_ = 0;
};

}  // namespace alloquy::chat
