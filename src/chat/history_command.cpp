// SPDX-License-Identifier: GPL-2.0-or-later
#include "history_command.hpp"

#include "answer.hpp"
#include "message_id.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::chat {
namespace {

using messages::Query;
using messages::Reference;
using Direction = Query::Direction;

struct Shape {
    std::string_view name;
    Direction direction;
    unsigned references;
    bool star;    ///< "*" may stand for a reference.
    bool target;  ///< Names a room.
};
constexpr Shape kShapes[] = {
    {"LATEST", Direction::latest, 1, true, true},    {"BEFORE", Direction::before, 1, false, true},
    {"AFTER", Direction::after, 1, false, true},     {"AROUND", Direction::around, 1, false, true},
    {"BETWEEN", Direction::between, 2, false, true}, {"TARGETS", Direction::between, 2, false, false},
};

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return out;
}

std::optional<Reference> parse_reference(std::string_view text, bool times_only) {
    auto const equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto const kind = text.substr(0, equals), value = text.substr(equals + 1);
    if (kind == "timestamp") {
        auto time = parse_irc_time(value);
        return time ? std::optional(Reference{.id = std::nullopt, .time = time}) : std::nullopt;
    }
    if (kind != "msgid" || times_only) return std::nullopt;
    // An id of another form is a message that we don't have: the store says so.
    return Reference{.id = parse_id(value).value_or(0), .time = std::nullopt};
}

}  // namespace

std::expected<HistoryCommand, HistoryFailure> parse_history_command(std::span<std::string const> parameters) {
    HistoryCommand command;
    if (!parameters.empty()) command.subcommand = upper(parameters[0]);
    auto fail = [&](std::string code, std::string text, std::vector<std::string> context = {}) {
        context.insert(context.begin(), command.subcommand.empty() ? "*" : command.subcommand);
        return std::unexpected(HistoryFailure{std::move(code), std::move(context), std::move(text)});
    };
    auto const* shape = std::ranges::find(kShapes, command.subcommand, &Shape::name);
    if (shape == std::end(kShapes)) return fail("INVALID_PARAMS", "Unknown subcommand");
    std::size_t const first = shape->target ? 2 : 1;
    if (parameters.size() < first + shape->references + 1) return fail("INVALID_PARAMS", "Insufficient parameters");
    command.targets = !shape->target;
    if (shape->target) command.target = parameters[1];
    command.query.direction = shape->direction;
    Reference* const references[] = {&command.query.from, &command.query.to};
    for (std::size_t i = 0; i < shape->references; ++i) {
        std::string_view const text = parameters[first + i];
        if (text == "*" && shape->star) continue;
        auto reference = parse_reference(text, command.targets);
        if (!reference) {
            bool const known_kind = text.starts_with("timestamp=") || (text.starts_with("msgid=") && !command.targets);
            if (!known_kind && text.contains('='))
                return fail("INVALID_MSGREFTYPE", "Unknown kind of message reference", {command.target});
            return fail("INVALID_PARAMS", "Invalid message reference", {std::string(text)});
        }
        *references[i] = *reference;
    }
    auto const limit = base::to_number(parameters[first + shape->references]);
    if (!limit || *limit == 0) return fail("INVALID_PARAMS", "Invalid limit", {parameters[first + shape->references]});
    command.query.limit = std::min<std::uint64_t>(*limit, kMaxHistory);
    return command;
}

}  // namespace alloquy::chat
