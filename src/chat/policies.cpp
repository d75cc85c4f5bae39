// SPDX-License-Identifier: GPL-2.0-or-later
#include "policies.hpp"

#include "silence_request.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>

#include <boost/asio/as_tuple.hpp>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

/// After the database couldn't be read.
constexpr auto kPause = 1s;
/// Of one module: far more than it may have connections. What is beyond that is a module gone wrong.
constexpr std::size_t kMostConnections = 200'000;

}  // namespace

Policies::Policies(
    asio::any_io_executor executor, People& people, accounts::Directory& directory, privacy::Privacy& privacy
)
    : people_(people), privacy_(privacy), wake_(std::move(executor)) {
    wake_.expires_at(asio::steady_timer::time_point::max());
    subscriptions_.push_back(privacy.changed.subscribe([this](privacy::PrivacyChanged const& event) { changed(event); })
    );
    // The module knows names: a new one must be told, and that of somebody deleted may come to belong to another.
    subscriptions_.push_back(directory.renamed.subscribe([this](accounts::AccountRenamed const& event) {
        name_changed(event.id);
    }));
    subscriptions_.push_back(directory.deleted.subscribe([this](accounts::AccountDeleted const& event) {
        name_changed(event.id);
    }));
}

void Policies::account_told(Session const& session, std::string const& uid, std::string_view account) {
    auto& link = links_[session];
    if (auto known = link.account_of.find(uid); known != link.account_of.end()) {
        auto before = link.accounts.find(known->second);
        if (before != link.accounts.end() && --before->second.connections == 0) link.accounts.erase(before);
        link.account_of.erase(known);
    }
    if (account.empty() || link.account_of.size() >= kMostConnections) return;
    auto name = base::to_lower(account);
    link.account_of.emplace(uid, name);
    // The module forgot it with the last connection, and remembers it with each further one.
    if (++link.accounts[name].connections == 1) wanted(session, name);
}

void Policies::link_closed(Session const& session) {
    links_.erase(session);
    std::erase_if(waiting_, [&](auto const& one) { return one.first == session; });
}

/// At once: when the person reads that somebody is blocked, the module knows it. And every device of the account shows
/// the same list, wherever it was changed.
void Policies::changed(privacy::PrivacyChanged const& event) {
    for (auto& [session, link] : links_)
        for (auto& [name, account] : link.accounts) {
            if (account.id != event.account) continue;
            if (!account.told) {
                wanted(session, name);
                continue;
            }
            if (event.from) account.from = *event.from;
            if (event.blocked)
                account.blocked.insert_or_assign(event.other, event.name);
            else
                account.blocked.erase(event.other);
            send(session, account);
            if (event.other == 0) continue;
            auto const line = ":" + session->server_name + " " + silence_line(event.blocked, event.name);
            session->send(FrameType::deliver, {"account:" + name, "", event.origin, line});
        }
}

void Policies::name_changed(base::Id id) {
    for (auto const& [session, link] : links_)
        for (auto const& [name, account] : link.accounts)
            if (!account.told || account.blocked.contains(id)) wanted(session, name);
}

void Policies::send(Session const& session, Account const& account) {
    FrameWriter frame(session->out(), FrameType::policy);
    frame.add(account.username).add(to_string(account.from));
    for (auto const& [id, name] : account.blocked) frame.add(name);
}

void Policies::wanted(Session const& session, std::string const& name) {
    waiting_.emplace(session, name);
    wake_.cancel();
}

Task<> Policies::run(async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping()) {
        if (waiting_.empty()) {
            co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        auto next = waiting_.extract(waiting_.begin()).value();
        co_await tell(std::move(next.first), std::move(next.second));
    }
}

Policies::Account* Policies::find(Session const& session, std::string const& name) {
    auto link = links_.find(session);
    if (link == links_.end()) return nullptr;
    auto account = link->second.accounts.find(name);
    return account == link->second.accounts.end() ? nullptr : &account->second;
}

Task<> Policies::tell(Session session, std::string name) {
    auto known = co_await look_up(session, name);
    if (known) co_return;
    log::warn("chat", "the privacy of {} can't be read: {}", name, known.error().message);
    if (co_await async::sleep_for(kPause) && find(session, name)) wanted(session, name);
}

Task<Result<>> Policies::look_up(Session session, std::string name) {
    auto person = co_await people_.find(name);
    if (!person) co_return std::unexpected(person.error());
    auto* account = find(session, name);
    if (!*person || !account) co_return Result<>();  // gone meanwhile
    auto const id = account->id = (*person)->id;
    account->username = (*person)->username;
    // What changes from here on may be missing from what is read: then it is looked up again.
    account->told = false;
    auto wishes = co_await privacy_.of(id);
    if (!wishes) co_return std::unexpected(wishes.error());
    auto blocked = co_await privacy_.blocked(id);
    if (!blocked) co_return std::unexpected(blocked.error());
    account = find(session, name);
    if (!account) co_return Result<>();
    account->from = (*wishes)->from;
    account->blocked.clear();
    for (auto const& one : *blocked) account->blocked.emplace(one.id, one.username);
    account->told = true;
    send(session, *account);
    co_return Result<>();
}

}  // namespace alloquy::chat
