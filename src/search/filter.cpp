// SPDX-License-Identifier: GPL-2.0-or-later
#include "filter.hpp"

#include "facts.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::search {
namespace {

/// More rooms than that aren't named to the index: it would have to look into each of them. Then all open rooms are
/// looked through, and verification leaves out those that aren't asked for.
constexpr std::size_t kRoomsByName = 8;

/// "(a OR b)", or just "a".
std::string any_of(std::vector<std::string> const& tokens) {
    if (tokens.size() == 1) return tokens.front();
    std::string out;
    for (auto const& token : tokens) out += (out.empty() ? "(" : " OR ") + token;
    return out + ")";
}

void require(std::string& match, std::string const& token) {
    if (!match.empty()) match += " AND ";
    match += token;
}

void require_scope(std::string& match, Scope const& scope, TokenMaker& tokens) {
    std::vector<std::string> any;
    bool const by_name = scope.rooms.size() <= kRoomsByName;
    if (by_name)
        for (auto room : scope.rooms) any.push_back(tokens.token(Mark::room, room));
    if (scope.open_rooms || !by_name) any.push_back(tokens.token(Mark::open, std::string_view()));
    if (scope.account > 0 && (scope.conversations || !by_name))
        any.push_back(tokens.token(Mark::private_, scope.account));
    require(match, any_of(any));
}

void require_term(std::string& match, Term const& term, TokenMaker& tokens) {
    for (std::size_t i = 0; i < term.pieces.size(); ++i) {
        auto const& piece = term.pieces[i];
        auto const* next = i + 1 < term.pieces.size() ? &term.pieces[i + 1] : nullptr;
        if (piece.unspaced) {
            bool const in_pair_before = i > 0 && piece.joined && term.pieces[i - 1].unspaced;
            if (next && next->unspaced && next->joined)
                require(match, tokens.token(Mark::pair, piece.folded + next->folded));
            else if (!in_pair_before)
                require(match, tokens.token(Mark::character, piece.folded));
            continue;
        }
        if (first_points(piece.folded, 1).size() == piece.folded.size()) continue;  // verification looks for it
        if (term.prefix && !next)
            require(match, tokens.token(Mark::prefix, first_points(piece.folded, kLongestPrefix)));
        else
            require(match, tokens.token(Mark::word, piece.folded));
    }
}

bool is_visible(base::Id room, Scope const& scope, Audience const& audience) {
    return (scope.open_rooms && audience.open) || (scope.conversations && audience.has(scope.account)) ||
           std::ranges::binary_search(scope.rooms, room);  // Search::search() has sorted them
}

template <class T>
bool contains(std::vector<T> const& all, T const& one) {
    return std::ranges::find(all, one) != all.end();
}

}  // namespace

std::optional<std::string> match_of(Request const& request, TokenMaker& tokens) {
    auto const& scope = request.scope;
    if (!scope.open_rooms && scope.rooms.empty() && !(scope.conversations && scope.account > 0)) return std::nullopt;
    std::string match;
    for (auto const& term : request.query.terms)
        if (!term.excluded) require_term(match, term, tokens);
    std::vector<std::string> authors;
    for (auto author : request.authors) authors.push_back(tokens.token(Mark::author, author));
    if (!authors.empty()) require(match, any_of(authors));
    for (auto const& name : request.query.mentions) require(match, tokens.token(Mark::mention, base::to_lower(name)));
    if (request.query.link) require(match, tokens.token(Mark::has, "link"));
    if (request.query.image) require(match, tokens.token(Mark::has, "image"));
    if (request.query.file) require(match, tokens.token(Mark::has, "file"));
    require_scope(match, scope, tokens);
    return match;
}

bool Filter::passes(messages::Message const& message, Audience const& audience) {
    auto const& query = request_.query;
    if (message.redacted_at || message.unreadable || message.kind > messages::Kind::notice) return false;
    if (!is_visible(message.room, request_.scope, audience)) return false;
    auto const sent = base::time_of(message.id);
    if ((query.after && sent < *query.after) || (query.before && sent >= *query.before)) return false;
    if (!request_.authors.empty() && !contains(request_.authors, message.author)) return false;
    if (!query.mentions.empty() || query.link || query.image || query.file) {
        auto const facts = facts_of(message);
        if ((query.link && !facts.link) || (query.image && !facts.image) || (query.file && !facts.file)) return false;
        for (auto const& name : query.mentions)
            if (!contains(facts.mentions, base::to_lower(name))) return false;
    }
    return matcher_.matches(message.text);
}

}  // namespace alloquy::search
