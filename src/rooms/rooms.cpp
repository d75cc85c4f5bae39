// SPDX-License-Identifier: GPL-2.0-or-later
#include "rows.hpp"

#include <alloquy/rooms/rooms.hpp>
#include <alloquy/storage/database.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const rooms_migrations;
}

namespace alloquy::rooms {
namespace {

/// Conversations kept in memory: a few megabytes. Each message of a conversation asks for its room.
constexpr std::size_t kMostRemembered = 16'384;

/// For messages that were on their way to the old name when a room was renamed, or are sent again after a broken link.
constexpr auto kOldNameLeadsFor = std::chrono::minutes(2);
constexpr std::size_t kMostOldNames = 1000;

struct Found {
    Room room;
    bool made = false;
};

/// The row of a channel, made from `wanted` if there is none.
Result<Found> find_or_insert(storage::Connection& db, Room const& wanted) {
    auto made = insert_row(db, wanted);
    if (!made) return std::unexpected(made.error());
    auto row = wanted.kind == Kind::text ? find_channel_row(db, wanted.slug)
                                         : find_conversation_row(db, wanted.first, wanted.second);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(Errc::internal, "internal error", "a room's id is taken by another one");
    return Found{std::move(**row), *made};
}

Result<> check(Retention const& retention) {
    if (retention.days && (*retention.days < 1 || *retention.days > 36'500))
        return fail_field("retention.days", "must be 1 to 36500");
    if (retention.newest && (*retention.newest < 1 || *retention.newest > 10'000'000))
        return fail_field("retention.newest", "must be 1 to 10000000");
    return {};
}

}  // namespace

class Rooms::Implementation {
public:
    using Accounts = std::pair<base::Id, base::Id>;
    struct Hash {
        std::size_t operator()(Accounts const& pair) const {
            return std::hash<base::Id>()(pair.first * 0x9E3779B97F4A7C15U + pair.second);
        }
    };

    Room text_room(std::string slug, std::string name) {
        Room room;
        room.id = ids.next();
        room.slug = std::move(slug);
        room.name = std::move(name);
        room.created_at = clock.now();
        return room;
    }

    /// Puts it where look-ups find it; what was known of it is replaced.
    void remember(Room const& room) {
        if (room.kind == Kind::text) {
            by_slug[room.slug] = room.id;
            text[room.id] = room;
            return;
        }
        if (conversations.size() >= kMostRemembered) conversations.clear();
        conversations[Accounts(room.first, room.second)] = room;
    }

    storage::Database& database;
    base::Clock const& clock;
    base::IdGenerator& ids;
    std::map<base::Id, Room> text{};  ///< By id, which is the order they were made in.
    std::map<std::string, base::Id, std::less<>> by_slug{};
    struct Former {
        base::Id room;
        base::Timestamp until;
    };
    /// The room that a name belongs to, or did until lately; 0 for none.
    base::Id room_of(std::string_view slug) const {
        if (auto found = by_slug.find(slug); found != by_slug.end()) return found->second;
        auto old = former.find(slug);
        return old != former.end() && clock.now() < old->second.until ? old->second.room : 0;
    }

    std::map<std::string, Former, std::less<>> former{};       ///< By slugs that were given up.
    std::unordered_map<Accounts, Room, Hash> conversations{};  ///< Those used lately.
};

Rooms::Rooms(storage::Database& database, base::Clock const& clock, base::IdGenerator& ids)
    : implementation_(std::make_unique<Implementation>(database, clock, ids)) {}
Rooms::~Rooms() = default;

std::span<base::EmbeddedFile const> Rooms::migrations() {
    return embedded::rooms_migrations;
}

Result<> Rooms::open() {
    Room const defaults[] = {
        implementation_->text_room("general", "general"), implementation_->text_room("random", "random")
    };
    auto now = implementation_->clock.now().time_since_epoch().count();
    auto loaded = implementation_->database.write_now([&](storage::Connection& db) -> Result<std::vector<Room>> {
        auto first_start =
            db.prepare("INSERT INTO default_rooms SELECT ?1 WHERE NOT EXISTS (SELECT * FROM default_rooms)");
        first_start.bind(now);
        if (auto ran = first_start.run(); !ran) return std::unexpected(ran.error());
        if (db.changes() > 0)
            for (auto const& room : defaults)
                if (auto made = insert_row(db, room); !made) return std::unexpected(made.error());
        return channel_rows(db);
    });
    if (!loaded) return std::unexpected(loaded.error());
    for (auto const& room : *loaded) implementation_->remember(room);
    return {};
}

Room const* Rooms::find(base::Id id) const {
    auto found = implementation_->text.find(id);
    return found == implementation_->text.end() ? nullptr : &found->second;
}

Room const* Rooms::find_channel(std::string_view channel) const {
    auto slug = parse_channel(channel);
    if (!slug) return nullptr;
    return find(implementation_->room_of(*slug));
}

std::vector<Room> Rooms::list() const {
    std::vector<Room> out;
    out.reserve(implementation_->text.size());
    for (auto const& [id, room] : implementation_->text) out.push_back(room);
    return out;
}

Task<Result<Room>> Rooms::channel(std::string name) {
    auto slug = parse_channel(name);
    if (!slug) co_return std::unexpected(slug.error());
    if (auto const* known = find_channel(name)) co_return *known;
    auto found = co_await implementation_->database.write(
        [wanted = implementation_->text_room(std::move(*slug), name.substr(1))](storage::Connection& db) {
            return find_or_insert(db, wanted);
        }
    );
    if (!found) co_return std::unexpected(found.error());
    implementation_->remember(found->room);
    // Two may have wanted it at once: it was made by one of them.
    if (found->made) created.publish(RoomCreated{found->room});
    co_return std::move(found->room);
}

Task<Result<Room>> Rooms::rename(base::Id id, std::string channel) {
    auto slug = parse_channel(channel);
    if (!slug) co_return std::unexpected(slug.error());
    auto const* known = find(id);
    if (!known) co_return fail_as(Errc::not_found, "room_not_found", "there is no such room");
    auto taken = [] { return fail_as(Errc::conflict, "channel_taken", "there is a channel of that name already"); };
    auto const holder = implementation_->room_of(*slug);
    if (holder != 0 && holder != id) co_return taken();
    auto const old = *known;
    auto done = co_await implementation_->database.write(
        [id, slug = *slug, name = channel.substr(1)](storage::Connection& db) -> Result<Room> {
            if (auto updated = update_name(db, id, slug, name); !updated) return std::unexpected(updated.error());
            auto row = find_row(db, id);
            if (!row) return std::unexpected(row.error());
            return std::move(**row);
        }
    );
    // Somebody may have made a room of that name meanwhile.
    if (!done && done.error().code == Errc::conflict) co_return taken();
    if (!done) co_return done;
    auto& all = *implementation_;
    all.by_slug.erase(old.slug);
    all.former.erase(done->slug);
    if (old.slug != done->slug) {
        std::erase_if(all.former, [&](auto const& entry) { return entry.second.until <= all.clock.now(); });
        if (all.former.size() < kMostOldNames) all.former[old.slug] = {id, all.clock.now() + kOldNameLeadsFor};
    }
    all.remember(*done);
    renamed.publish(RoomRenamed{*done, old.channel()});
    co_return std::move(*done);
}

Task<Result<Room>> Rooms::conversation(base::Id a, base::Id b) {
    if (a <= 0 || b <= 0) co_return fail_field("account", "must be an account");
    auto const [first, second] = std::minmax(a, b);
    auto known = implementation_->conversations.find({first, second});
    if (known != implementation_->conversations.end()) co_return known->second;
    Room wanted;
    wanted.id = implementation_->ids.next();
    wanted.kind = Kind::dm;
    wanted.first = first;
    wanted.second = second;
    wanted.created_at = implementation_->clock.now();
    auto found = co_await implementation_->database.write([wanted](storage::Connection& db) {
        return find_or_insert(db, wanted);
    });
    if (!found) co_return std::unexpected(found.error());
    implementation_->remember(found->room);
    if (found->made) created.publish(RoomCreated{found->room});
    co_return std::move(found->room);
}

Task<Result<std::optional<Room>>> Rooms::find_conversation(base::Id a, base::Id b) {
    auto const [first, second] = std::minmax(a, b);
    auto known = implementation_->conversations.find({first, second});
    if (known != implementation_->conversations.end()) co_return known->second;
    auto found = co_await implementation_->database.read([first, second](storage::Connection& db) {
        return find_conversation_row(db, first, second);
    });
    // Not over what a write has told meanwhile: the read may be older.
    if (found && *found && !implementation_->conversations.contains({first, second}))
        implementation_->remember(**found);
    co_return found;
}

Task<Result<std::vector<Room>>> Rooms::conversations(base::Id account) {
    co_return co_await implementation_->database.read([account](storage::Connection& db) {
        return conversation_rows(db, account);
    });
}

Result<std::optional<Room>> Rooms::room_in(storage::Connection& db, base::Id id) {
    return find_row(db, id);
}

Task<Result<std::vector<Room>>> Rooms::all_conversations(base::Id after, std::size_t limit) {
    co_return co_await implementation_->database.read([after, limit](storage::Connection& db) {
        return all_conversation_rows(db, after, limit);
    });
}

Task<Result<std::optional<Room>>> Rooms::room(base::Id id) {
    if (auto const* known = find(id)) co_return *known;
    co_return co_await implementation_->database.read([id](storage::Connection& db) { return find_row(db, id); });
}

Task<Result<Room>> Rooms::visible_room(base::Id id, base::Id account) {
    auto found = co_await room(id);
    if (!found) co_return std::unexpected(found.error());
    if (!*found || ((*found)->kind == Kind::dm && !(*found)->has(account)))
        co_return fail_as(Errc::not_found, "room_not_found", "there is no such room");
    co_return std::move(**found);
}

Task<Result<Room>> Rooms::set_retention(base::Id id, Retention retention) {
    if (auto allowed = check(retention); !allowed) co_return std::unexpected(allowed.error());
    auto room = co_await implementation_->database.write([id, retention](storage::Connection& db) -> Result<Room> {
        if (auto updated = update_retention(db, id, retention); !updated) return std::unexpected(updated.error());
        auto row = find_row(db, id);
        if (!row) return std::unexpected(row.error());
        return std::move(**row);
    });
    if (!room) co_return std::unexpected(room.error());
    implementation_->remember(*room);
    retention_changed.publish(RetentionChanged{*room});
    co_return std::move(*room);
}

}  // namespace alloquy::rooms
