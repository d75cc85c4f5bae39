// SPDX-License-Identifier: GPL-2.0-or-later
#include "judge.hpp"

#include <boost/asio/as_tuple.hpp>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 2s;

std::unexpected<Error> no_answer() {
    auto error = fail_as(
        Errc::unavailable, "irc_unavailable", "whether you may write there can't be found out right now; try again"
    );
    error.error().retry_after = 2s;
    return error;
}

}  // namespace

Task<Result<>> Judge::may_write(std::string account, std::string source, std::string channel) {
    auto const number = ++last_;
    auto question = std::make_shared<Question>(Question{asio::steady_timer(executor_, kPatience), {}});
    open_.emplace(number, question);
    // Bans are the same on all servers of the network.
    bool const asked = links_.send_to_one(FrameType::judge, {std::to_string(number), account, source, channel});
    if (asked) co_await question->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    open_.erase(number);
    if (!question->answered) co_return no_answer();
    if (question->code == "BANNED") co_return fail_as(Errc::forbidden, "banned", "you are banned from this room");
    if (!question->code.empty())
        co_return fail_as(Errc::forbidden, "moderated", "only some may write in this room at the moment");
    co_return Result<>();
}

void Judge::answered(std::uint64_t number, std::string_view code) {
    auto found = open_.find(number);
    if (found == open_.end()) return;
    found->second->answered = true;
    found->second->code = code;
    found->second->timer.cancel();
}

}  // namespace alloquy::chat
