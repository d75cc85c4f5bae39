// SPDX-License-Identifier: GPL-2.0-or-later
#include "server_parts.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/rooms/rooms.hpp>
#include <alloquy/search/search.hpp>
#include <alloquy/upkeep/upkeep.hpp>
#include <alloquy/webhooks/webhooks.hpp>

#include <algorithm>
#include <thread>

namespace alloquy::daemon {
namespace {

http::Rate per_minute(double count) {
    return {count, count};
}

}  // namespace

Result<std::unique_ptr<storage::Database>> open_database(process::DataDirectory const& data) {
    std::span<base::EmbeddedFile const> const migrations[] = {
        accounts::migrations(),           rooms::Rooms::migrations(),       privacy::Privacy::migrations(),
        messages::Messages::migrations(), search::Search::migrations(),     webhooks::Webhooks::migrations(),
        chat::Chat::migrations(),         profiles::Profiles::migrations(), upkeep::Upkeep::migrations()
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
    settings.bots_per_account = config.accounts.bots_per_account;
    settings.password_cost = {
        std::uint64_t(config.accounts.password_memory_kib) * 1024, config.accounts.password_passes
    };
    settings.failed_sign_ins = per_minute(config.limits.failed_sign_ins_per_minute);
    settings.failed_per_account = per_minute(config.limits.failed_sign_ins_per_account_per_minute);
    settings.server_name = config.server.name;
    settings.keys = data.keys();
    return settings;
}

std::size_t hashing_threads(Config const& config) {
    if (config.limits.hashing_threads > 0) return config.limits.hashing_threads;
    return std::max(1U, std::thread::hardware_concurrency());
}

Result<http::ServerSettings> http_settings(Config const& config, bool trusted_certificate) {
    http::ServerSettings settings;
    settings.listen.address = config.http.listen;
    settings.listen.port = config.http.port;
    settings.tls = config.http.tls;
    settings.hsts = config.http.tls && trusted_certificate;
    settings.allowed_origins = config.http.allowed_origins;
    settings.allowed_origins.push_back(config.http.public_url);
    auto proxies = net::Networks::parse(config.http.trusted_proxies, "http.trusted_proxies");
    if (!proxies) return std::unexpected(proxies.error());
    settings.trusted_proxies = std::move(*proxies);
    settings.max_connections = config.limits.connections;
    settings.max_connections_per_peer = config.limits.connections_per_address;
    return settings;
}

upkeep::Settings upkeep_settings(Config const& config) {
    upkeep::Settings settings;
    if (config.messages.retention_days > 0) settings.retention_days = int(config.messages.retention_days);
    settings.keep_versions = config.messages.keep_versions;
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

irc_web::Settings irc_web_settings(Config const& config, process::DataDirectory const& data) {
    irc_web::Settings settings;
    settings.socket = data.child("inspircd") / "web.sock";  // as config/inspircd/inspircd.conf names it
    settings.connections = config.limits.irc_web_connections;
    settings.connections_per_address = config.limits.irc_web_connections_per_address;
    return settings;
}

}  // namespace alloquy::daemon
