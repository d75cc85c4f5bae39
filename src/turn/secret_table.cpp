// SPDX-License-Identifier: GPL-2.0-or-later
#include "secret_table.hpp"

#include <alloquy/storage/connection.hpp>

#include <sys/stat.h>

namespace alloquy::turn {
namespace {

/// As coturn makes it (turndb/schema.sql).
constexpr auto kSchema =
    "CREATE TABLE IF NOT EXISTS turn_secret (realm varchar(127) default '', value varchar(127), "
    "primary key (realm,value));";

Result<> write(storage::Connection& connection, std::string const& realm, std::vector<std::string> const& secrets) {
    if (auto done = connection.execute(kSchema); !done) return done;
    if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
    auto replaced = connection.prepare("DELETE FROM turn_secret").run();
    for (auto const& secret : secrets)
        if (replaced)
            replaced = connection.prepare("INSERT INTO turn_secret VALUES (?1, ?2)").bind(realm, secret).run();
    auto ended = connection.execute(replaced ? "COMMIT" : "ROLLBACK");
    return replaced ? ended : replaced;
}

}  // namespace

Result<> create_secret_table(
    std::filesystem::path const& database, std::string const& realm, std::vector<std::string> const& secrets
) {
    std::error_code error;
    for (auto const* suffix : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(database.string() + suffix, error);
    return replace_secrets(database, realm, secrets);
}

Result<> replace_secrets(
    std::filesystem::path const& database, std::string const& realm, std::vector<std::string> const& secrets
) {
    auto connection = storage::Connection::open(database.string(), storage::Connection::Mode::read_write);
    if (!connection) return std::unexpected(connection.error());
    ::chmod(database.c_str(), 0600);
    // Made anew at every start, so nothing is lost by a power cut, and coturn starts without waiting for the disk.
    if (auto set = (*connection)->execute("PRAGMA synchronous=OFF"); !set) return set;
    return write(**connection, realm, secrets);
}

}  // namespace alloquy::turn
