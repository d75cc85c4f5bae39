// SPDX-License-Identifier: GPL-2.0-or-later
// Makes accounts for people who REGISTER on IRC (IRCv3 account-registration), which our module relays. One request per
// connection at a time; each is answered, and a new account that may sign in is signed in.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alloquy::irc {

/// The answer to a request. `code`: SUCCESS, VERIFICATION_REQUIRED, or that of a FAIL.
struct RegisterReply {
    std::string_view code;
    std::string text;
};

/// Which code of the specification says this. `url`: where people make accounts otherwise.
RegisterReply explain_refusal(Error const& error, std::string_view url);

/// What the desk needs of the bridge.
class AccountDeskHost {
public:
    virtual ~AccountDeskHost() = default;
    virtual void register_reply(std::string const& uid, std::string_view account, RegisterReply const& reply) = 0;
    /// Called before the reply that tells about it.
    virtual void signed_in(std::string const& uid, accounts::SignIn const& sign_in) = 0;
    virtual void spawn(Task<> task) = 0;
};

class AccountDesk {
public:
    /// Requests that may be under way at once; more are told to come back.
    static constexpr std::size_t kMaxRequests = 1024;

    AccountDesk(AccountDeskHost& host, accounts::Directory& directory, std::string url)
        : host_(host), directory_(directory), url_(std::move(url)) {}

    void register_received(std::string_view uid, std::string_view ip, std::string username, std::string password);

    /// The connection is gone: nobody waits for the answer, though the account may come to be.
    void forget(std::string_view uid) { requests_.erase(std::string(uid)); }
    void clear() { requests_.clear(); }

private:
    Task<> make(std::string uid, std::uint64_t serial, std::string username, std::string password, std::string ip);

    AccountDeskHost& host_;
    accounts::Directory& directory_;
    std::string url_;
    std::unordered_map<std::string, std::uint64_t> requests_;  ///< By uid; the number tells a request from a later one.
    std::uint64_t last_serial_ = 0;
};

}  // namespace alloquy::irc
