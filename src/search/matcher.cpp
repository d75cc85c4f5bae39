// SPDX-License-Identifier: GPL-2.0-or-later
#include "matcher.hpp"

#include <algorithm>

namespace alloquy::search {
namespace {

constexpr std::size_t kMostFound = 100;

}  // namespace

void Matcher::read(std::string_view text) {
    words_.clear();
    folded_.clear();
    WordReader reader(text);
    Word word;
    while (reader.next(word)) {
        words_.push_back({word.begin, word.end, folded_.size(), word.folded.size(), word.unspaced});
        folded_ += word.folded;
    }
}

bool Matcher::is_at(Term const& term, std::size_t word) const {
    if (word + term.pieces.size() > words_.size()) return false;
    for (std::size_t i = 0; i < term.pieces.size(); ++i) {
        auto const& piece = term.pieces[i];
        auto const& read = words_[word + i];
        bool const may_go_on = term.prefix && i + 1 == term.pieces.size();
        if (may_go_on ? !folded(read).starts_with(piece.folded) : folded(read) != piece.folded) return false;
        // Characters that were written together must be together.
        bool const together = i > 0 && piece.joined && piece.unspaced && read.unspaced;
        if (together && words_[word + i - 1].end != read.begin) return false;
    }
    return true;
}

bool Matcher::find(Term const& term) {
    bool found = false;
    for (std::size_t word = 0; word < words_.size(); ++word) {
        if (!is_at(term, word)) continue;
        if (term.excluded) return true;
        found = true;
        if (found_.size() < kMostFound)
            found_.push_back({words_[word].begin, words_[word + term.pieces.size() - 1].end});
    }
    return found;
}

bool Matcher::matches(std::string_view text) {
    found_.clear();
    if (terms_.empty()) return true;
    read(text);
    return std::ranges::all_of(terms_, [&](Term const& term) { return find(term) != term.excluded; });
}

std::vector<Range> Matcher::ranges() const {
    auto sorted = found_;
    std::ranges::sort(sorted, {}, &Range::begin);
    std::vector<Range> out;
    for (auto const& range : sorted) {
        if (!out.empty() && range.begin < out.back().end)
            out.back().end = std::max(out.back().end, range.end);
        else
            out.push_back(range);
    }
    return out;
}

}  // namespace alloquy::search
