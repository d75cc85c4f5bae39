// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a message really is what was looked for, and where: the index knows neither the order of words nor whether
// two of them share a hash. Pure.
#pragma once
#include "words.hpp"

#include <alloquy/search/query.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alloquy::search {

struct Range {
    std::size_t begin = 0;  ///< Bytes of the text.
    std::size_t end = 0;
    bool operator==(Range const&) const = default;
};

/// The memory of one message is reused for the next. The terms must outlive it.
class Matcher {
public:
    explicit Matcher(std::vector<Term> const& terms) : terms_(terms) {}

    /// Every term is there, and none that is excluded.
    bool matches(std::string_view text);

    /// Of the text that matched last: where, ascending, without overlaps; the first hundred or so.
    std::vector<Range> ranges() const;
    /// Occurrences of wanted terms in the text that matched last, and its number of words.
    std::size_t occurrences() const { return found_.size(); }
    std::size_t words() const { return words_.size(); }

private:
    struct Read {
        std::size_t begin, end;           ///< In the text.
        std::size_t folded, folded_size;  ///< In folded_.
        bool unspaced;
    };
    void read(std::string_view text);
    std::string_view folded(Read const& word) const {
        return std::string_view(folded_).substr(word.folded, word.folded_size);
    }
    bool is_at(Term const& term, std::size_t word) const;
    bool find(Term const& term);

    std::vector<Term> const& terms_;
    std::vector<Read> words_;
    std::string folded_;
    std::vector<Range> found_;
};

}  // namespace alloquy::search
