// SPDX-License-Identifier: GPL-2.0-or-later
#include "index_file.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/crypto/short_hash.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const search_index_migrations;
}

namespace alloquy::search {
namespace {

std::string check_value(std::string const& key) {
    return crypto::keyed_hash(key, "alloquy search key check");
}

/// Raised when tokens are made in another way.
std::string version() {
    return "2 " + words_version();
}

Result<std::shared_ptr<storage::Database>> open_file(std::filesystem::path const& file) {
    std::span<base::EmbeddedFile const> const migrations[] = {embedded::search_index_migrations};
    auto opened = storage::Database::open(file.string(), migrations);
    if (!opened) return std::unexpected(opened.error());
    // Merging parts of the index frees pages all the time, and what they held tells nobody anything: no need to
    // overwrite them. More of the index in memory makes merging quicker.
    auto set = (*opened)->write_now([](storage::Connection& db) {
        return db.execute("PRAGMA secure_delete=OFF; PRAGMA cache_size=-16384;");
    });
    if (!set) return std::unexpected(set.error());
    return std::shared_ptr<storage::Database>(std::move(*opened));
}

/// The state of an index that is of these messages; nothing when it isn't.
Result<std::optional<IndexState>> read_state(
    storage::Database& database, std::string const& key, IndexState const& limit
) {
    return database.write_now([&](storage::Connection& db) -> Result<std::optional<IndexState>> {
        auto statement = db.prepare("SELECT key_check, version, indexed_to, removed_to FROM search_state");
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row || statement.view(0) != check_value(key) || statement.view(1) != version()) return std::nullopt;
        IndexState const state{statement.integer(2), statement.integer(3)};
        // Ahead of the messages: they come from a backup, and their sequences are given again.
        bool const ahead = state.indexed_to > limit.indexed_to || state.removed_to > limit.removed_to;
        return ahead ? std::nullopt : std::optional(state);
    });
}

Result<> begin_state(storage::Database& database, std::string const& key, IndexState const& state) {
    return database.write_now([&](storage::Connection& db) -> Result<> {
        // Large parts from the start: a commit of thousands of messages gives one of them.
        if (auto set = db.execute("INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 8388608)"); !set)
            return set;
        auto const check = check_value(key), rules = version();
        auto statement = db.prepare("INSERT INTO search_state VALUES (?1, ?2, ?3, ?4)");
        statement.bind(storage::Blob{check}, rules, state.indexed_to, state.removed_to);
        return statement.run();
    });
}

Result<> insert_tokens(storage::Connection& db, std::int64_t sequence, std::string const& tokens) {
    auto statement = db.prepare("INSERT INTO search_index (rowid, tokens) VALUES (?1, ?2)");
    statement.bind(sequence, tokens);
    return statement.run();
}

Result<> delete_tokens(storage::Connection& db, std::int64_t sequence, std::string const& tokens) {
    auto statement = db.prepare("INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', ?1, ?2)");
    statement.bind(sequence, tokens);
    return statement.run();
}

Result<> insert_message(
    storage::Connection& db, TokenMaker& tokens, IndexStep const& step, messages::Message const& message
) {
    if (message.redacted_at) return {};
    auto const audience = step.audiences.find(message.room);
    return insert_tokens(
        db, message.sequence,
        tokens.tokens_of(message, audience == step.audiences.end() ? Audience() : audience->second)
    );
}

}  // namespace

Result<std::string> load_index_key(std::filesystem::path const& folder) {
    auto const path = folder / "search.key";
    auto key = crypto::load_or_create_key(path, crypto::kShortHashKey);
    if (key || key.error().code != Errc::conflict) return key;
    log::warn("search", "{} is damaged: it is replaced, and the index is made anew", path.string());
    std::error_code ignored;  // what matters is whether a new one can be written
    std::filesystem::remove(path, ignored);
    return crypto::load_or_create_key(path, crypto::kShortHashKey);
}

void remove_index(std::filesystem::path const& file) {
    for (auto suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;  // most often there is none; what remains is found when the file is opened
        std::filesystem::remove(file.string() + suffix, ignored);
    }
}

Result<OpenedIndex> open_index(std::filesystem::path const& file, std::string const& key, IndexState const& limit) {
    if (auto database = open_file(file)) {
        auto state = read_state(**database, key, limit);
        if (state && *state) return OpenedIndex{std::move(*database), **state, false};
        log::info("search", "the index is made from the messages");
    } else {
        log::warn("search", "the index can't be used and is made anew: {}", database.error().message);
    }
    remove_index(file);
    auto database = open_file(file);
    if (!database) return std::unexpected(database.error());
    IndexState const state{0, limit.removed_to};
    if (auto begun = begin_state(**database, key, state); !begun) return std::unexpected(begun.error());
    return OpenedIndex{std::move(*database), state, true};
}

Result<IndexState> apply_step(storage::Connection& db, TokenMaker& tokens, IndexStep const& step) {
    // Only the oldest text of those that went was in the index, and only if it had come so far.
    std::map<std::int64_t, Removal const*> gone;
    for (auto const& removal : step.removals)
        if (removal.sequence <= step.state.indexed_to) gone.try_emplace(removal.sequence, &removal);
    std::map<std::int64_t, messages::Message const*> changed;
    for (auto const& message : step.changed) changed.try_emplace(message.sequence, &message);

    for (auto const& [sequence, removal] : gone) {
        if (auto done = delete_tokens(db, sequence, removal->tokens); !done) return std::unexpected(done.error());
        auto const now = changed.find(sequence);
        if (now == changed.end()) continue;
        if (auto done = insert_message(db, tokens, step, *now->second); !done) return std::unexpected(done.error());
    }
    for (auto const& message : step.fresh)
        if (auto done = insert_message(db, tokens, step, message); !done) return std::unexpected(done.error());

    IndexState const after{
        std::max(step.state.indexed_to, step.reached),
        step.removals.empty() ? step.state.removed_to : step.removals.back().id
    };
    auto statement = db.prepare("UPDATE search_state SET indexed_to = ?1, removed_to = ?2");
    statement.bind(after.indexed_to, after.removed_to);
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return after;
}

Result<std::vector<std::int64_t>> find_candidates(
    storage::Connection& db, std::string const& match, std::int64_t low, std::int64_t high, bool highest_first,
    std::size_t most
) {
    std::vector<std::int64_t> out;
    auto statement = db.prepare(
        highest_first ? "SELECT rowid FROM search_index WHERE search_index MATCH ?1 AND rowid BETWEEN ?2 AND ?3 "
                        "ORDER BY rowid DESC LIMIT ?4"
                      : "SELECT rowid FROM search_index WHERE search_index MATCH ?1 AND rowid BETWEEN ?2 AND ?3 "
                        "ORDER BY rowid LIMIT ?4"
    );
    statement.bind(match, low, high, std::int64_t(most));
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.push_back(statement.integer(0));
    }
}

}  // namespace alloquy::search
