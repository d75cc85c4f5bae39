// SPDX-License-Identifier: GPL-2.0-or-later
#include "tokens.hpp"

#include "facts.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/short_hash.hpp>

#include <array>

namespace alloquy::search {
namespace {

/// The index folds what it is given to lower case, and takes these letters for one word.
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kTokenLength = 7;
/// Of one message: more words than that are those of a flood.
constexpr std::size_t kMostBytes = (kTokenLength + 1) * 8192;

}  // namespace

std::string_view first_points(std::string_view utf8, std::size_t count) {
    std::size_t end = 0;
    for (; end < utf8.size() && count > 0; --count) {
        ++end;
        while (end < utf8.size() && (utf8[end] & 0xC0) == 0x80) ++end;
    }
    return utf8.substr(0, end);
}

void TokenMaker::append(std::string& out, Mark mark, std::string_view what) {
    input_.assign(1, char(mark)).append(what);
    auto hash = crypto::short_hash(key_, input_);
    if (!out.empty()) out += ' ';
    for (std::size_t i = 0; i < kTokenLength; ++i) {
        out += kLetters[hash % kLetters.size()];
        hash /= kLetters.size();
    }
}

void TokenMaker::append(std::string& out, Mark mark, base::Id id) {
    append(out, mark, std::to_string(id));
}

std::string TokenMaker::token(Mark mark, std::string_view what) {
    std::string out;
    append(out, mark, what);
    return out;
}

std::string TokenMaker::token(Mark mark, base::Id id) {
    return token(mark, std::to_string(id));
}

void TokenMaker::append_word(std::string& out, Word const& word) {
    std::size_t points = 0;
    for (std::size_t i = 0; i < word.folded.size() && points < kLongestPrefix;) {
        ++i;
        while (i < word.folded.size() && (word.folded[i] & 0xC0) == 0x80) ++i;
        if (++points >= kShortestPrefix) append(out, Mark::prefix, word.folded.substr(0, i));
    }
    if (points >= kShortestPrefix) append(out, Mark::word, word.folded);
}

std::string TokenMaker::tokens_of(messages::Message const& message, Audience const& audience) {
    std::string out;
    append(out, Mark::room, message.room);
    if (audience.open) append(out, Mark::open, std::string_view());
    if (audience.first) append(out, Mark::private_, audience.first);
    if (audience.second && audience.second != audience.first) append(out, Mark::private_, audience.second);
    if (message.author) append(out, Mark::author, message.author);
    auto const facts = facts_of(message);
    if (facts.link) append(out, Mark::has, "link");
    if (facts.image) append(out, Mark::has, "image");
    if (facts.file) append(out, Mark::has, "file");
    for (auto const& name : facts.mentions) append(out, Mark::mention, name);

    WordReader reader(message.text);
    Word word;
    std::size_t end_of_last = std::string::npos;  // of an unspaced character
    while (out.size() < kMostBytes && reader.next(word)) {
        if (!word.unspaced) {
            append_word(out, word);
            end_of_last = std::string::npos;
            continue;
        }
        append(out, Mark::character, word.folded);
        if (end_of_last == word.begin) append(out, Mark::pair, pair_.append(word.folded));
        pair_.assign(word.folded);
        end_of_last = word.end;
    }
    return out;
}

}  // namespace alloquy::search
