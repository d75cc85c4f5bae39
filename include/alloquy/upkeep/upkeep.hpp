// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to stored messages without anybody waiting for it: rooms keep no more than they should, what older keys
// sealed is sealed anew, and what an account wanted destroyed is. In small steps with pauses, so that nobody's message
// waits; a restart goes on where the last step ended.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>
#include <span>

namespace alloquy::storage {
class Connection;
class Database;
}  // namespace alloquy::storage

namespace alloquy::upkeep {

struct Settings {
    std::optional<int> retention_days;    ///< For rooms without days of their own, conversations too; empty: for ever.
    bool keep_versions = true;            ///< Of edited messages, for moderators.
    std::size_t step = 500;               ///< Rows that one piece of database work changes.
    std::chrono::milliseconds pause{10};  ///< Between two pieces.
};

/// Since the start.
struct Figures {
    std::uint64_t expired = 0;        ///< Messages that rooms didn't keep.
    std::uint64_t resealed = 0;       ///< Messages that were looked at.
    std::uint64_t erased = 0;         ///< Accounts whose messages were destroyed.
    std::uint64_t failures = 0;       ///< Pieces of work that will be tried again.
    std::int64_t left_to_reseal = 0;  ///< Now: at most so many messages are sealed with an older key.
};

class Upkeep {
public:
    Upkeep(
        asio::any_io_executor executor, storage::Database& database, base::Clock const& clock, rooms::Rooms& rooms,
        messages::Messages& messages, Settings settings
    );

    static std::span<base::EmbeddedFile const> migrations();

    /// Does what is due at once, whenever something changes, and rooms every hour.
    Task<> run(async::TaskGroup& tasks);
    /// All that is due now.
    Task<> round();

    /// A new key for messages; what is stored is sealed with it in the background. Errors: unavailable.
    Task<Result<>> rotate_key();

    /// Destroys what the account wrote until now, in the background. `read_markers`: these too. Errors: unavailable.
    Task<Result<>> erase(base::Id account, bool read_markers);
    /// The same within a transaction of somebody else's, who calls wake() when it is committed.
    Result<> note_erasure(storage::Connection& db, base::Id account, bool read_markers) const;
    /// Whether the account's messages are being destroyed.
    Task<Result<bool>> erasing(base::Id account);
    void wake();

    Figures const& figures() const { return figures_; }

private:
    Task<bool> breathe();
    void failed(Error const& error);

    Task<> expire();
    Task<bool> expire_room(rooms::Room room);
    std::optional<messages::Keep> keep_of(rooms::Room const& room) const;
    Task<> reseal();
    Task<> forget_versions();
    Task<> erase_all();

    storage::Database& database_;
    base::Clock const& clock_;
    rooms::Rooms& rooms_;
    messages::Messages& messages_;
    Settings settings_;
    asio::steady_timer wake_;
    bool woken_ = false;
    async::TaskGroup* tasks_ = nullptr;
    base::Timestamp next_expiry_{};
    Figures figures_;
    base::Subscription retention_changed_;
};

}  // namespace alloquy::upkeep
