// SPDX-License-Identifier: GPL-2.0-or-later
// A message as it was sent and as it is read later, and the events about it.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/base/ids.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::messages {

/// What kind of line it was on IRC.
enum class Kind : unsigned char {
    privmsg = 0,
    notice = 1,
    tagmsg = 2,  ///< Client-only tags without text, e.g. a reaction.
    event = 3,   ///< JOIN, PART, TOPIC …: `text` is the line without source; shown with draft/event-playback only.
};

/// Of one message, in bytes. What is larger is refused.
inline constexpr std::size_t kMostText = 64 * 1024;
inline constexpr std::size_t kMostTags = 8 * 1024;
inline constexpr std::size_t kMostSource = 1024;  ///< Also of author_name.

/// A message that was delivered and is to be stored.
struct NewMessage {
    base::Id id = 0;  ///< Made where it was sent; its time is the message's time.
    base::Id room = 0;
    Kind kind = Kind::privmsg;
    base::Id author = 0;      ///< Account; 0: a guest or a server.
    std::string author_name;  ///< Account name, or nick of a guest.
    std::string source;       ///< nick!user@host as others saw it.
    std::string tags;         ///< Client-only tags as on the wire, "+reply=123;+draft/react=:)"; values escaped.
    std::string text;         ///< Lines of a multiline message with \n between.
    std::vector<base::Id> mentions{};  ///< Accounts that the text names (mentions.hpp), or kEveryone.
    base::Id recipient = 0;            ///< In a conversation its other account. Not stored.
};

/// Among the mentions of a message: all who see it.
inline constexpr base::Id kEveryone = 0;

struct Reaction {
    std::string value;
    std::vector<base::Id> accounts;  ///< Oldest first.
};

/// A stored message, unsealed.
struct Message {
    base::Id id = 0;
    std::int64_t sequence = 0;  ///< Order of storing; pages go by it.
    base::Id room = 0;
    Kind kind = Kind::privmsg;
    base::Id author = 0;
    std::string author_name;
    std::string source;
    std::string tags;
    std::string text;  ///< After the latest edit.
    std::optional<base::Timestamp> edited_at;
    std::optional<base::Timestamp> redacted_at;  ///< Then text, tags, source and author_name are gone.
    bool unreadable = false;                     ///< Its row is damaged or its key is missing: they are empty too.
    std::optional<base::Id> reply_to;            ///< From the tag +reply or +draft/reply; may name no message at all.
    std::vector<Reaction> reactions;             ///< In the order of their first use.
    bool pinned = false;
};

/// An earlier text of a message that was edited.
struct Version {
    std::string text;
    base::Timestamp replaced_at;
    bool unreadable = false;
};

/// Where a page begins: exclusive. Both empty: at the newest (before) or the oldest (after). An id wins over a time.
struct Reference {
    std::optional<base::Id> id;
    std::optional<base::Timestamp> time;
};

struct Query {
    enum class Direction {
        latest,
        before,
        after,
        around,  ///< Half of the limit before it, the other half from the message itself on.
        between  ///< Counts from `from` towards `to`, whichever is older.
    };
    base::Id room = 0;
    Direction direction = Direction::latest;
    Reference from;                 ///< latest: only what is newer than this. around: must not be empty.
    Reference to;                   ///< between
    std::size_t limit = 50;         ///< 1–1000
    bool events = false;            ///< Also events and tagmsg (draft/event-playback).
    bool details = false;           ///< Also reactions and pins (REST).
    std::optional<base::Id> since;  ///< Nothing with a lower id: the room's history policy for the asker.
};

/// Published on the io thread after the commit, in the order of `sequence`.
struct MessageStored {
    base::Id id;
    std::int64_t sequence;
    NewMessage const& message;
    base::Id answered = 0;  ///< Author of the message that it answers; 0: it answers none, or its own author.
};
struct MessageEdited {
    base::Id id;
    base::Id room;
    base::Id author = 0;
    std::string text{};  ///< As it reads now.
    base::Timestamp at{};
    std::vector<base::Id> mentioned{};  ///< Whom it names now and didn't before.
    std::vector<base::Id> no_longer_mentioned{};
};
struct MessageRedacted {
    base::Id id;
    base::Id room;
    Kind kind = Kind::privmsg;
    base::Id author = 0;
    std::vector<base::Id> mentioned{};  ///< Whom it named.
    base::Id all_of = 0;                ///< Not 0: everything that this account wrote is being destroyed.
};
struct MessageReacted {
    base::Id id;
    base::Id room;
    base::Id account;
    std::string value;
    bool added;  ///< False: taken back.
};
struct PinsChanged {
    base::Id room;
};
/// The reactions of a deleted account are gone, wherever they were.
struct ReactionsForgotten {
    base::Id account;
};
struct ReadMarkerMoved {
    base::Id account;
    base::Id room;
    base::Timestamp at;
    std::string origin;  ///< As given to mark_read().
};
/// Messages of a room were deleted because they were not to be kept any longer.
struct MessagesExpired {
    base::Id room;
    std::size_t count;
};

/// What one account hasn't read of a room: messages of others above its read marker, among the newest kMostLookedAt.
struct Unread {
    std::optional<base::Timestamp> marker;
    base::Id read_up_to = 0;   ///< The highest id that the marker covers; never below the account's own id.
    base::Id newest = 0;       ///< Id of the newest message, redacted ones included; 0: there is none.
    std::size_t unread = 0;    ///< At most kMostUnread.
    bool more = false;         ///< There are more than that.
    std::size_t mentions = 0;  ///< At most kMostUnread.
};
/// For Unread::read_up_to.
base::Id read_up_to(base::Id account, std::optional<base::Timestamp> marker);
inline constexpr std::size_t kMostUnread = 1000;
inline constexpr std::size_t kMostLookedAt = 4000;

}  // namespace alloquy::messages
