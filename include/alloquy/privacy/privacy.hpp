// SPDX-License-Identifier: GPL-2.0-or-later
// From whom an account takes direct messages: whom it blocked, and its policy for everybody else. Kept by account id,
// so that a rename changes nothing and a deleted account leaves every list.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/base/ids.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::storage {
class Database;
}

namespace alloquy::privacy {

/// Who may write to an account directly, besides itself and unless it blocked them.
enum class From {
    everyone,
    rooms,  ///< Who was in a text room that it was in, too.
    nobody
};
std::string_view to_string(From from);
std::optional<From> from_named(std::string_view name);

/// An account can block so many others.
inline constexpr std::size_t kMostBlocked = 1000;

struct Preferences {
    From from = From::everyone;
    std::vector<base::Id> blocked;  ///< Ascending.

    bool blocks(base::Id account) const;
};

struct Blocked {
    base::Id id = 0;
    std::string username;  ///< Its name now.
    std::string display_name;
    base::Timestamp since;
};

struct Visit {
    base::Id account;
    base::Id room;
};

/// Published on the io thread after the commit.
struct PrivacyChanged {
    base::Id account;
    std::optional<From> from;  ///< The policy, if it was set.
    base::Id other = 0;        ///< Who was blocked or unblocked, or 0.
    std::string name;          ///< Its name.
    bool blocked = false;      ///< Whether it is blocked now.
    std::string origin;        ///< As it was given to block() or unblock().
};

class Privacy {
public:
    Privacy(storage::Database& database, base::Clock const& clock);
    ~Privacy();

    /// After those of accounts and rooms.
    static std::span<base::EmbeddedFile const> migrations();

    /// Those asked for lately are in memory, within bounds. Errors: unavailable.
    Task<Result<std::shared_ptr<Preferences const>>> of(base::Id account);

    /// Whether `author` may write to `recipient` directly. `share_a_room`: it is known that they do. Errors: forbidden
    /// "dm_policy", the same for all reasons: whoever is blocked is not told so.
    Task<Result<>> may_write(base::Id author, base::Id recipient, bool share_a_room);

    /// In the order they were blocked.
    Task<Result<std::vector<Blocked>>> blocked(base::Id account);
    /// `origin`: what the change comes from, for whoever hears of it. Doing it twice is doing it once. Errors:
    /// invalid_input (oneself), not_found (no such account), conflict "too_many_blocks".
    Task<Result<>> block(base::Id account, base::Id other, std::string origin = {});
    /// Errors: not_found "not_blocked".
    Task<Result<>> unblock(base::Id account, base::Id other, std::string origin = {});
    Task<Result<>> set_from(base::Id account, From from);

    /// False when all of them were noted lately: then nothing needs to be done. Without waiting: every message asks.
    bool is_news(Visit visit) const;
    /// Remembers who was in which text room. Unknown accounts and rooms are left out.
    Task<Result<>> note(std::vector<Visit> visits);

    base::Publisher<PrivacyChanged> changed;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::privacy
