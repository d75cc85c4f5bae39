// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/search/query.hpp>

#include <algorithm>

namespace alloquy::search {
namespace {

constexpr std::size_t kMostTerms = 16;
constexpr std::size_t kMostPieces = 48;  // over all terms
constexpr std::size_t kMostOfAFilter = 8;
constexpr std::string_view kFilters = "from: in: mentions: has: before: after: is:";

std::unexpected<Error> wrong(std::string message) {
    return fail_field("q", std::move(message));
}

/// One of the things between spaces.
struct Part {
    std::string_view text;  ///< Without the quotes, '-' and '*' around it.
    std::string filter;     ///< Empty: a word or phrase.
    bool quoted = false;
    bool prefix = false;
    bool excluded = false;
};

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Takes one part off the front.
class Parts {
public:
    Parts(std::string_view text, bool filters) : rest_(text), filters_(filters) {}

    /// Nothing at the end.
    Result<std::optional<Part>> next() {
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
        if (rest_.empty()) return std::nullopt;
        Part part;
        if (rest_.size() > 1 && rest_.front() == '-' && !is_space(rest_[1])) {
            part.excluded = true;
            rest_.remove_prefix(1);
        }
        if (filters_) part.filter = take_filter();
        if (!rest_.empty() && rest_.front() == '"') {
            rest_.remove_prefix(1);
            auto const end = rest_.find('"');
            if (end == std::string_view::npos) return wrong("a phrase needs a second \" at its end");
            part.quoted = true;
            part.text = rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (rest_.starts_with('*')) {
                part.prefix = true;
                rest_.remove_prefix(1);
            }
            return part;
        }
        auto const end = std::size_t(std::ranges::find_if(rest_, is_space) - rest_.begin());
        part.text = rest_.substr(0, end);
        rest_.remove_prefix(end);
        if (part.text.ends_with('*') && part.filter.empty()) {
            part.prefix = true;
            part.text.remove_suffix(1);
        }
        return part;
    }

private:
    /// "name:" in lower case. An address such as https://… is no filter.
    std::string take_filter() {
        std::size_t end = 0;
        while (end < rest_.size() && ((rest_[end] | 0x20) >= 'a' && (rest_[end] | 0x20) <= 'z')) ++end;
        bool const is_filter =
            end > 0 && end < rest_.size() && rest_[end] == ':' && !rest_.substr(end).starts_with("://");
        if (!is_filter) return {};
        auto name = base::to_lower(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return name;
    }

    std::string_view rest_;
    bool filters_;
};

/// A day, "2026-11-25" in UTC, or a time by RFC 3339.
std::optional<base::Timestamp> parse_moment(std::string_view text) {
    auto const whole = text.size() == 10 ? std::string(text) + "T00:00:00Z" : std::string(text);
    auto time = base::from_rfc3339(whole);
    return time ? std::optional(*time) : std::nullopt;
}

using Apply = Result<> (*)(Query& query, std::string_view value);

Result<> add_name(std::vector<std::string>& names, std::string_view filter, std::string_view value) {
    if (names.size() == kMostOfAFilter)
        return wrong("at most " + std::to_string(kMostOfAFilter) + " times " + std::string(filter) + ": can be asked");
    names.emplace_back(value);
    return {};
}

Result<> apply_has(Query& query, std::string_view value) {
    if (value == "link")
        query.link = true;
    else if (value == "file")
        query.file = true;
    else if (value == "image")
        query.image = true;
    else
        return wrong("has: must be link, file or image");
    return {};
}

Result<> apply_is(Query& query, std::string_view value) {
    if (value != "pinned") return wrong("is: must be pinned");
    query.pinned = true;
    return {};
}

Result<> apply_moment(std::optional<base::Timestamp>& moment, std::string_view filter, std::string_view value) {
    if (moment) return wrong(std::string(filter) + ": can be asked only once");
    moment = parse_moment(value);
    if (!moment)
        return wrong(
            std::string(filter) + ": must be a day such as 2026-11-25, or a time such as 2026-11-25T12:00:00Z"
        );
    return {};
}

struct Filter {
    std::string_view name;
    Apply apply;
};
constexpr Filter kFilterTable[] = {
    {"from", [](Query& query, std::string_view value) { return add_name(query.from, "from", value); }},
    {"in", [](Query& query, std::string_view value) { return add_name(query.in, "in", value); }},
    {"mentions", [](Query& query, std::string_view value) { return add_name(query.mentions, "mentions", value); }},
    {"has", apply_has},
    {"before", [](Query& query, std::string_view value) { return apply_moment(query.before, "before", value); }},
    {"after", [](Query& query, std::string_view value) { return apply_moment(query.after, "after", value); }},
    {"is", apply_is},
};

Result<> apply_filter(Query& query, Part const& part) {
    auto const* filter = std::ranges::find(kFilterTable, part.filter, &Filter::name);
    if (filter == std::end(kFilterTable))
        return wrong(
            "\"" + part.filter.substr(0, 32) + ":\" is no filter; there are " + std::string(kFilters) +
            " (put text with a colon in quotes)"
        );
    if (part.excluded) return wrong("only words and phrases can be excluded with -");
    if (part.text.empty()) return wrong(part.filter + ": needs a value right after it");
    return filter->apply(query, part.text);
}

bool is_short(Piece const& piece) {
    return !piece.unspaced && base::code_points(piece.folded) < 2;
}

Result<Term> to_term(Part const& part) {
    Term term;
    term.prefix = part.prefix;
    term.excluded = part.excluded;
    WordReader reader(part.text);
    Word word;
    std::size_t end_of_last = std::string_view::npos;
    while (reader.next(word)) {
        term.pieces.push_back({std::string(word.folded), word.unspaced, end_of_last == word.begin});
        end_of_last = word.end;
        if (term.pieces.size() > kMostPieces) return wrong("the search has too many words");
    }
    if (term.pieces.empty()) return wrong("there is nothing but signs to look for");
    if (term.prefix && is_short(term.pieces.back())) return wrong("at least 2 letters must stand before *");
    return term;
}

Result<> check_all(std::vector<Term> const& terms, bool filtered) {
    bool searchable = filtered, included = filtered;
    std::size_t pieces = 0;
    for (auto const& term : terms) {
        pieces += term.pieces.size();
        if (term.excluded) continue;
        included = true;
        searchable = searchable || !std::ranges::all_of(term.pieces, is_short);
    }
    if (terms.size() > kMostTerms || pieces > kMostPieces) return wrong("the search has too many words");
    if (!included) return wrong("say what to look for: a word, a \"phrase\", or a filter: " + std::string(kFilters));
    if (!searchable) return wrong("a word needs at least 2 letters");
    return {};
}

Result<> check_text(std::string_view text) {
    if (text.size() > kLongestQuery)
        return wrong("the search must have at most " + std::to_string(kLongestQuery) + " bytes");
    if (!base::is_utf8(text)) return wrong("the search must be UTF-8");
    return {};
}

Result<Query> parse(std::string_view text, bool filters) {
    if (auto checked = check_text(text); !checked) return std::unexpected(checked.error());
    Query query;
    bool filtered = false;
    Parts parts(text, filters);
    for (;;) {
        auto part = parts.next();
        if (!part) return std::unexpected(part.error());
        if (!*part) break;
        if (!(*part)->filter.empty()) {
            filtered = true;
            if (auto applied = apply_filter(query, **part); !applied) return std::unexpected(applied.error());
            continue;
        }
        auto term = to_term(**part);
        if (!term) return std::unexpected(term.error());
        query.terms.push_back(std::move(*term));
        if (query.terms.size() > kMostTerms) return wrong("the search has too many words");
    }
    if (auto checked = check_all(query.terms, filtered || !filters); !checked) return std::unexpected(checked.error());
    return query;
}

}  // namespace

Result<Query> parse_query(std::string_view text) {
    return parse(text, /*filters=*/true);
}

Result<std::vector<Term>> parse_terms(std::string_view text) {
    auto query = parse(text, /*filters=*/false);
    if (query) return std::move(query->terms);
    auto error = query.error();
    error.field = "text";
    return std::unexpected(std::move(error));
}

}  // namespace alloquy::search
