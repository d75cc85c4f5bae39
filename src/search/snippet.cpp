// SPDX-License-Identifier: GPL-2.0-or-later
#include "snippet.hpp"

#include <algorithm>

namespace alloquy::search {
namespace {

constexpr std::size_t kBefore = 60;      // characters before the first match
constexpr std::size_t kLength = 240;     // characters in all
constexpr std::size_t kWordSearch = 16;  // bytes in which a gap between words is looked for
constexpr std::string_view kCut = "…";

/// Whether a code point of which so many bytes were passed goes on at `at`: it has at most four, also where the text
/// isn't UTF-8.
bool is_inside(std::string_view text, std::size_t at, std::size_t bytes) {
    return bytes < 4 && at > 0 && at < text.size() && (text[at] & 0xC0) == 0x80;
}

std::size_t back(std::string_view text, std::size_t at, std::size_t points) {
    for (; at > 0 && points > 0; --points) {
        std::size_t bytes = 1;
        for (--at; is_inside(text, at, bytes); ++bytes) --at;
    }
    return at;
}

std::size_t forward(std::string_view text, std::size_t at, std::size_t points) {
    for (; at < text.size() && points > 0; --points) {
        std::size_t bytes = 1;
        for (++at; is_inside(text, at, bytes); ++bytes) ++at;
    }
    return at;
}

/// From `begin` on, after a space that isn't far and not beyond `limit`.
std::size_t to_word_begin(std::string_view text, std::size_t begin, std::size_t limit) {
    if (begin == 0) return 0;
    auto const space = text.find(' ', begin);
    return space < std::min(limit, begin + kWordSearch) ? space + 1 : begin;
}

std::size_t to_word_end(std::string_view text, std::size_t end, std::size_t limit) {
    if (end == text.size()) return end;
    auto const space = text.rfind(' ', end);
    return space != std::string_view::npos && space > limit && space + kWordSearch > end ? space : end;
}

void add(std::vector<SnippetPart>& out, std::string_view text, bool match) {
    if (!text.empty()) out.push_back({std::string(text), match});
}

}  // namespace

std::vector<SnippetPart> make_snippet(std::string_view text, std::vector<Range> const& ranges) {
    auto const first = ranges.empty() ? 0 : ranges.front().begin;
    auto const begin = to_word_begin(text, back(text, first, kBefore), first);
    auto const hard_end = forward(text, begin, kLength);
    auto const end = to_word_end(text, hard_end, ranges.empty() ? begin : std::min(ranges.front().end, hard_end));
    std::vector<SnippetPart> out;
    std::string gap(begin > 0 ? kCut : "");
    auto at = begin;
    for (auto const& range : ranges) {
        if (range.begin >= end) break;
        gap += text.substr(at, range.begin - at);
        add(out, gap, false);
        gap.clear();
        at = std::min(range.end, end);
        add(out, text.substr(range.begin, at - range.begin), true);
    }
    gap += text.substr(at, end - at);
    if (end < text.size()) gap += kCut;
    add(out, gap, false);
    return out;
}

}  // namespace alloquy::search
