// SPDX-License-Identifier: GPL-2.0-or-later
// The store of messages: what was answered is on disk, sealed, and comes back exactly once.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/messages/message.hpp>
#include <alloquy/messages/reader.hpp>
#include <alloquy/messages/text_keeper.hpp>

#include <filesystem>
#include <memory>
#include <span>

namespace alloquy::storage {
class Database;
}

namespace alloquy::messages {

/// What became of one message of a batch.
enum class Outcome {
    stored,
    known,   ///< Stored before, in the same room: a resend.
    refused  ///< Too large, without a proper id or room, or its id belongs to a message of another room.
};

/// What of a room is kept; without any value everything.
struct Keep {
    std::optional<base::Timestamp> since;  ///< What is older goes.
    std::optional<std::size_t> newest;  ///< At most so many privmsg and notice; tagmsg and events go with their time.
};

/// What of an account's traces is destroyed.
struct Extent {
    std::optional<base::Timestamp> until;  ///< What it wrote later stays.
    bool read_markers = true;
};

class Messages {
public:
    /// `keys`: the folder <data>/keys; message keys are made there, as messages-<number>.key.
    Messages(storage::Database& database, base::Clock const& clock, std::filesystem::path keys);
    ~Messages();

    static std::span<base::EmbeddedFile const> migrations();

    /// Before anything runs. Errors: conflict when a key file isn't the one that the database was sealed with, or the
    /// current one is missing. An older key that is missing only makes what it sealed unreadable.
    Result<> open();
    /// Who hears of texts that go: one, or nobody. Before anything runs.
    void set_text_keeper(std::shared_ptr<TextKeeper> keeper);

    /// Stores a batch in one commit, in order. One outcome per message. Errors: unavailable (disk full): nothing was
    /// stored.
    Task<Result<std::vector<Outcome>>> store(std::vector<NewMessage> batch);

    /// Ascending by sequence. Redacted messages are in it, without their text. Errors: invalid_input (limit);
    /// not_found: a reference by id that is unknown, of another room, or older than `since`.
    Task<Result<std::vector<Message>>> page(Query query);
    /// With its details, also when it was redacted. Errors: not_found.
    Task<Result<Message>> find(base::Id id);

    /// Rooms among `rooms` with a message (not an event) between the two times, in whichever order they are given, with
    /// the time of their newest one in between. Ascending by that time.
    struct Active {
        base::Id room;
        base::Timestamp newest;
    };
    Task<Result<std::vector<Active>>> active(std::vector<base::Id> rooms, base::Timestamp from, base::Timestamp to);

    /// Replaces the text, keeping the version before, and whom it names (as NewMessage::mentions); the same text again
    /// changes nothing. Errors: not_found (also redacted, or an event), forbidden (not the author's), too_large (text,
    /// or more than 100 edits).
    Task<Result<>> edit(
        base::Id id, base::Id actor, std::string text, base::Timestamp at, std::vector<base::Id> mentions = {}
    );
    /// Whether edits keep the version before, from now on. They do until told otherwise.
    void keep_versions(bool keep);
    /// Earlier texts, oldest first. Errors: not_found.
    Task<Result<std::vector<Version>>> versions(base::Id id);
    /// Destroys what was written, its earlier versions, reactions and pin. `any`: the actor may redact others'
    /// messages. Errors: not_found (also redacted before, or an event), forbidden.
    Task<Result<>> redact(base::Id id, base::Id actor, bool any);
    /// Doing it twice is doing it once. `value`: 1–256 bytes. Errors: not_found, invalid_input (value); too_large above
    /// 50 different reactions on one message.
    Task<Result<>> react(base::Id id, base::Id account, std::string value);
    Task<Result<>> unreact(base::Id id, base::Id account, std::string value);
    /// Errors: not_found; too_large above 250 pins in the room.
    Task<Result<>> pin(base::Id id, base::Id actor);
    Task<Result<>> unpin(base::Id id);
    /// Pinned last first.
    Task<Result<std::vector<Message>>> pins(base::Id room);

