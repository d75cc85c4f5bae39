// SPDX-License-Identifier: GPL-2.0-or-later
// Tells each module from whom the accounts that are connected there take direct messages, and again when that changes:
// the frames account and policy of docs/protocol/module-link.md.
#pragma once
#include "link_session.hpp"
#include "people.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/privacy/privacy.hpp>

#include <boost/asio/steady_timer.hpp>

#include <map>
#include <set>
#include <unordered_map>

namespace alloquy::chat {

class Policies {
public:
    Policies(asio::any_io_executor executor, People& people, accounts::Directory& directory, privacy::Privacy& privacy);

    Task<> run(async::TaskGroup& tasks);

    /// A connection signed in, or out (empty account).
    void account_told(std::shared_ptr<LinkSession> const& session, std::string const& uid, std::string_view account);
    void link_closed(std::shared_ptr<LinkSession> const& session);

private:
    struct Account {
        std::size_t connections = 0;
        base::Id id = 0;  ///< 0 until somebody looked it up.
        std::string username;
        privacy::From from = privacy::From::everyone;
        std::map<base::Id, std::string> blocked;  ///< With the names that the module was told.
        bool told = false;                        ///< Else what is above isn't known yet.
    };
    struct Link {
        std::unordered_map<std::string, std::string> account_of;  ///< By uid; names in lower case.
        std::unordered_map<std::string, Account> accounts;
    };
    using Session = std::shared_ptr<LinkSession>;

    Task<> tell(Session session, std::string name);
    Task<Result<>> look_up(Session session, std::string name);
    Account* find(Session const& session, std::string const& name);
    void changed(privacy::PrivacyChanged const& event);
    /// The names of accounts that block this one are to be looked up again.
    void name_changed(base::Id id);
    static void send(Session const& session, Account const& account);
    void wanted(Session const& session, std::string const& name);

    People& people_;
    privacy::Privacy& privacy_;
    asio::steady_timer wake_;
    std::map<Session, Link> links_;
    /// One after the other, so that an older answer never overtakes a newer one.
    std::set<std::pair<Session, std::string>> waiting_;
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::chat
