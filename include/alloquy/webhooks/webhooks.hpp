// SPDX-License-Identifier: GPL-2.0-or-later
// Incoming webhooks: addresses with a secret in them, to which a program without an account posts what a room shows
// under a name of its own.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/ids.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::storage {
class Database;
}

namespace alloquy::webhooks {

inline constexpr std::size_t kMostName = 64;
inline constexpr std::size_t kMostAvatarUrl = 512;
inline constexpr std::size_t kMostPerRoom = 20;

struct Webhook {
    base::Id id = 0;
    base::Id room = 0;
    std::string name;
    std::string avatar_url;          ///< Empty: none.
    bool mentions_everyone = false;  ///< Whether @everyone in what it posts means everyone.
    base::Id created_by = 0;
    base::Timestamp created_at;
};

/// 1–64 bytes of text without control characters, which isn't empty to the eye. Errors: invalid_input (names `field`).
Result<> check_name(std::string_view name, std::string_view field);
/// "https://…" without spaces or control characters, or empty. Errors: invalid_input (names `field`).
Result<> check_avatar_url(std::string_view url, std::string_view field);

/// The nick under which others see it on IRC: "hook|" and the name's letters, digits, '-' and '_', at most 32 bytes. No
/// account, device or guest can have such a nick.
std::string nick_of(std::string_view name);

class Webhooks {
public:
    Webhooks(storage::Database& database, base::Clock const& clock, base::IdGenerator& ids);

    static std::span<base::EmbeddedFile const> migrations();

    struct New {
        Webhook webhook;
        std::string token;  ///< Shown once.
    };
    /// `wanted`: room, name, avatar_url, mentions_everyone and created_by. Errors: invalid_input (name, avatar_url),
    /// conflict "too_many_webhooks".
    Task<Result<New>> add(Webhook wanted);

    struct Change {
        std::optional<std::string> name;
        std::optional<std::string> avatar_url;
        std::optional<bool> mentions_everyone;
    };
    /// Errors: not_found, invalid_input.
    Task<Result<Webhook>> change(base::Id id, Change change);
    /// Errors: not_found.
    Task<Result<>> remove(base::Id id);

    /// Errors: not_found.
    Task<Result<Webhook>> find(base::Id id);
    /// Whose address it is. Errors: not_found, for an unknown id and a wrong token alike.
    Task<Result<Webhook>> open(base::Id id, std::string token);
    /// In the order they were made.
    Task<Result<std::vector<Webhook>>> of_room(base::Id room);

private:
    storage::Database& database_;
    base::Clock const& clock_;
    base::IdGenerator& ids_;
};

}  // namespace alloquy::webhooks
