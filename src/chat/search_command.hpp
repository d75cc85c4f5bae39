// SPDX-License-Identifier: GPL-2.0-or-later
// The attributes of SEARCH (soju.im/search) as values. Pure.
#pragma once
#include <alloquy/search/query.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace alloquy::chat {

struct SearchCommand {
    std::string from;  ///< A name; empty: anybody.
    std::string in;    ///< A channel or a name; empty: everywhere.
    std::vector<search::Term> terms;
    std::optional<base::Timestamp> after;   ///< Sent then or later.
    std::optional<base::Timestamp> before;  ///< Sent earlier than that: the attribute means "at or before".
    std::size_t limit = 100;                ///< 1–100
};

/// What is wrong: for FAIL SEARCH INVALID_PARAMS.
struct SearchFailure {
    std::string attribute;
    std::string text;
};

/// `attributes` as on the wire: "from=alice;text=two\swords", values escaped as those of message tags.
std::expected<SearchCommand, SearchFailure> parse_search_command(std::string_view attributes);

}  // namespace alloquy::chat
