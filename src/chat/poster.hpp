// SPDX-License-Identifier: GPL-2.0-or-later
// Messages of those who aren't connected to IRC: programs on the web API, and webhooks. A post takes the same way into
// the store as any message, and is shown on IRC once it is on disk.
#pragma once
#include "ingest.hpp"
#include "judge.hpp"
#include "nonces.hpp"

#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <functional>
#include <optional>
#include <string>

namespace alloquy::chat {

/// Who says something.
struct Sender {
    base::Id id = 0;      ///< Account or webhook.
    std::string account;  ///< Empty: a webhook.
    bool bot = false;
    std::string source;  ///< nick!user@host as others see it.
};

struct Post {
    messages::Kind kind = messages::Kind::privmsg;
    Sender sender;
    rooms::Room room;
    std::string other;  ///< Of a conversation the other's username.
    std::string tags;   ///< As on the wire.
    std::string text;   ///< Lines with \n between.
    std::string nonce;  ///< Empty: it has none.
    bool may_mention_everyone = false;
};

/// The channel, or the other one's name.
std::string target_of(Post const& post);
/// How others see an account that posts without a connection.
std::string source_of(std::string_view username);

struct Posted {
    base::Id id = 0;
    bool repeated = false;  ///< It was posted before, under the same nonce.
};

class Poster {
public:
    /// A node number for ids of our own; see base/ids.hpp.
    using LeaseNode = std::function<Task<Result<unsigned>>()>;

    Poster(
        Ingest& ingest, Judge& judge, Links& links, Nonces& nonces, messages::Messages& messages,
        Whereabouts const& whereabouts, base::Clock const& clock, LeaseNode lease_node
    );

    /// What is acknowledged is on disk, exactly once. Errors: forbidden ("banned", "moderated", "blocked" …),
    /// conflict "nonce_reused", unavailable; of an edit or a reaction also those of messages::Messages.
    Task<Result<Posted>> post(Post post);

private:
    Task<Result<>> may_write(Post const& post);
    Task<Result<base::Id>> next_id();

    Ingest& ingest_;
    Judge& judge_;
    Links& links_;
    Nonces& nonces_;
    messages::Messages& messages_;
    Whereabouts const& whereabouts_;
    base::Clock const& clock_;
    LeaseNode lease_node_;
    std::optional<base::IdGenerator> ids_;
};

}  // namespace alloquy::chat
