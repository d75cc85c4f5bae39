// SPDX-License-Identifier: GPL-2.0-or-later
// What an account wrote is destroyed: the wish is on disk before anybody is told that it will be done.
#include <alloquy/base/log.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/upkeep/upkeep.hpp>

namespace alloquy::upkeep {
namespace {

struct Job {
    base::Id account = 0;
    std::int64_t until = 0;
    bool read_markers = false;
    std::int64_t reached = 0;
};

Result<std::optional<Job>> next_job(storage::Connection& db) {
    auto statement = db.prepare("SELECT account, until, read_markers, reached FROM message_erasures LIMIT 1");
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    return Job{statement.integer(0), statement.integer(1), statement.integer(2) != 0, statement.integer(3)};
}

/// A wish that came meanwhile has another time, and begins anew.
Result<> keep_progress(storage::Connection& db, Job const& job, messages::Messages::Walk walk) {
    if (walk.done) {
        auto done = db.prepare("DELETE FROM message_erasures WHERE account = ?1 AND until = ?2");
        done.bind(job.account, job.until);
        return done.run();
    }
    auto reached = db.prepare("UPDATE message_erasures SET reached = ?3 WHERE account = ?1 AND until = ?2");
    reached.bind(job.account, job.until, walk.reached);
    return reached.run();
}

}  // namespace

Result<> Upkeep::note_erasure(storage::Connection& db, base::Id account, bool read_markers) const {
    auto statement = db.prepare(
        "INSERT INTO message_erasures (account, until, read_markers) VALUES (?1, ?2, ?3) ON CONFLICT (account) DO "
        "UPDATE "
        "SET until = max(until + 1, excluded.until), read_markers = max(read_markers, excluded.read_markers), reached "
        "= 0"
    );
    // Ids count from their millisecond: what was written in this one is meant, too.
    auto const until = clock_.now() + std::chrono::milliseconds(1);
    statement.bind(account, std::int64_t(until.time_since_epoch().count()), read_markers);
    return statement.run();
}

Task<Result<>> Upkeep::erase(base::Id account, bool read_markers) {
    auto noted = co_await database_.write([this, account, read_markers](storage::Connection& db) {
        return note_erasure(db, account, read_markers);
    });
    if (noted) wake();
    co_return noted;
}

Task<Result<bool>> Upkeep::erasing(base::Id account) {
    co_return co_await database_.read([account](storage::Connection& db) -> Result<bool> {
        auto statement = db.prepare("SELECT 1 FROM message_erasures WHERE account = ?1");
        statement.bind(account);
        return statement.step();
    });
}

Task<> Upkeep::erase_all() {
    do {
        auto job = co_await database_.read(next_job);
        if (!job) co_return failed(job.error());
        if (!*job) co_return;
        auto const& [account, until, read_markers, reached] = **job;
        auto walk = co_await messages_.redact_all_of(
            account, reached, settings_.step,
            {.until = base::Timestamp(std::chrono::milliseconds(until)), .read_markers = read_markers}
        );
        if (!walk) co_return failed(walk.error());
        auto kept = co_await database_.write([job = **job, walk = *walk](storage::Connection& db) {
            return keep_progress(db, job, walk);
        });
        if (!kept) co_return failed(kept.error());
        if (!walk->done) continue;
        ++figures_.erased;
        log::info("upkeep", "the messages of account {} are destroyed", account);
    } while (co_await breathe());
}

}  // namespace alloquy::upkeep
