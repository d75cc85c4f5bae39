// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps one name per person: the devices (connections) of each account have the account's name as nick, with a suffix
// from the second on. Decides through nick_plan.hpp, acts through its host.
#pragma once
#include "nick_plan.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alloquy::irc {

class NickHost {
public:
    virtual ~NickHost() = default;
    /// The connection takes this nick: now, or when it completes registration. Whoever else holds the nick gives it up.
    virtual void give_nick(std::string const& uid, std::string const& nick) = 0;
};

class NickKeeper {
public:
    explicit NickKeeper(NickHost& host) : host_(host) {}

    /// The connection belongs to the account now (perhaps to another one before). `nick`: what it has; empty while it
    /// is still registering.
    void signed_in(std::string const& uid, base::Id account, std::string const& username, std::string_view nick);
    /// A signed-in connection completed registration under this nick.
    void registered(std::string const& uid, std::string_view nick);
    /// A connection changed its nick, or something changed it.
    void nick_changed(std::string const& uid, std::string_view nick, std::chrono::steady_clock::time_point now);
    /// The connection ended or signed out.
    void left(std::string const& uid);
    void account_renamed(base::Id account, std::string const& username);

    /// While a burst is read nothing is renamed; the end of it settles every account at once.
    void hold() { held_ = true; }
    void settle();
    void clear();

    /// 0 when the connection isn't signed in.
    base::Id account_of(std::string const& uid) const;
    /// Connections of the account, in the order of their arrival.
    std::vector<std::string> devices_of(base::Id account) const;
    std::vector<base::Id> accounts() const;
    /// Empty for an unknown account.
    std::string username_of(base::Id account) const;

private:
    struct Entry {
        std::string uid;
        std::string nick;          ///< What it has or was told to take: renames under way count.
        unsigned corrections = 0;  ///< Within the current window.
        std::chrono::steady_clock::time_point window;
    };
    struct Person {
        std::string username;
        std::vector<Entry> entries;
    };

    Entry* find(std::string const& uid);
    void plan(Person& person);

    NickHost& host_;
    bool held_ = false;
    std::unordered_map<base::Id, Person> people_;
    std::unordered_map<std::string, base::Id> account_of_;
};

}  // namespace alloquy::irc
