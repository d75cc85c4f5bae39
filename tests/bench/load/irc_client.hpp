// SPDX-License-Identifier: GPL-2.0-or-later
// Many IRC connections on one thread, plain or TLS: each writes once per turn of the loop.
#pragma once
#include "measure.hpp"

#include <openssl/ssl.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class Loop;

class IrcClient {
public:
    /// What is said when a connection opens, and what it waits for before it goes on.
    struct Step {
        std::string say;
        std::string wait;
    };

    IrcClient(Loop& loop, std::uint16_t port, bool tls, std::deque<Step> steps);
    ~IrcClient();
    IrcClient(IrcClient const&) = delete;
    IrcClient& operator=(IrcClient const&) = delete;

    /// A whole line; CR LF is added. Leaves at the end of the turn.
    void say(std::string_view line);

    bool ready() const { return steps_.empty(); }
    Nanoseconds connected_at() const { return connected_at_; }

    /// Every line that comes when all steps are done, without CR LF.
    std::function<void(std::string_view)> on_line;

private:
    friend class Loop;
    void advance();
    void read();
    void write();
    void take(std::string_view line);
    [[noreturn]] void fail(std::string const& why) const;

    Loop& loop_;
    int socket_ = -1;
    SSL* ssl_ = nullptr;
    std::deque<Step> steps_;
    std::string in_, out_;
    bool opening_ = true;  ///< Connecting, or in the TLS handshake.
    bool dirty_ = false;
    bool blocked_ = false;  ///< The kernel takes no more: EPOLLOUT is awaited.
    Nanoseconds connected_at_ = 0;
    std::string last_line_;
};

class Loop {
public:
    Loop();
    ~Loop();
    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;

    IrcClient& connect(std::uint16_t port, bool tls, std::deque<IrcClient::Step> steps);
    /// Until every client is ready. Ends the program when that takes longer than a minute.
    void wait_ready();
    /// One turn; waits at most until then.
    void turn(Nanoseconds until);

    std::vector<std::unique_ptr<IrcClient>>& clients() { return clients_; }

private:
    friend class IrcClient;
    int epoll_;
    SSL_CTX* tls_;
    std::vector<std::unique_ptr<IrcClient>> clients_;
    std::vector<IrcClient*> dirty_;
};

/// NICK and USER, with these capabilities (may be empty), until 001.
std::deque<IrcClient::Step> enter(std::string const& nick, std::string const& capabilities);
/// Also SASL OAUTHBEARER, with a session's token.
std::deque<IrcClient::Step> sign_in(
    std::string const& account, std::string const& token, std::string const& capabilities
);

}  // namespace bench
