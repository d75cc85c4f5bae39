// SPDX-License-Identifier: GPL-2.0-or-later
// The keys that messages are sealed with. New ones replace old ones, which still open what they sealed.
#pragma once
#include "body.hpp"

#include <alloquy/base/ids.hpp>
#include <alloquy/crypto/seal.hpp>
#include <alloquy/storage/connection.hpp>

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace alloquy::messages {

/// Binds a sealed value to its message, so that rows can't be swapped, and to what it is.
class SealContext {
public:
    enum class Part : char { body = 'b', reaction = 'r' };
    SealContext(Part part, base::Id room, base::Id message);
    operator std::string_view() const { return {bytes_.data(), bytes_.size()}; }

private:
    std::array<char, 17> bytes_;
};

/// Never changed while others look at it: a new key makes a new ring.
class KeyRing {
public:
    /// The number of the key to seal with.
    std::int64_t current() const { return current_; }
    std::string const& current_key() const { return keys_.at(current_); }
    /// Null when that key is missing.
    std::string const* find(std::int64_t number) const;

    void add(std::int64_t number, std::string key) { keys_[number] = std::move(key); }
    void make_current(std::int64_t number) { current_ = number; }

private:
    std::map<std::int64_t, std::string> keys_;
    std::int64_t current_ = 0;
};

/// All keys of the database, from their files; the very first one is made. Errors: conflict: a file isn't the key that
/// was used, or the current one is missing.
Result<KeyRing> load_keys(storage::Connection& db, std::filesystem::path const& folder, base::Timestamp now);

/// Writes down where messages that may be sealed with older keys end: at the newest one of this moment. Call when
/// nothing more will be stored under those.
Result<> fix_end_of_reseal(storage::Connection& db);

struct NumberedKey {
    std::int64_t number;
    std::string key;
};
/// Makes the key after the highest one, file first. Errors: see crypto::load_or_create_key().
Result<NumberedKey> make_next_key(storage::Connection& db, std::filesystem::path const& folder, base::Timestamp now);

}  // namespace alloquy::messages
