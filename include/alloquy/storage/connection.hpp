// SPDX-License-Identifier: GPL-2.0-or-later
// One SQLite connection with cached statements. Used only inside the functions given to Database::write and
// Database::read.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace alloquy::storage {

/// Marks bytes that go into a BLOB column; plain strings go into TEXT.
struct Blob {
    std::string_view bytes;
};

/// A prepared statement in use. Resets itself when it goes out of scope, so the cache can reuse it.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// Binds ?1, ?2, … in order. Values must live until the last step().
    template <class... Values>
    Statement& bind(Values const&... values) {
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }

    /// Like bind(), for a statement that was used before in the same scope.
    template <class... Values>
    Statement& rebind(Values const&... values) {
        reset();
        return bind(values...);
    }

    /// True when a row is there. Errors: conflict (a constraint), unavailable (disk full, read-only, I/O), internal.
    Result<bool> step();
    /// For statements without rows. Errors as step().
    Result<> run();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    /// TEXT or BLOB; a view into SQLite's memory, valid until the next step().
    std::string_view view(int column) const;
    std::string text(int column) const { return std::string(view(column)); }
    std::optional<std::int64_t> optional_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }

private:
    void reset();
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, int value) { bind_one(index, std::int64_t(value)); }
    void bind_one(int index, bool value) { bind_one(index, std::int64_t(value)); }
    void bind_one(int index, std::string_view value);
    void bind_one(int index, std::string const& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, char const* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, Blob value);
    void bind_one(int index, std::nullptr_t);
    template <class T>
    void bind_one(int index, std::optional<T> const& value) {
        if (value)
            bind_one(index, *value);
        else
            bind_one(index, nullptr);
    }

    sqlite3_stmt* statement_;
};

class Connection {
public:
    enum class Mode { read_write, read_only };

    /// Errors: forbidden or unavailable (cannot open, not a database), with the path.
    static Result<std::unique_ptr<Connection>> open(std::string const& path, Mode mode);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// `sql` must have static lifetime: its address is the cache's key. A statement that doesn't compile is a bug and
    /// throws std::logic_error.
    Statement prepare(char const* sql);
    /// Several statements without parameters, e.g. a migration.
    Result<> execute(std::string const& sql);
    std::int64_t last_insert_rowid() const;
    /// Rows that the last INSERT, UPDATE or DELETE touched.
    int changes() const;
    /// Inside a transaction: fails if SQLite gave it up by itself, which it does when the disk is full or broken.
    /// Errors: unavailable.
    Result<> check_transaction() const;

private:
    struct Cache;
    explicit Connection(sqlite3* handle);
    sqlite3* handle_;
    std::unique_ptr<Cache> cache_;
};

}  // namespace alloquy::storage
