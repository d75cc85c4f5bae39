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
    /// A connection that completed registration gets this nick; whoever else holds it must give it up first.
    virtual void rename(std::string const& uid, std::string const& nick) = 0;
    /// A connection that is still registering will get this nick when it completes.
    virtual void reserve(std::string const& uid, std::string const& nick) = 0;
};

class NickKeeper {
public:
    explicit NickKeeper(NickHost& host) : host_(host) {}

    /// The connection belongs to the account now (perhaps to another one before). `nick`: what it has, when it is
    /// `registered`.
    void signed_in(
        std::string const& uid, base::Id account, std::string const& username, bool registered, std::string_view nick
    );
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
        std::string nick;  ///< What it has or was told to take: renames under way count.
        bool registered = false;
        unsigned corrections = 0;  ///< Within the current window.
        std::chrono::steady_clock::time_point window;
    };
    struct Person {
        std::string username;
        std::vector<Entry> entries;
    };

    Entry* find(std::string const& uid);
    void plan(Person& person);
    void apply(Entry& entry, std::string nick);

    NickHost& host_;
    bool held_ = false;
    std::unordered_map<base::Id, Person> people_;
    std::unordered_map<std::string, base::Id> account_of_;
};

}  // namespace alloquy::irc
