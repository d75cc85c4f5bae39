// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/storage/database.hpp>

#include <algorithm>
#include <unordered_map>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const profiles_migrations;
}

namespace alloquy::profiles {
namespace {

Result<Values> read_values(storage::Connection& db, base::Id holder) {
    auto statement = db.prepare("SELECT key, value FROM profiles WHERE holder = ?1");
    statement.bind(holder);
    Values values;
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return values;
        values.emplace(statement.text(0), statement.text(1));
    }
}

Result<> exists(storage::Connection& db, base::Id holder) {
    auto statement = db.prepare("SELECT 1 FROM accounts WHERE id = ?1 UNION ALL SELECT 1 FROM rooms WHERE id = ?1");
    statement.bind(holder);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    return *row ? Result<>() : fail(Errc::not_found, "it is gone");
}

Result<> write_value(
    storage::Connection& db, base::Id holder, std::string const& key, std::optional<std::string> const& value
) {
    auto statement = value ? db.prepare("INSERT OR REPLACE INTO profiles (holder, key, value) VALUES (?1, ?2, ?3)")
                           : db.prepare("DELETE FROM profiles WHERE holder = ?1 AND key = ?2");
    value ? statement.bind(holder, key, *value) : statement.bind(holder, key);
    return statement.run();
}

/// The display name as a value; none where nobody chose one.
std::optional<std::string> chosen_name(accounts::Account const& account) {
    bool const chosen = !account.display_name.empty() && account.display_name != account.username;
    return chosen ? std::optional(account.display_name) : std::nullopt;
}

void add_name(Values& values, accounts::Account const& account) {
    if (auto name = chosen_name(account)) values.insert_or_assign(std::string(kDisplayName), std::move(*name));
}

Result<> check_all(Holder holder, Change const& change) {
    for (auto const& [key, value] : change) {
        // Of a key that is removed only the name matters.
        if (!value && is_key(key)) continue;
        if (auto allowed = check(holder, key, value.value_or(std::string())); !allowed) return allowed;
    }
    return {};
}

}  // namespace

Profiles::Profiles(storage::Database& database, accounts::Directory& directory)
    : database_(database), directory_(directory) {
    subscription_ = directory.display_name_changed.subscribe([this](accounts::DisplayNameChanged const& event) {
        auto const& account = event.account;
        auto origin = origins_.find(account.id);
        updated.publish({
            .id = account.id,
            .username = account.username,
            .changed = {{std::string(kDisplayName), chosen_name(account)}},
            .origin = origin == origins_.end() ? std::string() : origin->second,
        });
    });
}

std::span<base::EmbeddedFile const> Profiles::migrations() {
    return embedded::profiles_migrations;
}

Task<Result<Values>> Profiles::of_room(base::Id room) {
    co_return co_await database_.read([room](storage::Connection& db) { return read_values(db, room); });
}

Task<Result<Values>> Profiles::of_account(accounts::Account account) {
    auto values = co_await of_room(account.id);
    if (values) add_name(*values, account);
    co_return values;
}

Task<Result<std::vector<Values>>> Profiles::of_accounts(std::vector<accounts::Account> accounts) {
    std::string ids = "[";
    for (auto const& account : accounts) ids += (ids.size() > 1 ? "," : "") + std::to_string(account.id);
    ids += "]";
    using Found = std::unordered_map<base::Id, Values>;
    auto found = co_await database_.read([ids](storage::Connection& db) -> Result<Found> {
        auto statement = db.prepare(
            "SELECT holder, profiles.key, profiles.value FROM json_each(?1) JOIN profiles ON holder = json_each.value"
        );
        statement.bind(ids);
        Found all;
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return all;
            all[statement.integer(0)].emplace(statement.text(1), statement.text(2));
        }
    });
    if (!found) co_return std::unexpected(found.error());
    std::vector<Values> answer;
    for (auto const& account : accounts) {
        answer.push_back((*found)[account.id]);
        add_name(answer.back(), account);
    }
    co_return answer;
}

/// In one transaction: looks at what is there, changes it, tells what was different.
Task<Result<Profiles::Changed>> Profiles::write(base::Id holder, Change change) {
    co_return co_await database_.write(
        [holder, change = std::move(change)](storage::Connection& db) -> Result<Changed> {
            if (auto there = exists(db, holder); !there) return std::unexpected(there.error());
            auto values = read_values(db, holder);
            if (!values) return std::unexpected(values.error());
            Changed done{std::move(*values), {}};
            for (auto const& [key, value] : change) {
                auto before = done.values.find(key);
                bool const same = before == done.values.end() ? !value : value == before->second;
                if (same) continue;
                if (auto written = write_value(db, holder, key, value); !written)
                    return std::unexpected(written.error());
                done.changed.emplace(key, value);
                if (value)
                    done.values.insert_or_assign(key, *value);
                else
                    done.values.erase(key);
            }
            if (done.values.size() > kMaxKeys)
                return fail_as(Errc::conflict, "too_many_keys", "a profile has at most 20 keys");
            return done;
        }
    );
}

Task<Result<Profiles::Changed>> Profiles::change_account(base::Id id, Change change, std::string origin) {
    if (auto allowed = check_all(Holder::account, change); !allowed) co_return std::unexpected(allowed.error());
    auto account = co_await directory_.find_by_id(id);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail(Errc::not_found, "the account is gone");
    std::optional<Change::mapped_type> name;
    if (auto entry = change.find(kDisplayName); entry != change.end()) {
        name = std::move(entry->second);
        change.erase(entry);
    }
    auto done = co_await write(id, std::move(change));
    if (!done) co_return done;
    if (!done->changed.empty())
        updated.publish({.id = id, .username = (*account)->username, .changed = done->changed, .origin = origin});
    if (name && *name != chosen_name(**account)) {
        origins_[id] = std::move(origin);
        auto set = co_await directory_.set_display_name(id, name->value_or((*account)->username));
        origins_.erase(id);
        if (!set) co_return std::unexpected(set.error());
        **account = std::move(*set);
        done->changed.emplace(kDisplayName, chosen_name(**account));
    }
    add_name(done->values, **account);
    co_return done;
}

Task<Result<Profiles::Changed>> Profiles::change_room(base::Id room, Change change, std::string origin) {
    if (auto allowed = check_all(Holder::room, change); !allowed) co_return std::unexpected(allowed.error());
    auto done = co_await write(room, std::move(change));
    if (done && !done->changed.empty())
        updated.publish({.holder = Holder::room, .id = room, .username = {}, .changed = done->changed, .origin = origin}
        );
    co_return done;
}

}  // namespace alloquy::profiles
