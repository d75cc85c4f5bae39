// SPDX-License-Identifier: GPL-2.0-or-later
// The words of a text as search sees them: without case and diacritics, and single characters where a script puts no
// spaces between words. Index and queries use the same, so what one finds the other has. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace alloquy::search {

struct Word {
    std::string_view folded;  ///< Good until the next call.
    std::size_t begin = 0;    ///< In the text, in bytes.
    std::size_t end = 0;
    bool unspaced = false;  ///< One character of Chinese, Japanese, Korean, Thai, Lao, Burmese or Khmer.
};

/// Walks through a text. Bytes that aren't UTF-8 separate words.
class WordReader {
public:
    explicit WordReader(std::string_view text) : text_(text) {}
    /// False at the end.
    bool next(Word& word);

private:
    bool read(Word& word);
    bool next_ascii();
    std::string_view text_;
    std::size_t position_ = 0;
    std::string folded_;
};

/// Raised when the same text would give other words than before: what was indexed then must be indexed anew. The tables
/// of the Unicode version in use are part of it.
std::string words_version();

}  // namespace alloquy::search
