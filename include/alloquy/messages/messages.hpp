// SPDX-License-Identifier: GPL-2.0-or-later
// The store of messages: what was answered is on disk, sealed, and comes back exactly once.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/messages/message.hpp>

#include <filesystem>
#include <memory>
#include <span>

namespace alloquy::storage {
class Database;
}

namespace alloquy::messages {

/// What became of one message of a batch.
enum class Outcome { stored, known /**< Stored before: a resend. */, refused };

class Messages {
public:
    /// `keys`: the folder <data>/keys; message keys are made there.
    Messages(storage::Database& database, base::Clock const& clock, std::filesystem::path keys);
    ~Messages();

    static std::span<base::EmbeddedFile const> migrations();

    /// Before anything runs. Errors: conflict when the key file isn't the one that the database was sealed with.
    Result<> open();

    /// Stores a batch in one commit, in order. One outcome per message. Errors: unavailable (disk full): nothing was
    /// stored.
    Task<Result<std::vector<Outcome>>> store(std::vector<NewMessage> batch);

    /// Ascending by sequence. An unknown reference by id: not_found.
    Task<Result<std::vector<Message>>> page(Query query);
    /// Errors: not_found.
    Task<Result<Message>> find(base::Id id);

    /// Rooms among `rooms` with a message between the two times, with the time of their newest one in between.
    struct Active {
        base::Id room;
        base::Timestamp newest;
    };
    Task<Result<std::vector<Active>>> active(std::vector<base::Id> rooms, base::Timestamp from, base::Timestamp to);

    /// Replaces the text, keeping the version before. Errors: not_found, forbidden (not the author's).
    Task<Result<>> edit(base::Id id, base::Id actor, std::string text, base::Timestamp at);
    /// Destroys text and tags. `any`: the actor may redact others' messages. Errors: not_found, forbidden.
    Task<Result<>> redact(base::Id id, base::Id actor, bool any);
    /// Errors: not_found; too_large above 50 different reactions on one message.
    Task<Result<>> react(base::Id id, base::Id account, std::string value);
    Task<Result<>> unreact(base::Id id, base::Id account, std::string value);
    Task<Result<>> pin(base::Id id, base::Id actor);
    Task<Result<>> unpin(base::Id id);
    Task<Result<std::vector<Message>>> pins(base::Id room);

    /// Read markers only rise. The answer is the one that holds now.
    Task<Result<base::Timestamp>> mark_read(base::Id account, base::Id room, base::Timestamp at);
    Task<Result<std::optional<base::Timestamp>>> read_marker(base::Id account, base::Id room);

    /// The highest id and sequence that are stored; for the floor of new ids.
    base::Id newest_id() const;

    base::Publisher<MessageStored> stored;
    base::Publisher<MessageEdited> edited;
    base::Publisher<MessageRedacted> redacted;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::messages