    /// Read markers only rise, and stay near the present: a time in the future would hide what is written until then.
    /// The answer is the one that holds now. `origin`: whatever tells listeners where it came from.
    Task<Result<base::Timestamp>> mark_read(
        base::Id account, base::Id room, base::Timestamp at, std::string origin = {}
    );
    Task<Result<std::optional<base::Timestamp>>> read_marker(base::Id account, base::Id room);

    /// One entry for each room, counting messages up to this sequence: with newest_sequence() of the moment when it is
    /// called, what `stored` publishes from then on comes on top, and nothing is counted twice. Costs the same however
    /// much the rooms hold.
    Task<Result<std::vector<Unread>>> unread(base::Id account, std::vector<base::Id> rooms, std::int64_t up_to);
    /// Id of the newest message of each room; 0: there is none.
    Task<Result<std::vector<base::Id>>> newest_of(std::vector<base::Id> rooms);

    // Upkeep, in steps of at most `most` rows, so that nobody waits for it.
    /// Deletes the oldest messages of a room that are not to be kept. How many it deleted; 0: all is done.
    Task<Result<std::size_t>> expire_some(base::Id room, Keep keep, std::size_t most);

    /// The lowest id among the oldest of a room, events too; nothing in an empty room. For asking whether anything is
    /// to expire, without writing.
    Task<Result<std::optional<base::Id>>> oldest(base::Id room);
    /// Destroys earlier versions of edited messages. How many; 0: there are none anymore.
    Task<Result<std::size_t>> forget_versions_some(std::size_t most);

    // What one account wrote is found by walking over all messages: `after` is 0 at first, then what was reached.
    struct Walk {
        std::int64_t reached = 0;
        bool done = false;
    };
    struct Written {
        std::vector<Message> messages;  ///< Of those that were passed; ascending, without redacted ones.
        Walk walk;
    };
    /// For the export of one account's data. Errors: invalid_input (not an account).
    Task<Result<Written>> written_by(base::Id account, std::int64_t after, std::size_t most);
    struct Given {
        std::int64_t number = 0;  ///< Pages go by it.
        base::Id message = 0;
        base::Id room = 0;
        std::string value;  ///< Empty when it can't be read.
    };
    /// Reactions that an account gave, in their order: those with a number above `after`.
    Task<Result<std::vector<Given>>> reactions_of(base::Id account, std::int64_t after, std::size_t most);
    struct Marker {
        base::Id room = 0;
        base::Timestamp read_at;
    };
    /// Read markers of an account by room: those of rooms above `after`.
    Task<Result<std::vector<Marker>>> read_markers_of(base::Id account, base::Id after, std::size_t most);
    /// Destroys what an account wrote, at last the reactions it gave and its read markers. Errors: as above.
    Task<Result<Walk>> redact_all_of(base::Id account, std::int64_t after, std::size_t most, Extent extent = {});

    /// From now on messages are sealed with a new key. Older keys stay, for backups made until now.
    Task<Result<>> rotate_key();
    /// Seals with the current key what was sealed with an older one. How many messages it looked at; 0: all is done.
    Task<Result<std::size_t>> reseal_some(std::size_t most);
    struct KeyStatus {
        std::int64_t current = 0;         ///< Number of the key that is sealed with.
        base::Timestamp since;            ///< When it was made.
        std::vector<std::int64_t> older;  ///< Numbers of the others that there ever were.
        std::int64_t left = 0;            ///< At most so many messages may be sealed with an older one still.
    };
    Task<Result<KeyStatus>> key_status();

    /// For a piece of database work that is asked for now.
    Reader reader() const;

    /// The highest id that was ever stored, deleted ones included: the floor of new ids.
    base::Id newest_id() const;
    /// Of what `stored` has published, or was there at the start.
    std::int64_t newest_sequence() const;

    base::Publisher<MessageStored> stored;
    base::Publisher<MessageEdited> edited;
    base::Publisher<MessageRedacted> redacted;
    base::Publisher<MessageReacted> reacted;    ///< Also when nothing changed by it.
    base::Publisher<PinsChanged> pins_changed;  ///< Also when nothing changed by it.
    base::Publisher<ReactionsForgotten> reactions_forgotten;
    base::Publisher<MessagesExpired> expired;
    base::Publisher<ReadMarkerMoved> marked;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::messages
