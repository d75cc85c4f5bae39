// SPDX-License-Identifier: GPL-2.0-or-later
// Reads stored messages inside a piece of database work, for who goes through them by their sequence.
#pragma once
#include <alloquy/base/result.hpp>
#include <alloquy/messages/message.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace alloquy::storage {
class Connection;
}

namespace alloquy::messages {

class KeyRing;

/// Made by Messages::reader() at the moment when the work is asked for: it has the keys of that moment.
class Reader {
public:
    explicit Reader(std::shared_ptr<KeyRing const> keys) : keys_(std::move(keys)) {}

    struct Step {
        std::vector<Message> messages;  ///< privmsg and notice, ascending; redacted ones too.
        std::int64_t reached = 0;       ///< Up to here they are complete.
        bool done = false;              ///< There is nothing after that.
    };
    /// What was stored after `sequence`: at most `most` rows, and no more once the texts have `bytes` together.
    Result<Step> after(storage::Connection& db, std::int64_t sequence, std::size_t most, std::size_t bytes) const;

    /// Those of `sequences` that are there, in that order, without details.
    Result<std::vector<Message>> at(storage::Connection& db, std::span<std::int64_t const> sequences) const;

    /// Adds reactions and pins.
    Result<> add_details(storage::Connection& db, std::vector<Message>& messages) const;

    /// Sequences of pinned messages from `low` to `high`, of any room: the highest or the lowest `most` of them, in
    /// that order.
    Result<std::vector<std::int64_t>> pinned(
        storage::Connection& db, std::int64_t low, std::int64_t high, bool highest_first, std::size_t most
    ) const;

    /// The highest sequence that was ever stored; 0: none was.
    Result<std::int64_t> newest(storage::Connection& db) const;
    /// Between these two is everything that was sent in [from, to), and more.
    struct Bounds {
        std::int64_t low;
        std::int64_t high;
    };
    Result<Bounds> bounds(
        storage::Connection& db, std::optional<base::Timestamp> from, std::optional<base::Timestamp> to
    ) const;

private:
    std::shared_ptr<KeyRing const> keys_;
};

}  // namespace alloquy::messages
