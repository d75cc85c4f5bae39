// SPDX-License-Identifier: GPL-2.0-or-later
// What people type into a search, and the texts it is compared with: both come from outside. The input is a query, a
// line break, and a text.
#include "facts.hpp"
#include "snippet.hpp"
#include "tokens.hpp"

#include <alloquy/base/text.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace alloquy;

namespace {

void check_words(std::string_view text) {
    search::WordReader reader(text);
    search::Word word;
    std::size_t end = 0;
    while (reader.next(word)) {
        if (word.folded.empty() || word.begin < end || word.end <= word.begin || word.end > text.size()) std::abort();
        if (!base::is_utf8(word.folded)) std::abort();
        end = word.end;
    }
}

void check_snippet(std::string const& text, search::Matcher const& matcher) {
    auto const ranges = matcher.ranges();
    std::size_t size = 0;
    for (auto const& part : search::make_snippet(text, ranges)) {
        if (part.text.empty()) std::abort();
        if (base::is_utf8(text) && !base::is_utf8(part.text)) std::abort();
        size += part.text.size();
    }
    if (size > 4 * 256 || (text.empty() ? size > 0 : size == 0)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    auto const cut = std::min(input.find('\n'), input.size());
    messages::Message message;
    message.text = input.substr(std::min(cut + 1, input.size()));
    message.tags = message.text;
    check_words(message.text);
    (void)search::facts_of(message);
    search::TokenMaker tokens(std::string(16, 'k'));
    if (tokens.tokens_of(message, {.open = true}).empty()) std::abort();

    auto const query = search::parse_query(input.substr(0, cut));
    auto const terms = search::parse_terms(input.substr(0, cut));
    if (!query && query.error().message.empty()) std::abort();
    for (auto const* all : {query ? &query->terms : nullptr, terms ? &*terms : nullptr}) {
        if (!all) continue;
        for (auto const& term : *all)
            if (term.pieces.empty()) std::abort();
        search::Matcher matcher(*all);
        if (matcher.matches(message.text)) check_snippet(message.text, matcher);
    }
    return 0;
}
