// SPDX-License-Identifier: GPL-2.0-or-later
#include "ranking.hpp"

namespace alloquy::search {
namespace {

// The usual constants of BM25, and a chat message's usual length.
constexpr double kSaturation = 1.2;
constexpr double kLengthWeight = 0.75;
constexpr double kUsualWords = 14;

}  // namespace

double score_of(Matcher const& matcher) {
    auto const count = double(matcher.occurrences());
    auto const length = double(matcher.words()) / kUsualWords;
    return count * (kSaturation + 1) / (count + kSaturation * (1 - kLengthWeight + kLengthWeight * length));
}

}  // namespace alloquy::search
