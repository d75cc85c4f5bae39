// SPDX-License-Identifier: GPL-2.0-or-later
// From a request to what the index is asked, and back: whether a message that it proposes is one that was asked for.
#pragma once
#include "matcher.hpp"
#include "tokens.hpp"

#include <alloquy/search/search.hpp>

#include <optional>
#include <string>

namespace alloquy::search {

/// The index's question, all of what the index can know; nothing when no room is in the scope.
std::optional<std::string> match_of(Request const& request, TokenMaker& tokens);

/// Goes with one request, which must outlive it.
class Filter {
public:
    explicit Filter(Request const& request) : request_(request), matcher_(request.query.terms) {}

    bool passes(messages::Message const& message, Audience const& audience);
    /// Of the message that passed last.
    Matcher const& matcher() const { return matcher_; }

private:
    Request const& request_;
    Matcher matcher_;
};

}  // namespace alloquy::search
