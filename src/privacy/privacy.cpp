// SPDX-License-Identifier: GPL-2.0-or-later
#include "remembered.hpp"
#include "rows.hpp"

#include <alloquy/storage/database.hpp>

#include <algorithm>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const privacy_migrations;
}

namespace alloquy::privacy {
namespace {

constexpr std::pair<From, std::string_view> kNames[] = {
    {From::everyone, "everyone"}, {From::rooms, "rooms"}, {From::nobody, "nobody"}
};

/// The same sentence for a block and for a policy, so that nobody is told that they are blocked.
std::unexpected<Error> not_wanted() {
    return fail_as(Errc::forbidden, "dm_policy", "This person doesn't take direct messages from you");
}

}  // namespace

std::string_view to_string(From from) {
    return std::ranges::find(kNames, from, &std::pair<From, std::string_view>::first)->second;
}

std::optional<From> from_named(std::string_view name) {
    auto const* found = std::ranges::find(kNames, name, &std::pair<From, std::string_view>::second);
    return found == std::end(kNames) ? std::nullopt : std::optional(found->first);
}

bool Preferences::blocks(base::Id account) const {
    return std::ranges::binary_search(blocked, account);
}

class Privacy::Implementation {
public:
    storage::Database& database;
    base::Clock const& clock;
    Remembered remembered{};
    std::uint64_t changes = 0;  ///< What was read before a change is not kept.
};

Privacy::Privacy(storage::Database& database, base::Clock const& clock)
    : implementation_(std::make_unique<Implementation>(database, clock)) {}
Privacy::~Privacy() = default;

std::span<base::EmbeddedFile const> Privacy::migrations() {
    return embedded::privacy_migrations;
}

Task<Result<std::shared_ptr<Preferences const>>> Privacy::of(base::Id account) {
    auto& self = *implementation_;
    if (auto known = self.remembered.find(account)) co_return known;
    auto const before = self.changes;
    auto found =
        co_await self.database.read([account](storage::Connection& db) { return read_preferences(db, account); });
    if (!found) co_return std::unexpected(found.error());
    auto preferences = std::make_shared<Preferences const>(std::move(*found));
    if (before == self.changes) self.remembered.keep(account, preferences);
    co_return preferences;
}

Task<Result<>> Privacy::may_write(base::Id author, base::Id recipient, bool share_a_room) {
    if (author == recipient) co_return Result<>();
    auto wishes = co_await of(recipient);
    if (!wishes) co_return std::unexpected(wishes.error());
    if ((*wishes)->blocks(author) || (*wishes)->from == From::nobody) co_return not_wanted();
    if ((*wishes)->from == From::everyone || share_a_room) co_return Result<>();
    auto shared = co_await implementation_->database.read([author, recipient](storage::Connection& db) {
        return privacy::share_a_room(db, author, recipient);
    });
    if (!shared) co_return std::unexpected(shared.error());
    if (!*shared) co_return not_wanted();
    co_return Result<>();
}

Task<Result<std::vector<Blocked>>> Privacy::blocked(base::Id account) {
    co_return co_await implementation_->database.read([account](storage::Connection& db) {
        return read_blocked(db, account);
    });
}

Task<Result<>> Privacy::block(base::Id account, base::Id other, std::string origin) {
    if (account == other) co_return fail_field("username", "you can't block yourself");
    auto& self = *implementation_;
    auto added = co_await self.database.write([account, other, now = self.clock.now()](storage::Connection& db) {
        return insert_block(db, account, other, now);
    });
    if (!added) co_return std::unexpected(added.error());
    if (!*added) co_return Result<>();
    ++self.changes;
    self.remembered.forget(account);
    changed.publish({account, std::nullopt, other, std::move(**added), true, std::move(origin)});
    co_return Result<>();
}

Task<Result<>> Privacy::unblock(base::Id account, base::Id other, std::string origin) {
    auto& self = *implementation_;
    auto removed = co_await self.database.write([account, other](storage::Connection& db) {
        return delete_block(db, account, other);
    });
    if (!removed) co_return std::unexpected(removed.error());
    ++self.changes;
    self.remembered.forget(account);
    changed.publish({account, std::nullopt, other, std::move(*removed), false, std::move(origin)});
    co_return Result<>();
}

Task<Result<>> Privacy::set_from(base::Id account, From from) {
    auto& self = *implementation_;
    auto set = co_await self.database.write([account, from](storage::Connection& db) {
        auto statement = db.prepare(
            "INSERT INTO privacy (account, direct_messages) VALUES (?1, ?2) "
            "ON CONFLICT (account) DO UPDATE SET direct_messages = ?2"
        );
        statement.bind(account, to_string(from));
        return statement.run();
    });
    if (!set) co_return set;
    ++self.changes;
    self.remembered.forget(account);
    changed.publish({account, from, 0, {}, false, {}});
    co_return Result<>();
}

bool Privacy::is_news(Visit visit) const {
    return !implementation_->remembered.knows(visit);
}

Task<Result<>> Privacy::note(std::vector<Visit> visits) {
    auto& self = *implementation_;
    auto noted = co_await self.database.write([visits](storage::Connection& db) { return insert_visits(db, visits); });
    if (!noted) co_return noted;
    for (auto const& visit : visits) self.remembered.keep(visit);
    co_return Result<>();
}

}  // namespace alloquy::privacy
