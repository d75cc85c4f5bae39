// SPDX-License-Identifier: GPL-2.0-or-later
// How well a message fits what was looked for. Pure.
#pragma once
#include "matcher.hpp"

namespace alloquy::search {

/// Of the text that matched last. Rises with the number of occurrences, ever more slowly, and falls with the length of
/// the text, as in BM25. How rare the words are makes no difference: every message that is compared has all of them.
double score_of(Matcher const& matcher);

}  // namespace alloquy::search
