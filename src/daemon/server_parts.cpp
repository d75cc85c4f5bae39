// SPDX-License-Identifier: GPL-2.0-or-later
#include "server_parts.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/rooms/rooms.hpp>
#include <alloquy/search/search.hpp>
#include <alloquy/webhooks/webhooks.hpp>

namespace alloquy::daemon {
namespace {

http::Rate per_minute(double count) {
    return {count, count};
}

}  // namespace

Result<std::unique_ptr<storage::Database>> open_database(process::DataDirectory const& data) {
    std::span<base::EmbeddedFile const> const migrations[] = {
        accounts::migrations(),           rooms::Rooms::migrations(),      privacy::Privacy::migrations(),
        messages::Messages::migrations(), search::Search::migrations(),    webhooks::Webhooks::migrations(),
        chat::Chat::migrations(),         profiles::Profiles::migrations()
    };
    return storage::Database::open(data.database().string(), migrations);
}

search::AudienceOf audience_of_rooms() {
    return [](storage::Connection& db, base::Id id) -> Result<search::Audience> {
        auto room = rooms::Rooms::room_in(db, id);
        if (!room) return std::unexpected(room.error());
        if (!*room) return search::Audience{};
        if ((*room)->kind == rooms::Kind::text) return search::Audience{.open = true};
        return search::Audience{.first = (*room)->first, .second = (*room)->second};
    };
}

Result<base::IdGenerator> make_id_generator(storage::Database& database) {
    auto highest = database.write_now([](storage::Connection& db) -> Result<base::Id> {
        auto statement = db.prepare(
            "SELECT max(coalesce((SELECT max(id) FROM accounts), 0), coalesce((SELECT max(id) FROM sessions), 0), "
            "coalesce((SELECT max(id) FROM app_passwords), 0), coalesce((SELECT max(id) FROM rooms), 0), "
            "coalesce((SELECT max(id) FROM webhooks), 0), "
            // Deleted accounts too: their ids must never mean somebody else.
            "coalesce((SELECT account_id FROM mumble_ids ORDER BY id DESC LIMIT 1), 0))"
        );
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        return statement.integer(0);
    });
    if (!highest) return std::unexpected(highest.error());
    return base::IdGenerator(base::system_clock(), /*node=*/0, *highest);
}

accounts::Settings account_settings(Config const& config, process::DataDirectory const& data) {
    accounts::Settings settings;
    settings.registration = config.accounts.registration;
    settings.members_may_invite = config.accounts.members_may_invite;
    settings.password_cost = {
        std::uint64_t(config.accounts.password_memory_kib) * 1024, config.accounts.password_passes
    };
    settings.failed_sign_ins = per_minute(config.limits.failed_sign_ins_per_minute);
    settings.failed_per_account = per_minute(config.limits.failed_sign_ins_per_account_per_minute);
    settings.server_name = config.server.name;
    settings.keys = data.keys();
    return settings;
}

http::RateLimits::Rates request_rates(Config const& config) {
    http::RateLimits::Rates rates{};
    rates[std::size_t(http::Limit::general)] = per_minute(config.limits.requests_per_minute);
    rates[std::size_t(http::Limit::sign_in)] = per_minute(config.limits.sign_ins_per_minute);
    rates[std::size_t(http::Limit::registration)] = {
        config.limits.registrations_per_hour / 60.0, double(config.limits.registrations_per_hour)
    };
    rates[std::size_t(http::Limit::expensive)] = per_minute(config.limits.expensive_per_minute);
    return rates;
}

}  // namespace alloquy::daemon
