// SPDX-License-Identifier: GPL-2.0-or-later
// Profiles of accounts and rooms: avatar, colour, pronouns, status and so on. Everybody may read an account's; who may
// read a room's, and who may change what, is for the caller to decide.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/profiles/profile.hpp>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace alloquy::storage {
class Database;
}

namespace alloquy::profiles {

/// Published on the io thread after the commit, also when the display name was changed elsewhere.
struct ProfileUpdated {
    Holder holder = Holder::account;
    base::Id id = 0;
    std::string username;  ///< Of an account.
    Change changed;        ///< Only what is different now.
    std::string origin;    ///< As change() was told.
};

class Profiles {
public:
    Profiles(storage::Database& database, accounts::Directory& directory);
    Profiles(Profiles const&) = delete;
    Profiles& operator=(Profiles const&) = delete;

    static std::span<base::EmbeddedFile const> migrations();

    Task<Result<Values>> of_account(accounts::Account account);
    /// One answer for each, in order.
    Task<Result<std::vector<Values>>> of_accounts(std::vector<accounts::Account> accounts);
    Task<Result<Values>> of_room(base::Id room);

    struct Changed {
        Values values;   ///< All, after the change.
        Change changed;  ///< What was different before.
    };
    /// All keys of the change, or none; the display name of an account is set last. `origin` comes back in the event.
    /// Errors: as check(); conflict "too_many_keys"; not_found (the account is gone); unavailable.
    Task<Result<Changed>> change_account(base::Id account, Change change, std::string origin = {});
    Task<Result<Changed>> change_room(base::Id room, Change change, std::string origin = {});

    base::Publisher<ProfileUpdated> updated;

private:
    Task<Result<Changed>> write(base::Id holder, Change change);

    storage::Database& database_;
    accounts::Directory& directory_;
    std::map<base::Id, std::string> origins_;  ///< Of display names that are being set by us.
    base::Subscription subscription_;
};

}  // namespace alloquy::profiles
