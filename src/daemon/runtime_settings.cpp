// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime_settings.hpp"

#include "settings.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/http/json_fields.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

/// Those that take effect without a restart.
constexpr std::array<std::string_view, 2> kChangeable = {"accounts.registration", "accounts.members_may_invite"};

Task<Result<http::Response>> show(Config const& config) {
    json body = json::object();
    for (auto key : kChangeable) body[std::string(key)] = show_setting(config, key);
    co_return http::Response::json(body);
}

Task<Result<http::Response>> change(
    storage::Database& database, accounts::Accounts& accounts, Config& config, base::Clock const& clock,
    http::Request request
) {
    StoredSettings wanted;
    auto fields = http::JsonFields::parse(request.body);
    std::array<std::optional<std::string>, kChangeable.size()> values;
    for (std::size_t i = 0; i < kChangeable.size(); ++i) fields.optional(kChangeable[i], values[i], {1, 200});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto changed = config;
    for (std::size_t i = 0; i < kChangeable.size(); ++i) {
        if (!values[i]) continue;
        if (auto set = set_setting(changed, kChangeable[i], *values[i]); !set) co_return std::unexpected(set.error());
        wanted.emplace_back(kChangeable[i], *values[i]);
    }
    auto stored = co_await database.write([wanted, now = clock.now()](storage::Connection& db) -> Result<> {
        for (auto const& [key, value] : wanted) {
            auto statement = db.prepare("INSERT OR REPLACE INTO settings (key, value, changed_at) VALUES (?1, ?2, ?3)");
            statement.bind(key, value, std::int64_t(now.time_since_epoch().count()));
            if (auto ran = statement.run(); !ran) return ran;
        }
        return {};
    });
    if (!stored) co_return std::unexpected(stored.error());
    config = changed;
    accounts.set_policy(config.accounts.registration, config.accounts.members_may_invite);
    for (auto const& [key, value] : wanted)
        log::info("daemon", "{} set {} to {}", request.identity->username, key, value);
    co_return co_await show(config);
}

}  // namespace

Result<StoredSettings> read_stored_settings(storage::Connection& db) {
    StoredSettings out;
    auto statement = db.prepare("SELECT key, value FROM settings ORDER BY key");
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.emplace_back(statement.text(0), statement.text(1));
    }
}

void apply_stored_settings(Config& config, StoredSettings const& stored) {
    for (auto const& [key, value] : stored) {
        bool known = std::ranges::find(kChangeable, key) != kChangeable.end();
        auto set = known ? set_setting(config, key, value) : Result<>(fail_field(key, "unknown"));
        if (!set) log::warn("daemon", "the stored setting {} is left out: {}", key, set.error().message);
    }
}

void add_settings_routes(
    http::Router& router, storage::Database& database, accounts::Accounts& accounts, Config& config,
    base::Clock const& clock
) {
    router.add({http::Method::get, "/api/v1/admin/settings", http::Access::staff, [&config](http::Request) {
                    return show(config);
                }});
    router.add({http::Method::patch, "/api/v1/admin/settings", http::Access::staff, [&](http::Request request) {
                    return change(database, accounts, config, clock, std::move(request));
                }});
}

}  // namespace alloquy::daemon
