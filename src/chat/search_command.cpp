// SPDX-License-Identifier: GPL-2.0-or-later
#include "search_command.hpp"

#include "answer.hpp"
#include "tags.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace alloquy::chat {
namespace {

using Failure = std::optional<std::string>;  // what is wrong with a value
using Apply = Failure (*)(SearchCommand& command, std::string const& value);

constexpr std::size_t kMostAttributes = 16;

Failure apply_name(std::string& name, std::string const& value) {
    if (value.empty() || value.size() > 200) return "must be a name";
    name = value;
    return std::nullopt;
}

Failure apply_text(SearchCommand& command, std::string const& value) {
    auto terms = search::parse_terms(value);
    if (!terms) return terms.error().message;
    command.terms = std::move(*terms);
    return std::nullopt;
}

Failure apply_time(std::optional<base::Timestamp>& time, std::string const& value) {
    time = parse_irc_time(value);
    return time ? std::nullopt : Failure("must be a time such as 2026-11-25T12:00:00.000Z");
}

Failure apply_before(SearchCommand& command, std::string const& value) {
    if (auto failure = apply_time(command.before, value)) return failure;
    *command.before += std::chrono::milliseconds(1);
    return std::nullopt;
}

Failure apply_limit(SearchCommand& command, std::string const& value) {
    auto const number = base::to_number(value);
    if (!number || *number == 0) return "must be a number from 1 on";
    command.limit = std::min<std::size_t>(*number, command.limit);
    return std::nullopt;
}

struct Row {
    std::string_view name;
    Apply apply;
};
constexpr Row kRows[] = {
    {"from", [](SearchCommand& command, std::string const& value) { return apply_name(command.from, value); }},
    {"in", [](SearchCommand& command, std::string const& value) { return apply_name(command.in, value); }},
    {"text", apply_text},
    {"after", [](SearchCommand& command, std::string const& value) { return apply_time(command.after, value); }},
    {"before", apply_before},
    {"limit", apply_limit},
};

}  // namespace

std::expected<SearchCommand, SearchFailure> parse_search_command(std::string_view attributes) {
    auto const wrong = [](std::string_view attribute, std::string text) {
        return std::unexpected(SearchFailure{std::string(attribute), std::move(text)});
    };
    SearchCommand command;
    std::size_t count = 0;
    for (auto attribute : base::split(attributes, ';')) {
        if (attribute.empty()) continue;
        if (++count > kMostAttributes) return wrong("*", "Too many attributes");
        auto const name = attribute.substr(0, attribute.find('='));
        auto const* row = std::ranges::find(kRows, name, &Row::name);
        if (row == std::end(kRows)) return wrong(name, "Known are from, in, text, after, before and limit");
        auto const value = unescape_tag(attribute.substr(std::min(attribute.size(), name.size() + 1)));
        if (auto failure = row->apply(command, value)) return wrong(name, std::string(name) + ": " + *failure);
    }
    if (count == 0) return wrong("*", "Say what to look for: from, in, text, after, before, limit");
    return command;
}

}  // namespace alloquy::chat
