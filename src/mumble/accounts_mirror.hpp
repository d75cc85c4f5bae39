// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps the snapshot equal to the accounts: loads it page by page, then follows the directory's events. What an event
// takes away is taken away at once; what it gives comes when the directory was asked.
#pragma once
#include "voice_snapshot.hpp"

#include <alloquy/async/task_group.hpp>

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>

namespace alloquy::mumble {

class AccountsMirror {
public:
    struct Events {
        /// This account's connections must end now; the text tells why.
        std::function<void(std::int32_t mumble_id, std::string reason)> must_leave;
        /// What is known about the account is new.
        std::function<void(VoiceSnapshot::Found const&)> refreshed;
    };

    AccountsMirror(
        asio::any_io_executor executor, accounts::Directory& directory, VoiceSnapshot& snapshot, Events events
    );

    void start(async::TaskGroup& tasks);
    /// All accounts have been read once. Nobody can be asked about logins before.
    bool loaded() const { return loaded_; }

private:
    void subscribe();
    void refresh(base::Id account, std::string username);
    void leave(std::string const& username, std::string reason);
    Task<> run(async::TaskGroup& tasks);
    Task<bool> load();
    Task<bool> refresh_one(base::Id account, std::string username);

    accounts::Directory& directory_;
    VoiceSnapshot& snapshot_;
    Events events_;
    std::vector<base::Subscription> subscriptions_;
    std::map<base::Id, std::string> pending_;  ///< Account to ask about → its name. One entry per account at most.
    asio::steady_timer wake_;
    bool loaded_ = false;
};

}  // namespace alloquy::mumble
