// SPDX-License-Identifier: GPL-2.0-or-later
// Asks InspIRCd whether an account may write in a channel: it knows the bans and whether the channel is moderated
// (docs/protocol/module-link.md, frames judge and verdict).
#pragma once
#include "links.hpp"

#include <alloquy/async/task.hpp>

#include <boost/asio/steady_timer.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace alloquy::chat {

class Judge {
public:
    Judge(asio::any_io_executor executor, Links& links) : executor_(std::move(executor)), links_(links) {}

    /// Errors: forbidden ("banned", "moderated"); unavailable when no InspIRCd answers.
    Task<Result<>> may_write(std::string account, std::string source, std::string channel);

    /// The module answered. An empty code is a yes.
    void answered(std::uint64_t number, std::string_view code);

private:
    struct Question {
        asio::steady_timer timer;
        std::string code;
        bool answered = false;
    };

    asio::any_io_executor executor_;
    Links& links_;
    std::map<std::uint64_t, std::shared_ptr<Question>> open_;
    std::uint64_t last_ = 0;
};

}  // namespace alloquy::chat
