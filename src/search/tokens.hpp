// SPDX-License-Identifier: GPL-2.0-or-later
// What stands in the index instead of words: seven characters of a keyed hash. Without the key they tell which messages
// have something in common, and nothing about what. Not thread-safe.
#pragma once
#include "words.hpp"

#include <alloquy/base/ids.hpp>
#include <alloquy/messages/message.hpp>
#include <alloquy/search/audience.hpp>

#include <string>
#include <string_view>

namespace alloquy::search {

/// What a token stands for; the letter goes into the hash, so a word is never taken for a prefix.
enum class Mark : char {
    word = 'w',
    prefix = 'p',     ///< The first 2–6 characters of a word.
    character = 'c',  ///< Of a script without spaces …
    pair = 'd',       ///< … and two in a row.
    room = 'r',
    open = 'o',      ///< In a room that everybody may enter.
    private_ = 'v',  ///< In a conversation of this account.
    author = 'a',
    mention = 'm',
    has = 'h'
};

inline constexpr std::size_t kShortestPrefix = 2;
inline constexpr std::size_t kLongestPrefix = 6;

class TokenMaker {
public:
    /// `key`: crypto::kShortHashKey bytes.
    explicit TokenMaker(std::string key) : key_(std::move(key)) {}

    /// Appends a space, if something is there, and the token.
    void append(std::string& out, Mark mark, std::string_view what);
    void append(std::string& out, Mark mark, base::Id id);
    std::string token(Mark mark, std::string_view what);
    std::string token(Mark mark, base::Id id);

    /// All tokens of a message, with spaces between: what the index takes. Never empty.
    std::string tokens_of(messages::Message const& message, Audience const& audience);

private:
    void append_word(std::string& out, Word const& word);

    std::string key_;
    std::string input_;
    std::string pair_;
};

/// Bytes of the first `count` code points, or all if there are fewer.
std::string_view first_points(std::string_view utf8, std::size_t count);

}  // namespace alloquy::search
