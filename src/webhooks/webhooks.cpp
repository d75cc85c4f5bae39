// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/secret.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/webhooks/webhooks.hpp>

namespace alloquy::webhooks {
namespace {

#define ALLOQUY_SELECT_WEBHOOK \
    "SELECT id, room, name, avatar_url, mentions_everyone, created_by, created_at, token_hash FROM webhooks "

std::unexpected<Error> no_such_webhook() {
    return fail_as(Errc::not_found, "webhook_not_found", "there is no such webhook");
}

Webhook read_row(storage::Statement const& statement) {
    Webhook webhook;
    webhook.id = statement.integer(0);
    webhook.room = statement.integer(1);
    webhook.name = statement.text(2);
    webhook.avatar_url = statement.text(3);
    webhook.mentions_everyone = statement.integer(4) != 0;
    webhook.created_by = statement.integer(5);
    webhook.created_at = base::Timestamp(std::chrono::milliseconds(statement.integer(6)));
    return webhook;
}

struct Row {
    Webhook webhook;
    std::string token_hash;
};

Result<Row> require_row(storage::Connection& db, base::Id id) {
    auto statement = db.prepare(ALLOQUY_SELECT_WEBHOOK "WHERE id = ?1");
    statement.bind(id);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return no_such_webhook();
    return Row{read_row(statement), statement.text(7)};
}

std::string hash_of(std::string const& token) {
    auto const hash = crypto::hash_token(token);
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

Result<> check(std::optional<std::string> const& name, std::optional<std::string> const& avatar_url) {
    if (name)
        if (auto fits = check_name(*name, "name"); !fits) return fits;
    return avatar_url ? check_avatar_url(*avatar_url, "avatar_url") : Result<>();
}

}  // namespace

Webhooks::Webhooks(storage::Database& database, base::Clock const& clock, base::IdGenerator& ids)
    : database_(database), clock_(clock), ids_(ids) {}

Task<Result<Webhooks::New>> Webhooks::add(Webhook wanted) {
    if (auto fits = check(wanted.name, wanted.avatar_url); !fits) co_return std::unexpected(fits.error());
    wanted.id = ids_.next();
    wanted.created_at = clock_.now();
    New made{std::move(wanted), crypto::random_token()};
    auto added = co_await database_.write(
        [webhook = made.webhook, hash = hash_of(made.token)](storage::Connection& db) -> Result<> {
            auto count = db.prepare("SELECT count(*) FROM webhooks WHERE room = ?1");
            count.bind(webhook.room);
            if (auto row = count.step(); !row) return std::unexpected(row.error());
            if (count.integer(0) >= std::int64_t(kMostPerRoom))
                return fail_as(Errc::conflict, "too_many_webhooks", "a room can have at most 20 webhooks");
            auto statement = db.prepare(
                "INSERT INTO webhooks (id, room, name, avatar_url, mentions_everyone, created_by, created_at, "
                "token_hash) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
            );
            statement.bind(
                webhook.id, webhook.room, webhook.name, webhook.avatar_url, webhook.mentions_everyone,
                webhook.created_by, std::int64_t(webhook.created_at.time_since_epoch().count()), storage::Blob{hash}
            );
            return statement.run();
        }
    );
    if (!added) co_return std::unexpected(added.error());
    co_return made;
}

Task<Result<Webhook>> Webhooks::change(base::Id id, Change change) {
    if (auto fits = check(change.name, change.avatar_url); !fits) co_return std::unexpected(fits.error());
    co_return co_await database_.write([id, change = std::move(change)](storage::Connection& db) -> Result<Webhook> {
        auto row = require_row(db, id);
        if (!row) return std::unexpected(row.error());
        auto& webhook = row->webhook;
        if (change.name) webhook.name = *change.name;
        if (change.avatar_url) webhook.avatar_url = *change.avatar_url;
        if (change.mentions_everyone) webhook.mentions_everyone = *change.mentions_everyone;
        auto statement =
            db.prepare("UPDATE webhooks SET name = ?2, avatar_url = ?3, mentions_everyone = ?4 WHERE id = ?1");
        statement.bind(id, webhook.name, webhook.avatar_url, webhook.mentions_everyone);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        return std::move(webhook);
    });
}

Task<Result<>> Webhooks::remove(base::Id id) {
    co_return co_await database_.write([id](storage::Connection& db) -> Result<> {
        auto statement = db.prepare("DELETE FROM webhooks WHERE id = ?1");
        statement.bind(id);
        if (auto ran = statement.run(); !ran) return ran;
        return db.changes() > 0 ? Result<>() : no_such_webhook();
    });
}

Task<Result<Webhook>> Webhooks::find(base::Id id) {
    auto row = co_await database_.read([id](storage::Connection& db) { return require_row(db, id); });
    if (!row) co_return std::unexpected(row.error());
    co_return std::move(row->webhook);
}

Task<Result<Webhook>> Webhooks::open(base::Id id, std::string token) {
    auto row = co_await database_.read([id](storage::Connection& db) { return require_row(db, id); });
    if (!row) co_return std::unexpected(row.error());
    if (!crypto::equal_in_constant_time(row->token_hash, hash_of(token))) co_return no_such_webhook();
    co_return std::move(row->webhook);
}

Task<Result<std::vector<Webhook>>> Webhooks::of_room(base::Id room) {
    co_return co_await database_.read([room](storage::Connection& db) -> Result<std::vector<Webhook>> {
        std::vector<Webhook> out;
        auto statement = db.prepare(ALLOQUY_SELECT_WEBHOOK "WHERE room = ?1 ORDER BY id");
        statement.bind(room);
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            out.push_back(read_row(statement));
        }
    });
}

}  // namespace alloquy::webhooks
