// SPDX-License-Identifier: GPL-2.0-or-later
// Whose metadata, reading it, changing it. metadata_subscriptions.cpp has who is told.
#include "metadata.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

namespace alloquy::chat {
namespace {

using profiles::Holder;
using profiles::Values;
using Verb = MetadataCommand::Verb;

/// Of one account: everybody who sees it is told of each.
constexpr http::Rate kChanges{.per_minute = 30, .burst = 20};

http::RateLimits::Rates rates() {
    http::RateLimits::Rates all;
    all.fill(kChanges);
    return all;
}

/// Prefix modes whose holders speak for a channel: founder, admin, op.
bool leads(std::string_view standing) {
    return standing.find_first_of("qao") != std::string_view::npos;
}

std::string key_value(std::string_view nick, std::string_view target, std::string_view key, std::string_view value) {
    return fmt::format("761 {} {} {} * :{}", nick, target, key, value);
}

std::string key_not_set(std::string_view nick, std::string_view target, std::string_view key) {
    return fmt::format("766 {} {} {} :Key not set", nick, target, key);
}

void fail_temporarily(Answer& answer) {
    answer.fail("TEMPORARILY_UNAVAILABLE", {}, "This isn't possible at the moment. Try again later");
}

/// Why a change was refused, in the specification's words.
void explain(Answer& answer, Error const& error, std::string_view target, std::string_view key) {
    if (error.reason == "key_invalid") return answer.fail("KEY_INVALID", {key}, "That is no key");
    if (error.reason == "key_not_here") return answer.fail("KEY_NO_PERMISSION", {target, key}, error.message);
    if (error.reason == "too_many_keys") return answer.fail("LIMIT_REACHED", {target}, error.message);
    if (error.reason == "value_invalid") return answer.fail("VALUE_INVALID", {}, "The value " + error.message);
    fail_temporarily(answer);
}

}  // namespace

Metadata::Metadata(
    Places const& places, Links& links, rooms::Rooms& rooms, profiles::Profiles& profiles,
    accounts::Directory& directory, Whereabouts const& whereabouts
)
    : places_(places),
      links_(links),
      rooms_(rooms),
      profiles_(profiles),
      directory_(directory),
      whereabouts_(whereabouts),
      changes_(rates()),
      subscription_(profiles.updated.subscribe([this](auto const& event) { tell(event); })) {}

Metadata::Handler Metadata::handler_of(Verb verb) {
    switch (verb) {
        case Verb::get:
            return &Metadata::get;
        case Verb::list:
            return &Metadata::list;
        case Verb::set:
            return &Metadata::set;
        case Verb::clear:
            return &Metadata::clear;
        case Verb::sub:
            return &Metadata::subscribe;
        case Verb::unsub:
            return &Metadata::unsubscribe;
        case Verb::subs:
            return &Metadata::subscriptions;
        case Verb::sync:
            return &Metadata::sync;
    }
    return nullptr;
}

Task<> Metadata::serve(Answer& answer, IncomingRequest const& request) {
    auto parameters = std::span(request.parameters);
    auto command = parse_metadata_command(parameters.subspan(std::min<std::size_t>(parameters.size(), 1)));
    if (command) co_return co_await (this->*handler_of(command->verb))(answer, request, *command);
    auto const& why = command.error();
    if (why.context.empty())
        answer.fail(why.code, {}, why.text);
    else
        answer.fail(why.code, {why.context}, why.text);
}

Task<Result<Metadata::Target>> Metadata::find(IncomingRequest const& request, std::string name) {
    auto unknown = [] { return fail(Errc::not_found, "No such channel or person, or you can't look there"); };
    Target target;
    if (name.starts_with('#')) {
        // One answer for channels that aren't there and those one isn't in.
        auto here = co_await places_.standing(request.uid, name);
        if (!here) co_return unknown();
        target.holder = Holder::room;
        target.may_change = leads(*here);
        if (auto const* room = rooms_.find_channel(name)) target.room = *room;
        target.shown = std::move(name);
        co_return target;
    }
    bool const own = name == "*" || base::equals_ignoring_case(name, request.nick());
    if (own) name = request.account;
    // A further device's nick is the name with a number.
    name = name.substr(0, name.find('|'));
    if (!name.empty()) {
        auto account = co_await directory_.find_by_username(name);
        if (!account) co_return std::unexpected(account.error());
        target.account = std::move(*account);
    }
    if (!target.account && !own) co_return unknown();
    target.may_change = target.account && base::equals_ignoring_case(target.account->username, request.account);
    target.shown = own ? std::string(request.nick()) : target.account->username;
    co_return target;
}

Task<std::optional<Metadata::Target>> Metadata::find_or_fail(
    Answer& answer, IncomingRequest const& request, std::string name
) {
    auto target = co_await find(request, name);
    if (target) co_return std::move(*target);
    if (target.error().code == Errc::not_found)
        answer.fail("INVALID_TARGET", {name}, target.error().message);
    else
        fail_temporarily(answer);
    co_return std::nullopt;
}

Task<Result<Values>> Metadata::values_of(Target target) {
    if (target.account) co_return co_await profiles_.of_account(*target.account);
    if (target.room) co_return co_await profiles_.of_room(target.room->id);
    co_return Values();
}

Task<> Metadata::get(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    auto target = co_await find_or_fail(answer, request, command.target);
    if (!target) co_return;
    auto values = co_await values_of(*target);
    if (!values) co_return fail_temporarily(answer);
    auto const batch = answer.open_batch("metadata", target->shown);
    for (auto const& key : command.keys) {
        auto value = values->find(key);
        if (!profiles::is_key(key))
            answer.fail_in(batch, "KEY_INVALID", {key}, "That is no key");
        else if (value == values->end())
            answer.line_in(batch, key_not_set(request.nick(), target->shown, key));
        else
            answer.line_in(batch, key_value(request.nick(), target->shown, key, value->second));
    }
    answer.close_batch(batch);
}

Task<> Metadata::list(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    auto target = co_await find_or_fail(answer, request, command.target);
    if (!target) co_return;
    auto values = co_await values_of(*target);
    if (!values) co_return fail_temporarily(answer);
    auto const batch = answer.open_batch("metadata", target->shown);
    for (auto const& [key, value] : *values)
        answer.line_in(batch, key_value(request.nick(), target->shown, key, value));
    answer.close_batch(batch);
}

Task<Result<profiles::Profiles::Changed>> Metadata::change(Target target, profiles::Change change, std::string origin) {
    if (target.account)
        co_return co_await profiles_.change_account(target.account->id, std::move(change), std::move(origin));
    if (!target.room) {
        auto made = co_await rooms_.channel(target.shown);
        if (!made) co_return std::unexpected(made.error());
        target.room = std::move(*made);
    }
    co_return co_await profiles_.change_room(target.room->id, std::move(change), std::move(origin));
}

Task<> Metadata::set(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    auto target = co_await find_or_fail(answer, request, command.target);
    if (!target) co_return;
    auto const& key = command.keys.front();
    if (!profiles::is_key(key)) co_return answer.fail("KEY_INVALID", {key}, "That is no key");
    if (!target->may_change)
        co_return answer.fail("KEY_NO_PERMISSION", {target->shown, key}, "You can't set this there");
    if (auto allowed = changes_.take(http::Limit::general, request.account); !allowed) {
        auto const seconds = std::to_string(allowed.error().retry_after.value_or(std::chrono::seconds(1)).count());
        co_return answer.fail("RATE_LIMITED", {target->shown, key, seconds}, "Too many changes, wait a little");
    }
    profiles::Change wanted;
    wanted.emplace(key, command.value.empty() ? std::nullopt : std::optional(command.value));
    auto done = co_await change(*target, std::move(wanted), request.uid);
    if (!done) co_return explain(answer, done.error(), target->shown, key);
    auto now = done->values.find(key);
    if (now != done->values.end())
        answer.server_line(key_value(request.nick(), target->shown, key, now->second));
    else if (done->changed.contains(key))
        answer.server_line(key_not_set(request.nick(), target->shown, key));
    else
        answer.fail("KEY_NOT_SET", {target->shown, key}, "Key not set");
}

Task<> Metadata::clear(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    auto target = co_await find_or_fail(answer, request, command.target);
    if (!target) co_return;
    if (!target->may_change) co_return answer.fail("KEY_NO_PERMISSION", {target->shown, "*"}, "You can't clear this");
    if (auto allowed = changes_.take(http::Limit::general, request.account); !allowed) {
        auto const seconds = std::to_string(allowed.error().retry_after.value_or(std::chrono::seconds(1)).count());
        co_return answer.fail("RATE_LIMITED", {target->shown, "*", seconds}, "Too many changes, wait a little");
    }
    auto values = co_await values_of(*target);
    if (!values) co_return fail_temporarily(answer);
    profiles::Change nothing;
    for (auto const& [key, value] : *values) nothing.emplace(key, std::nullopt);
    profiles::Profiles::Changed cleared;
    if (!nothing.empty()) {
        auto done = co_await change(*target, std::move(nothing), request.uid);
        if (!done) co_return explain(answer, done.error(), target->shown, "*");
        cleared = std::move(*done);
    }
    auto const batch = answer.open_batch("metadata", target->shown);
    for (auto const& [key, value] : cleared.changed)
        answer.line_in(batch, key_not_set(request.nick(), target->shown, key));
    answer.close_batch(batch);
}

}  // namespace alloquy::chat
