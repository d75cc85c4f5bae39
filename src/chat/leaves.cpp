// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/chat/leaves.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/storage/database.hpp>

#include <algorithm>
#include <cstring>

namespace alloquy::chat {
namespace {

constexpr std::size_t kLongestName = 63;

/// A host name with a dot, as InspIRCd wants its servers to be called.
bool is_server_name(std::string_view name) {
    if (name.size() > kLongestName || !name.contains('.') || name == "services.alloquy") return false;
    for (auto label : base::split(name, '.')) {
        bool const fine =
            !label.empty() && label.front() != '-' && label.back() != '-' && std::ranges::all_of(label, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            });
        if (!fine) return false;
    }
    return true;
}

storage::Blob blob(crypto::TokenHash const& hash) {
    return {{reinterpret_cast<char const*>(hash.data()), hash.size()}};
}

}  // namespace

Leaves::Leaves(storage::Database& database, base::Clock const& clock, std::filesystem::path keys)
    : database_(database), clock_(clock), keys_(std::move(keys)) {}

Result<> Leaves::open() {
    auto key = crypto::load_or_create_key(keys_ / "leaf-links.key", 32);
    if (!key) return std::unexpected(key.error());
    key_ = std::move(*key);
    auto rows = database_.write_now([](storage::Connection& db) -> Result<std::vector<Row>> {
        auto statement = db.prepare("SELECT server_id, name, secret_hash, added_at FROM chat_leaves");
        std::vector<Row> out;
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            Row leaf;
            leaf.leaf = {
                statement.text(0), statement.text(1), base::Timestamp(std::chrono::milliseconds(statement.integer(3)))
            };
            auto const hash = statement.view(2);
            std::memcpy(leaf.secret.data(), hash.data(), std::min(hash.size(), leaf.secret.size()));
            out.push_back(std::move(leaf));
        }
    });
    if (!rows) return std::unexpected(rows.error());
    rows_.clear();
    for (auto& row : *rows) rows_.emplace(row.leaf.server_id, std::move(row));
    return {};
}

bool Leaves::has_name(std::string_view name) const {
    return std::ranges::any_of(rows_, [&](auto const& row) { return row.second.leaf.name == name; });
}

/// The first one that no leaf has.
Result<std::string> Leaves::free_id() const {
    if (rows_.size() < kMost)
        for (char second = 'A'; second <= 'Z'; ++second)
            for (char third = 'A'; third <= 'Z'; ++third)
                if (std::string id{'1', second, third}; !rows_.contains(id)) return id;
    return fail(Errc::conflict, "there are " + std::to_string(rows_.size()) + " leaves already: remove one first");
}

Task<Result<LeafSecrets>> Leaves::add(std::string name) {
    name = base::to_lower(name);
    if (!is_server_name(name))
        co_return fail_field(
            "name", "must be a server's name with a dot, such as leaf.example.org: letters, digits, '-' and '.'"
        );
    auto const taken = [] { return fail_as(Errc::conflict, "leaf_exists", "there is a leaf of that name"); };
    if (has_name(name)) co_return taken();
    auto id = free_id();
    if (!id) co_return std::unexpected(id.error());
    auto secret = crypto::random_token();
    Row row{{*id, name, clock_.now()}, crypto::hash_token(secret)};
    auto stored = co_await database_.write([row](storage::Connection& db) -> Result<> {
        return db.prepare("INSERT INTO chat_leaves (server_id, name, secret_hash, added_at) VALUES (?1, ?2, ?3, ?4)")
            .bind(row.leaf.server_id, row.leaf.name, blob(row.secret), row.leaf.added_at.time_since_epoch().count())
            .run();
    });
    if (!stored && stored.error().code == Errc::conflict) co_return taken();
    if (!stored) co_return std::unexpected(stored.error());
    LeafSecrets secrets{row.leaf, std::move(secret), link_password(row.leaf)};
    rows_.insert_or_assign(*id, row);
    added.publish({row.leaf});
    co_return secrets;
}

Task<Result<>> Leaves::remove(std::string name) {
    name = base::to_lower(name);
    auto deleted = co_await database_.write([name](storage::Connection& db) -> Result<bool> {
        if (auto done = db.prepare("DELETE FROM chat_leaves WHERE name = ?1").bind(name).run(); !done)
            return std::unexpected(done.error());
        return db.changes() > 0;
    });
    if (!deleted) co_return std::unexpected(deleted.error());
    auto found = std::ranges::find_if(rows_, [&](auto const& row) { return row.second.leaf.name == name; });
    if (!*deleted || found == rows_.end())
        co_return fail_as(Errc::not_found, "no_such_leaf", "there is no leaf of that name");
    auto const leaf = found->second.leaf;
    rows_.erase(found);
    removed.publish({leaf});
    co_return Result<>();
}

std::vector<Leaf> Leaves::list() const {
    std::vector<Leaf> out;
    out.reserve(rows_.size());
    for (auto const& [id, row] : rows_) out.push_back(row.leaf);
    return out;
}

bool Leaves::proves(std::string_view server_id, std::string_view name, std::string_view module_secret) const {
    auto const hash = crypto::hash_token(module_secret);
    auto const found = rows_.find(server_id);
    auto const expected = found == rows_.end() ? crypto::TokenHash{} : found->second.secret;
    bool const right = crypto::equal_in_constant_time(blob(hash).bytes, blob(expected).bytes);
    return right && found != rows_.end() && found->second.leaf.name == base::to_lower(name);
}

std::string Leaves::link_password(Leaf const& leaf) const {
    auto const what = leaf.server_id + " " + leaf.name + " " + std::to_string(leaf.added_at.time_since_epoch().count());
    return crypto::to_base64url(crypto::keyed_hash(key_, what));
}

}  // namespace alloquy::chat
