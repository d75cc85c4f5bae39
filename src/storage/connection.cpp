// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/storage/connection.hpp>

#include <sqlite3.h>

#include <stdexcept>
#include <unordered_map>

namespace alloquy::storage {
namespace {

std::unexpected<Error> sqlite_failure(sqlite3* handle) {
    std::string detail = handle ? sqlite3_errmsg(handle) : "out of memory";
    switch (handle ? sqlite3_errcode(handle) & 0xFF : SQLITE_NOMEM) {
        case SQLITE_CONSTRAINT:
            return fail(Errc::conflict, "that already exists", detail);
        case SQLITE_FULL:
            return fail_as(Errc::unavailable, "storage_full", "the server's disk is full", detail);
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_BUSY:
        case SQLITE_NOMEM:
            return fail_as(Errc::unavailable, "storage_unavailable", "the server can't reach its storage", detail);
        default:
            return fail(Errc::internal, "internal error", detail);
    }
}

}  // namespace

Statement::~Statement() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Statement::reset() {
    sqlite3_reset(statement_);
}

Result<bool> Statement::step() {
    switch (sqlite3_step(statement_)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return sqlite_failure(sqlite3_db_handle(statement_));
    }
}

Result<> Statement::run() {
    auto row = step();
    if (!row) return std::unexpected(row.error());
    return {};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}
std::string_view Statement::view(int column) const {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(statement_, column));
    return data ? std::string_view(data, std::size_t(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

// SQLITE_STATIC (a null destructor): bind() demands that values live until the last step.
void Statement::bind_one(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_, index, value);
}
void Statement::bind_one(int index, std::string_view value) {
    sqlite3_bind_text64(statement_, index, value.data() ? value.data() : "", value.size(), nullptr, SQLITE_UTF8);
}
void Statement::bind_one(int index, Blob value) {
    sqlite3_bind_blob64(statement_, index, value.bytes.data() ? value.bytes.data() : "", value.bytes.size(), nullptr);
}
void Statement::bind_one(int index, std::nullptr_t) {
    sqlite3_bind_null(statement_, index);
}

struct Connection::Cache {
    std::unordered_map<char const*, sqlite3_stmt*> statements;
};

Connection::Connection(sqlite3* handle) : handle_(handle), cache_(std::make_unique<Cache>()) {}

Connection::~Connection() {
    for (auto& [sql, statement] : cache_->statements) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Result<std::unique_ptr<Connection>> Connection::open(std::string const& path, Mode mode) {
    sqlite3* handle = nullptr;
    int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int opened = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle));
    auto set_up = opened == SQLITE_OK ? connection->execute(
                                            "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-4096;"
                                            "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;"
                                        )
                                      : Result<>(sqlite_failure(handle));
    if (set_up && mode == Mode::read_write)
        // secure_delete: what is deleted is overwritten. Debian builds SQLite so; others don't.
        set_up = connection->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
    if (!set_up) {
        auto error = set_up.error();
        return fail_as(Errc::unavailable, error.reason, "cannot open the database " + path + ": " + error.detail);
    }
    return connection;
}

Statement Connection::prepare(char const* sql) {
    auto& statement = cache_->statements[sql];
    if (!statement &&
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        cache_->statements.erase(sql);
        throw std::logic_error(std::string("SQL does not compile: ") + sqlite3_errmsg(handle_) + ": " + sql);
    }
    return Statement(statement);
}

Result<> Connection::execute(std::string const& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return sqlite_failure(handle_);
    return {};
}

std::int64_t Connection::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(handle_);
}
int Connection::changes() const {
    return sqlite3_changes(handle_);
}

Result<> Connection::check_transaction() const {
    if (sqlite3_get_autocommit(handle_) == 0) return {};
    auto failure = sqlite_failure(handle_);  // still the one that ended it, unless something succeeded since
    if (failure.error().code == Errc::unavailable) return failure;
    return fail_as(
        Errc::unavailable, "storage_unavailable", "the server can't reach its storage", "the transaction was given up"
    );
}

}  // namespace alloquy::storage
