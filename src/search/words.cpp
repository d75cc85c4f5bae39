// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace alloquy::search {
namespace {

struct Span {
    utf8proc_int32_t first, last;
};

template <std::size_t N>
bool is_in(Span const (&spans)[N], utf8proc_int32_t point) {
    auto const* found = std::ranges::lower_bound(spans, point, {}, &Span::last);
    return found != std::end(spans) && found->first <= point;
}

/// Scripts without spaces between words. Korean has them, but puts endings on words that nobody types.
constexpr Span kUnspaced[] = {
    {0x0E00, 0x0EFF},    // Thai, Lao
    {0x1000, 0x109F},    // Burmese
    {0x1100, 0x11FF},    // Hangul letters
    {0x1780, 0x17FF},    // Khmer
    {0x2E80, 0x2FDF},    // radicals
    {0x3005, 0x3007},    // iteration mark, zero
    {0x3021, 0x3029},    // numerals
    {0x3040, 0x30FF},    // Hiragana, Katakana
    {0x3100, 0x31FF},    // Bopomofo, Hangul letters, more Katakana
    {0x3400, 0x4DBF},    // Han
    {0x4E00, 0x9FFF},    //
    {0xA960, 0xA97F},    // Hangul letters
    {0xAC00, 0xD7FF},    // Hangul
    {0xF900, 0xFAFF},    // Han
    {0xFF66, 0xFFDC},    // halfwidth
    {0x1B000, 0x1B16F},  // Kana
    {0x20000, 0x3FFFF},  // Han
};

/// Marks that people leave out when they type in a hurry, or can't type: accents, and the points of Arabic and Hebrew.
/// Other marks are vowels or tones without which words aren't the same.
constexpr Span kLeftOut[] = {
    {0x0300, 0x036F}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06ED},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

constexpr std::size_t kMostFolded = 32;  ///< Code points that one becomes; U+FDFA has 18.

enum class Kind { separator, ignored, mark, letter };

Kind kind_of(utf8proc_int32_t point) {
    switch (utf8proc_category(point)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return Kind::letter;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            return is_in(kLeftOut, point) ? Kind::ignored : Kind::mark;
        case UTF8PROC_CATEGORY_CF:  // joiners, soft hyphens, bidi controls: they hide inside of words
            return Kind::ignored;
        default:
            return Kind::separator;
    }
}

void append(std::string& out, utf8proc_int32_t point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    auto const size = utf8proc_encode_char(point, bytes.data());
    out.append(reinterpret_cast<char const*>(bytes.data()), std::size_t(size));
}

/// Appends the code point without case and what is left out. False when it only continues what is before it.
bool fold(std::string& out, utf8proc_int32_t point) {
    std::array<utf8proc_int32_t, kMostFolded> points{};
    int boundary = UTF8PROC_BOUNDCLASS_START;
    auto const options = utf8proc_option_t(UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE);
    auto const count = utf8proc_decompose_char(point, points.data(), kMostFolded, options, &boundary);
    if (count < 1 || count > utf8proc_ssize_t(kMostFolded)) {
        append(out, point);
        return true;
    }
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        auto const kind = kind_of(points[std::size_t(i)]);
        if (kind == Kind::letter || kind == Kind::mark) append(out, points[std::size_t(i)]);
    }
    return kind_of(points[0]) == Kind::letter;
}

bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

}  // namespace

bool WordReader::next_ascii() {
    auto const begin = position_;
    for (; position_ < text_.size() && is_word_byte(text_[position_]); ++position_) {
        auto const byte = text_[position_];
        folded_ += byte >= 'A' && byte <= 'Z' ? char(byte | 0x20) : byte;
    }
    return position_ > begin;
}

bool WordReader::next(Word& word) {
    do {
        if (!read(word)) return false;
    } while (word.folded.empty());  // characters that fold to nothing
    return true;
}

bool WordReader::read(Word& word) {
    folded_.clear();
    bool inside = false;
    word.unspaced = false;
    while (position_ < text_.size()) {
        auto const at = position_;
        if (!word.unspaced && next_ascii()) {
            if (!inside) word.begin = at;
            inside = true;
            word.end = position_;
            continue;
        }
        auto const* bytes = reinterpret_cast<utf8proc_uint8_t const*>(text_.data());
        utf8proc_int32_t point = -1;
        auto const size = utf8proc_iterate(bytes + at, utf8proc_ssize_t(text_.size() - at), &point);
        auto const kind = size > 0 && point >= 0x80 ? kind_of(point) : Kind::separator;
        auto const after = at + std::size_t(std::max<utf8proc_ssize_t>(size, 1));
        if (kind == Kind::separator || (kind == Kind::mark && !inside)) {
            if (inside) break;
            position_ = after;
            continue;
        }
        if (kind == Kind::ignored) {
            position_ = after;
            if (inside && utf8proc_category(point) != UTF8PROC_CATEGORY_CF) word.end = position_;
            continue;
        }
        bool const unspaced = is_in(kUnspaced, point);
        auto const before = folded_.size();
        bool const begins = fold(folded_, point);
        // A character of an unspaced script is a word, with the marks that follow it.
        if (inside && begins && (unspaced || word.unspaced)) {
            folded_.resize(before);
            break;
        }
        position_ = after;
        if (!inside) {
            word.begin = at;
            word.unspaced = unspaced;
        }
        inside = true;
        word.end = position_;
    }
    word.folded = folded_;
    return inside;
}

std::string words_version() {
    return std::string("1 ") + utf8proc_unicode_version();
}

}  // namespace alloquy::search
