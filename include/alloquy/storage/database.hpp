// SPDX-License-Identifier: GPL-2.0-or-later
// The database: one writer thread with group commit, one reader thread, WAL, synchronous=FULL. A write that was
// answered is on disk.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/storage/connection.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace alloquy::storage {

class Database {
public:
    /// Opens or creates the file and applies the migrations that it lacks, each in one transaction.
    /// Errors: unavailable, forbidden (with the path); conflict when the database is newer than this program.
    static Result<std::unique_ptr<Database>> open(
        std::string const& path, std::span<std::span<base::EmbeddedFile const> const> migrations
    );
    /// Finishes everything that is queued.
    ~Database();
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    /// Runs `work(Connection&)` -> Result<T> on the writer thread. Writes that wait together are committed together:
    /// each has its own savepoint, so one that fails takes nothing of the others with it. Resumes after the commit was
    /// synced. Errors: what `work` returns; unavailable (disk).
    template <class F>
    Task<std::invoke_result_t<F&, Connection&>> write(F work) {
        return submit<std::invoke_result_t<F&, Connection&>>(true, std::move(work));
    }

    /// Runs `work(Connection&)` -> Result<T> on the reader thread, inside a read transaction.
    template <class F>
    Task<std::invoke_result_t<F&, Connection&>> read(F work) {
        return submit<std::invoke_result_t<F&, Connection&>>(false, std::move(work));
    }

    /// For start-up and the command line, where there is no io thread yet: runs `work` now, on this thread, in a
    /// transaction of its own.
    template <class F>
    std::invoke_result_t<F&, Connection&> write_now(F work) {
        std::invoke_result_t<F&, Connection&> result = fail(Errc::internal, "not run");
        if (auto done = run_now([&](Connection& connection) {
                result = work(connection);
                return result.has_value();
            });
            !done)
            return std::unexpected(done.error());
        return result;
    }

private:
    /// One piece of queued work. `run` stores its result and says whether to keep what it wrote; exactly one of
    /// `complete` and `abandon` follows.
    struct Job {
        std::function<bool(Connection&)> run;
        std::function<void()> complete;
        std::function<void(Error)> abandon;
    };
    class Worker;

    Database();

    template <class R, class F>
    Task<R> submit(bool writes, F work) {
        return async::from_callback<R>([this, writes, shared = std::make_shared<F>(std::move(work))](auto done) {
            auto result = std::make_shared<std::optional<R>>();
            enqueue(
                writes, Job{[shared, result](Connection& connection) {
                                result->emplace((*shared)(connection));
                                return (*result)->has_value();
                            },
                            [result, done]() mutable { done(std::move(**result)); },
                            [done](Error error) mutable { done(std::unexpected(std::move(error))); }}
            );
        });
    }
    void enqueue(bool writes, Job job);
    Result<> run_now(std::function<bool(Connection&)> const& work);

    std::unique_ptr<Worker> writer_;
    std::unique_ptr<Worker> reader_;
};

}  // namespace alloquy::storage
