// SPDX-License-Identifier: GPL-2.0-or-later
// One conversation with coturn's command line interface (a line protocol like telnet's, on loopback).
#pragma once
#include "cli_text.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/turn/coturn_child.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace alloquy::turn {

class Cli {
public:
    /// Connects and logs in. Bound it with with_timeout(). Errors: unavailable (nobody there, wrong password).
    static Task<Result<Cli>> open(CoturnControlPort port);

    std::string const& version() const { return version_; }
    /// All sessions, or those of exactly one TURN user name. Errors: unavailable, too_large.
    Task<Result<std::vector<Session>>> sessions(std::string turn_username = {});
    /// Ends a session; one that is gone already is fine. Errors: unavailable.
    Task<Result<>> cancel(std::string session_id);

private:
    explicit Cli(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}
    Task<Result<std::string>> command(std::string text);
    Task<Result<std::string>> read_until(std::string end);

    asio::ip::tcp::socket socket_;
    std::string version_;
};

}  // namespace alloquy::turn
