// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::turn {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
/// Five thousand sessions of some 500 bytes.
constexpr std::size_t kAnswerLimit = 8 * 1024 * 1024;

std::unexpected<Error> no_answer(boost::system::error_code const& error) {
    return fail(Errc::unavailable, "coturn's control port does not answer", error.message());
}

}  // namespace

Task<Result<Cli>> Cli::open(CoturnControlPort port) {
    if (port.port == 0) co_return fail(Errc::unavailable, "coturn is not running");
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    auto [error] = co_await socket.async_connect({asio::ip::address_v4::loopback(), port.port}, kToken);
    if (error) co_return no_answer(error);
    Cli cli(std::move(socket));
    auto banner = co_await cli.read_until("Enter password: \r\n");
    if (!banner) co_return std::unexpected(banner.error());
    cli.version_ = banner_version(*banner);
    // The answer to a wrong password is another question, and its end isn't this prompt: the caller's timeout ends it.
    auto welcome = co_await cli.command(std::move(port.password));
    if (!welcome) co_return std::unexpected(welcome.error());
    co_return cli;
}

Task<Result<std::vector<Session>>> Cli::sessions(std::string turn_username) {
    auto answer = co_await command(turn_username.empty() ? "ps" : "ps " + turn_username);
    if (!answer) co_return std::unexpected(answer.error());
    co_return parse_sessions(*answer);
}

Task<Result<>> Cli::cancel(std::string session_id) {
    auto answer = co_await command("cs " + session_id);
    if (!answer) co_return std::unexpected(answer.error());
    co_return Result<>{};
}

Task<Result<std::string>> Cli::command(std::string text) {
    text += "\r\n";
    auto [error, written] = co_await asio::async_write(socket_, asio::buffer(text), kToken);
    if (error) co_return no_answer(error);
    co_return co_await read_until("> ");
}

Task<Result<std::string>> Cli::read_until(std::string end) {
    std::string answer;
    // Not asio::read_until: the prompt "> " must be at the very end, since "user <…>: " may hold the same characters.
    for (;;) {
        auto used = answer.size();
        answer.resize(used + 16 * 1024);
        auto [error, got] = co_await socket_.async_read_some(asio::buffer(answer.data() + used, 16 * 1024), kToken);
        answer.resize(used + got);
        if (error) co_return no_answer(error);
        if (answer.ends_with(end) && (end != "> " || answer == end || answer.ends_with("\n> "))) co_return answer;
        if (answer.size() > kAnswerLimit) co_return fail(Errc::too_large, "coturn's answer is too long");
    }
}

}  // namespace alloquy::turn
