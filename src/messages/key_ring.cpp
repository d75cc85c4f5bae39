// SPDX-License-Identifier: GPL-2.0-or-later
#include "key_ring.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/crypto/secret.hpp>

#include <vector>

namespace alloquy::messages {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::string_view kAdvice = "Restore the keys folder that belongs to this database from your backup.";

std::filesystem::path file_of(std::filesystem::path const& folder, std::int64_t number) {
    return folder / ("messages-" + std::to_string(number) + ".key");
}

std::string check_value(std::string_view key) {
    return crypto::keyed_hash(key, "alloquy messages key check");
}

struct KeyRow {
    std::int64_t number;
    std::string check_value;
};

Result<std::vector<KeyRow>> key_rows(storage::Connection& db) {
    std::vector<KeyRow> out;
    auto statement = db.prepare("SELECT number, check_value FROM message_keys ORDER BY number");
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.push_back({statement.integer(0), statement.text(1)});
    }
}

}  // namespace

SealContext::SealContext(Part part, base::Id room, base::Id message) {
    auto* next = bytes_.data();
    *next++ = char(part);
    // Lowest byte first on every machine, as SQLite's files are the same on every machine.
    for (auto id : {std::uint64_t(room), std::uint64_t(message)})
        for (unsigned shift = 0; shift < 64; shift += 8) *next++ = char(id >> shift);
}

std::string const* KeyRing::find(std::int64_t number) const {
    auto found = keys_.find(number);
    return found == keys_.end() ? nullptr : &found->second;
}

Result<KeyRing> load_keys(storage::Connection& db, std::filesystem::path const& folder, base::Timestamp now) {
    auto rows = key_rows(db);
    if (!rows) return std::unexpected(rows.error());
    KeyRing ring;
    if (rows->empty()) {
        auto made = make_next_key(db, folder, now);
        if (!made) return std::unexpected(made.error());
        ring.add(made->number, std::move(made->key));
        ring.make_current(made->number);
        return ring;
    }
    for (auto const& row : *rows) {
        auto const path = file_of(folder, row.number);
        auto key = base::read_file(path, kKeyBytes);
        bool const newest = row.number == rows->back().number;
        if (!key && key.error().code == Errc::not_found && !newest) {
            log::error("messages", "{} is missing: what it sealed can't be read until it is restored", path.string());
            continue;
        }
        if (!key && key.error().code == Errc::not_found)
            return fail_as(
                Errc::conflict, "missing_key",
                path.string() + " is missing, and without it the stored messages can't be read. " + std::string(kAdvice)
            );
        if (!key && key.error().code != Errc::too_large) return std::unexpected(key.error());
        if (!key || key->size() != kKeyBytes || !crypto::equal_in_constant_time(check_value(*key), row.check_value))
            return fail_as(
                Errc::conflict, "wrong_key",
                path.string() + " is not the key that the stored messages were sealed with. " + std::string(kAdvice)
            );
        ring.add(row.number, std::move(*key));
        ring.make_current(row.number);
    }
    return ring;
}

Result<> fix_end_of_reseal(storage::Connection& db) {
    return db
        .prepare(
            "UPDATE message_keys SET reseal_until = coalesce((SELECT max(sequence) FROM messages), 0) "
            "WHERE reseal_until IS NULL"
        )
        .run();
}

Result<NumberedKey> make_next_key(storage::Connection& db, std::filesystem::path const& folder, base::Timestamp now) {
    auto highest = db.prepare("SELECT coalesce(max(number), 0) FROM message_keys");
    if (auto row = highest.step(); !row) return std::unexpected(row.error());
    auto const number = highest.integer(0) + 1;
    // If the program dies in between, the file is there without a row, and is used the next time.
    auto key = crypto::load_or_create_key(file_of(folder, number), kKeyBytes);
    if (!key) return std::unexpected(key.error());
    auto const check = check_value(*key);
    auto statement = db.prepare("INSERT INTO message_keys (number, check_value, created_at) VALUES (?1, ?2, ?3)");
    statement.bind(number, storage::Blob{check}, now.time_since_epoch().count());
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return NumberedKey{number, std::move(*key)};
}

}  // namespace alloquy::messages
