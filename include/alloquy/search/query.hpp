// SPDX-License-Identifier: GPL-2.0-or-later
// What people type into a search field, as values: words, prefix*, "phrases", -excluded, and filters such as
// from:alice. Pure.
#pragma once
#include <alloquy/base/clock.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::search {

inline constexpr std::size_t kLongestQuery = 1024;  ///< Bytes.

/// A word as the index knows it: without case and diacritics.
struct Piece {
    std::string folded;
    bool unspaced = false;  ///< One character of a script without spaces between words.
    bool joined = false;    ///< Nothing stands between it and the piece before it.
};

/// Words that follow each other: one, or those of a phrase.
struct Term {
    std::vector<Piece> pieces;  ///< Never empty.
    bool prefix = false;        ///< The last one may go on.
    bool excluded = false;
};

struct Query {
    std::vector<Term> terms;
    std::vector<std::string> from;      ///< Account names, or "me"; any of them.
    std::vector<std::string> in;        ///< Channels with or without '#', or '@' and an account's name; any of them.
    std::vector<std::string> mentions;  ///< Account names, or "me"; all of them.
    bool link = false;
    bool file = false;
    bool image = false;
    bool pinned = false;
    std::optional<base::Timestamp> after;   ///< Sent then or later.
    std::optional<base::Timestamp> before;  ///< Sent earlier than that.
};

/// Errors: invalid_input (field "q"), with what would be right.
Result<Query> parse_query(std::string_view text);

/// Words and phrases only, nothing is a filter; may be empty. Errors: invalid_input (field "text").
Result<std::vector<Term>> parse_terms(std::string_view text);

}  // namespace alloquy::search
