// SPDX-License-Identifier: GPL-2.0-or-later
// The part of a text around what was found in it. Pure.
#pragma once
#include "matcher.hpp"

#include <alloquy/search/search.hpp>

namespace alloquy::search {

/// At most about 240 characters, cut between code points and, where there are some near, between words; "…" where
/// something was cut away. `ranges` as Matcher::ranges() gives them.
std::vector<SnippetPart> make_snippet(std::string_view text, std::vector<Range> const& ranges);

}  // namespace alloquy::search
