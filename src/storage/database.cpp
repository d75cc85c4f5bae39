// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/storage/database.hpp>

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace alloquy::storage {
namespace {

/// Writes that share one commit. More would only lengthen the first one's wait.
constexpr std::size_t kMostWritesPerCommit = 256;

/// "0001_accounts.sql" -> 1. The number orders migrations over all components.
std::uint64_t number_of(base::EmbeddedFile const& file) {
    return base::to_number(file.name.substr(0, file.name.find('_'))).value_or(0);
}

Result<> migrate(Connection& connection, std::vector<base::EmbeddedFile> const& files) {
    auto created = connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
    );
    if (!created) return created;
    std::int64_t newest = 0;
    {
        auto statement = connection.prepare("SELECT coalesce(max(number), 0) FROM migrations");
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        newest = statement.integer(0);
    }
    auto known = files.empty() ? 0 : std::int64_t(number_of(files.back()));
    if (newest > known)
        return fail_as(
            Errc::conflict, "database_too_new",
            "the database was written by a newer Alloquy (schema " + std::to_string(newest) + ", this one knows " +
                std::to_string(known) + "): install that version or a later one"
        );
    for (auto const& file : files) {
        auto number = std::int64_t(number_of(file));
        if (number <= newest) continue;
        auto applied = connection.execute(
            "BEGIN IMMEDIATE;" + std::string(file.bytes) + "\n;INSERT INTO migrations VALUES (" +
            std::to_string(number) + ", '" + std::string(file.name) + "');COMMIT;"
        );
        if (!applied) {
            static_cast<void>(connection.execute("ROLLBACK")
            );  // fails when BEGIN itself failed; the first error is the one to tell
            auto error = applied.error();
            error.message = "cannot apply migration " + std::string(file.name) + ": " + error.detail;
            return std::unexpected(error);
        }
        log::info("storage", "applied migration {}", file.name);
    }
    return {};
}

}  // namespace

class Database::Worker {
public:
    Worker(std::unique_ptr<Connection> connection, bool writes) : connection_(std::move(connection)), writes_(writes) {
        thread_ = std::thread([this] { loop(); });
        pthread_setname_np(thread_.native_handle(), writes ? "db-writer" : "db-reader");
    }
    ~Worker() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

    void enqueue(Job job) {
        {
            std::lock_guard lock(mutex_);
            queue_.push_back(std::move(job));
        }
        wake_.notify_one();
    }

private:
    void loop() {
        for (;;) {
            std::vector<Job> batch;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
                if (queue_.empty()) return;
                auto count = std::min(queue_.size(), kMostWritesPerCommit);
                std::move(queue_.begin(), queue_.begin() + std::ptrdiff_t(count), std::back_inserter(batch));
                queue_.erase(queue_.begin(), queue_.begin() + std::ptrdiff_t(count));
            }
            if (writes_)
                write(batch);
            else
                read(batch);
        }
    }

    /// Prepared once: compiling these few words costs as much as a small insert.
    Result<> run(char const* sql) { return connection_->prepare(sql).run(); }

    void read(std::vector<Job>& batch) {
        auto begun = run("BEGIN");
        for (auto& job : batch) {
            if (!begun) {
                job.abandon(begun.error());
                continue;
            }
            job.run(*connection_);
            job.complete();
        }
        static_cast<void>(run("COMMIT"));  // a read transaction has nothing to lose
    }

    void write(std::vector<Job>& batch) {
        auto outcome = run("BEGIN IMMEDIATE");
        for (auto& job : batch) {
            if (!outcome) break;
            outcome = run("SAVEPOINT job");
            if (!outcome) break;
            bool keep = job.run(*connection_);
            outcome = connection_->check_transaction();
            if (!outcome) break;
            if (!keep) outcome = run("ROLLBACK TO job");
            if (outcome) outcome = run("RELEASE job");
        }
        if (outcome) outcome = run("COMMIT");
        if (!outcome) {
            log::error("storage", "a commit failed: {}", outcome.error().detail);
            // A full disk has rolled back by itself, and then this one fails.
            static_cast<void>(connection_->execute("ROLLBACK"));
        }
        for (auto& job : batch) {
            if (outcome)
                job.complete();
            else
                job.abandon(outcome.error());
        }
    }

    std::unique_ptr<Connection> connection_;
    bool writes_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

Database::Database() = default;
Database::~Database() {
    // The reader first: who closes last takes the log over into the file, and a read-only connection can't. Then the
    // file alone is everything, e.g. for a backup.
    reader_.reset();
    writer_.reset();
}

Result<std::unique_ptr<Database>> Database::open(
    std::string const& path, std::span<std::span<base::EmbeddedFile const> const> migrations
) {
    std::vector<base::EmbeddedFile> files;
    for (auto component : migrations) files.insert(files.end(), component.begin(), component.end());
    std::ranges::sort(files, {}, number_of);

    auto writer = Connection::open(path, Connection::Mode::read_write);
    if (!writer) return std::unexpected(writer.error());
    if (auto migrated = migrate(**writer, files); !migrated) return std::unexpected(migrated.error());
    auto reader = Connection::open(path, Connection::Mode::read_only);
    if (!reader) return std::unexpected(reader.error());

    std::unique_ptr<Database> database(new Database);
    database->writer_ = std::make_unique<Worker>(std::move(*writer), /*writes=*/true);
    database->reader_ = std::make_unique<Worker>(std::move(*reader), /*writes=*/false);
    return database;
}

void Database::enqueue(bool writes, Job job) {
    (writes ? writer_ : reader_)->enqueue(std::move(job));
}

Result<> Database::run_now(std::function<bool(Connection&)> const& work) {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Result<>> outcome;
    auto finish = [&](Result<> result) {
        std::lock_guard lock(mutex);
        outcome = std::move(result);
        done.notify_one();
    };
    writer_->enqueue(Job{work, [&] { finish({}); }, [&](Error error) { finish(std::unexpected(std::move(error))); }});
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return outcome.has_value(); });
    return *outcome;
}

}  // namespace alloquy::storage
