// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps the index in step with the messages: removals first, then what is new, both as of one moment, so that each text
// is put in once and taken out once whatever happens in between.
#include "implementation.hpp"
#include "removal_log.hpp"

#include <alloquy/base/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace alloquy::search {
namespace {

using namespace std::chrono_literals;

/// One read of the messages: about a millisecond, because others wait for their history meanwhile.
constexpr std::size_t kRowsOfARead = 512;
constexpr std::size_t kBytesOfARead = 128 * 1024;
/// One commit of the index. The larger, the less there is to merge later.
constexpr std::size_t kRowsOfACommit = 8192;
constexpr std::size_t kBytesOfACommit = 2 * 1024 * 1024;
constexpr std::size_t kRemovalsOfACommit = 1024;
/// What comes meanwhile shares a commit. A message can be found after this and the time of one step.
constexpr std::chrono::milliseconds kCollect = 200ms;
constexpr std::chrono::milliseconds kAfterAFailure = 5s;
constexpr int kNiceness = 10;
constexpr auto kBetweenRemakes = 10min;

/// Storing comes first: an index that is behind catches up, and nobody waits for it. For the thread that writes the
/// index, which does nothing else (setpriority(2): 0 is this thread alone, and lowering needs no privilege).
void step_aside() {
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
}

std::size_t text_bytes(std::vector<messages::Message> const& messages) {
    std::size_t bytes = 0;
    for (auto const& message : messages) bytes += message.text.size();
    return bytes;
}

/// What was stored after `step.reached`.
Result<> add_fresh(
    storage::Connection& db, messages::Reader const& reader, AudienceOf const& audience_of, IndexStep& step
) {
    auto fresh = reader.after(db, step.reached, kRowsOfARead, kBytesOfARead);
    if (!fresh) return std::unexpected(fresh.error());
    step.fresh = std::move(fresh->messages);
    step.reached = fresh->reached;
    return add_audiences(db, audience_of, step.fresh, step.audiences);
}

/// Removals and the first messages, of one moment.
Result<IndexStep> read_first(
    storage::Connection& db, messages::Reader const& reader, AudienceOf const& audience_of, IndexState const& state
) {
    IndexStep step;
    step.state = state;
    step.reached = state.indexed_to;
    auto removals = removals_after(db, state.removed_to, kRemovalsOfACommit, kBytesOfACommit);
    if (!removals) return std::unexpected(removals.error());
    step.removals = std::move(removals->all);
    std::vector<std::int64_t> sequences;
    for (auto const& removal : step.removals)
        if (removal.sequence <= state.indexed_to) sequences.push_back(removal.sequence);
    auto changed = reader.at(db, sequences);
    if (!changed) return std::unexpected(changed.error());
    step.changed = std::move(*changed);
    if (auto added = add_audiences(db, audience_of, step.changed, step.audiences); !added)
        return std::unexpected(added.error());
    // New messages only when every removal of this moment is dealt with: one of the rest could be of a message that is
    // read now, with a text that is no longer the one which it took away.
    if (!removals->complete) return step;
    if (auto added = add_fresh(db, reader, audience_of, step); !added) return std::unexpected(added.error());
    return step;
}

/// More for the same commit: as long as no text has gone since.
Result<IndexStep> read_more(
    storage::Connection& db, messages::Reader const& reader, AudienceOf const& audience_of, std::int64_t after,
    std::int64_t removed_to
) {
    IndexStep step;
    step.reached = after;
    auto newest = newest_removal(db);
    if (!newest) return std::unexpected(newest.error());
    if (*newest > removed_to) return step;
    if (auto added = add_fresh(db, reader, audience_of, step); !added) return std::unexpected(added.error());
    return step;
}

}  // namespace

Result<> add_audiences(
    storage::Connection& db, AudienceOf const& audience_of, std::vector<messages::Message> const& messages,
    std::map<base::Id, Audience>& out
) {
    for (auto const& message : messages) {
        if (out.contains(message.room)) continue;
        auto audience = audience_of(db, message.room);
        if (!audience) return std::unexpected(audience.error());
        out.emplace(message.room, *audience);
    }
    return {};
}

Task<Result<bool>> Search::Implementation::step() {
    auto const target = index;
    auto step =
        co_await database.read([reader = messages.reader(), audience = audience_of, now = state](storage::Connection& db
                               ) { return read_first(db, reader, audience, now); });
    if (!step) co_return std::unexpected(step.error());
    auto const removed_to = step->removals.empty() ? state.removed_to : step->removals.back().id;
    auto rows = step->fresh.size(), bytes = text_bytes(step->fresh);
    bool more = step->reached > state.indexed_to;
    while (more && rows < kRowsOfACommit && bytes < kBytesOfACommit) {
        auto read = co_await database.read([reader = messages.reader(), audience = audience_of, after = step->reached,
                                            removed_to](storage::Connection& db) {
            return read_more(db, reader, audience, after, removed_to);
        });
        if (!read) co_return std::unexpected(read.error());
        more = read->reached > step->reached;
        step->reached = read->reached;
        rows += read->fresh.size();
        bytes += text_bytes(read->fresh);
        std::ranges::move(read->fresh, std::back_inserter(step->fresh));
        step->audiences.merge(read->audiences);
    }
    if (step->removals.empty() && step->reached == state.indexed_to) co_return false;
    bool const removed = !step->removals.empty();
    auto applied = co_await target->write([maker = index_tokens, work = std::move(*step)](storage::Connection& db) {
        step_aside();
        return apply_step(db, *maker, work);
    });
    if (!applied) {
        index_failed(applied.error());
        co_return std::unexpected(applied.error());
    }
    state = *applied;
    if (!removed) co_return true;
    auto forgotten =
        co_await database.write([removed_to](storage::Connection& db) { return forget_removals(db, removed_to); });
    if (!forgotten) co_return std::unexpected(forgotten.error());
    co_return true;
}

Task<Result<>> Search::Implementation::catch_up() {
    for (;;) {
        auto done = co_await step();
        if (!done) co_return std::unexpected(done.error());
        if (!*done) co_return Result<>();
    }
}

void Search::Implementation::index_failed(Error const& error) {
    // Anything else than a full disk and the like, which passes.
    if (error.code != Errc::internal) return;
    broken = true;
    wake();
}

Task<bool> Search::Implementation::remake_if_broken() {
    auto const now = std::chrono::steady_clock::now();
    if (!std::exchange(broken, false) || (remade && now - *remade < kBetweenRemakes)) co_return true;
    remade = now;
    log::warn("search", "the index is broken and is made anew");
    // Searches that look into it hold it. When it is closed it takes its log away, by name: not that of the next one.
    std::weak_ptr<storage::Database> const old = std::exchange(index, nullptr);
    while (!old.expired())
        if (!co_await async::sleep_for(10ms)) co_return false;
    remove_index(file);
    auto opened = open_file();
    while (!opened) {
        log::error("search", "the index can't be made anew: {}", opened.error().message);
        if (!co_await async::sleep_for(kAfterAFailure)) co_return false;
        opened = open_file();
    }
    co_return true;
}

Task<> Search::Implementation::run(async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping()) {
        if (!awake) {
            timer.expires_at(asio::steady_timer::time_point::max());
            co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        awake = false;
        if (!co_await remake_if_broken()) co_return;
        Result<bool> done = true;
        while (done && *done && !tasks.stopping()) done = co_await step();
        if (!done) {
            log::error("search", "the index can't be kept in step: {}", done.error().detail);
            awake = true;
        }
        if (!co_await async::sleep_for(done ? kCollect : kAfterAFailure)) co_return;
    }
}

}  // namespace alloquy::search
