// SPDX-License-Identifier: GPL-2.0-or-later
// A place where messages are: a channel that everybody may enter, or the conversation of two accounts.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/base/ids.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace alloquy::rooms {

enum class Kind { text, dm };
std::string_view to_string(Kind kind);

/// How long messages are kept. Without any value: for ever.
struct Retention {
    std::optional<int> days;    ///< 1–36500
    std::optional<int> newest;  ///< At most so many messages, 1–10,000,000.
    bool operator==(Retention const&) const = default;
};

struct Room {
    base::Id id = 0;
    Kind kind = Kind::text;
    std::string slug;  ///< text: the channel is "#" + slug; any bytes that IRC allows, ASCII in lower case. dm: empty.
    std::string name;  ///< text: as shown, without "#". dm: empty.
    std::string topic;
    base::Id first = 0;   ///< dm: the lower account id.
    base::Id second = 0;  ///< dm: the higher one; equal to first for notes to oneself.
    Retention retention;
    base::Timestamp created_at;

    std::string channel() const { return kind == Kind::text ? "#" + slug : std::string(); }
    bool has(base::Id account) const { return kind == Kind::dm && (first == account || second == account); }
};

}  // namespace alloquy::rooms
