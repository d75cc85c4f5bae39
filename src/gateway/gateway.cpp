// SPDX-License-Identifier: GPL-2.0-or-later
// Sessions, events and deadlines. What clients say is in frames.cpp.
#include "session.hpp"

#include <alloquy/base/log.hpp>

#include <algorithm>
#include <stdexcept>

namespace alloquy::gateway {

Gateway::Gateway(GatewaySettings settings, http::Authenticate authenticate, ReadyDetails details)
    : settings_(std::move(settings)), authenticate_(std::move(authenticate)), details_(std::move(details)) {}

Gateway::~Gateway() = default;

http::Upgrade Gateway::upgrade(std::string path) {
    http::Upgrade upgrade;
    upgrade.path = std::move(path);
    upgrade.message_limit = settings_.message_limit;
    upgrade.queue_limit = settings_.queue_limit;
    upgrade.slow_reader_code = close_code::kSlowReader;
    upgrade.handler = [this](http::WebSocket& socket, http::Request const& request) {
        return serve(socket, request.peer);
    };
    return upgrade;
}

void Gateway::add(std::string op, Operation operation) {
    auto name = op;
    if (!operations_.emplace(std::move(op), std::move(operation)).second)
        throw std::logic_error("two gateway operations named " + name);
}

Task<> Gateway::serve(http::WebSocket& socket, std::string peer) {
    Client client(socket, std::move(peer), settings_.frames_at_once);
    clients_.push_back(&client);
    // Also when the server cancels this hard: the session must not point at a client that is gone.
    struct Leave {
        Gateway& gateway;
        Client& client;
        ~Leave() {
            std::erase(gateway.clients_, &client);
            if (!client.session) return;
            client.session->client = nullptr;
            client.session->detached_at = std::chrono::steady_clock::now();
        }
    } leave{*this, client};

    client.send({{"op", "hello"}, {"heartbeat_ms", settings_.heartbeat.count()}});
    while (auto message = co_await client.read()) co_await handle(client, std::move(*message));
}

Task<> Gateway::run() {
    co_await async::stoppable();
    auto shortest = std::min({settings_.heartbeat, settings_.identify_within, settings_.resume_for});
    auto pause = std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
    while (co_await async::sleep_for(pause)) check(std::chrono::steady_clock::now());
}

void Gateway::check(std::chrono::steady_clock::time_point now) {
    // close() only queues, so the list stays as it is.
    for (auto* client : clients_) {
        if (client->closing()) continue;
        if (!client->session && now - client->connected_at > settings_.identify_within)
            client->close(close_code::kIdentifyTimeout, "identify or resume first");
        else if (client->session && now - client->heard_at > 2 * settings_.heartbeat)
            client->close(close_code::kHeartbeatTimeout, "two heartbeats were missed");
    }
    std::vector<Session*> ended;
    for (auto const& [key, session] : sessions_)
        if (!session->client && now - session->detached_at > settings_.resume_for) ended.push_back(session.get());
    for (auto* session : ended) erase(*session);
}

void Gateway::publish(Audience audience, std::string_view type, nlohmann::json const& data) {
    if (sessions_.empty()) return;
    auto event = make_event(type, data);
    for (auto const& [key, session] : sessions_)
        if (audience == Audience::everyone || session->identity.staff) session->deliver(event);
}

void Gateway::publish_to_account(base::Id account, std::string_view type, nlohmann::json const& data) {
    auto found = by_account_.find(account);
    if (found == by_account_.end()) return;
    auto event = make_event(type, data);
    for (auto* session : found->second) session->deliver(event);
}

bool Gateway::is_wanted(std::string_view subscription) const {
    auto const found = subscribers_.find(subscription);
    return found != subscribers_.end() && !found->second.empty();
}

void Gateway::publish_to_subscribers(
    std::string_view subscription, std::function<bool(base::Id account)> const& may_see, std::string_view type,
    nlohmann::json const& data
) {
    auto const found = subscribers_.find(subscription);
    if (found == subscribers_.end() || found->second.empty()) return;
    auto event = make_event(type, data);
    for (auto* session : found->second)
        if (may_see(session->identity.account_id)) session->deliver(event);
}

void Gateway::close_session(base::Id session) {
    // 0 stands for app passwords, which have no session to name.
    if (session == 0) return;
    if (identifying_ > 0) revoked_meanwhile_.emplace_back(session, 0);
    end_sessions([session](http::Identity const& identity) { return identity.session_id == session; });
}

void Gateway::close_account(base::Id account) {
    if (identifying_ > 0) revoked_meanwhile_.emplace_back(0, account);
    end_sessions([account](http::Identity const& identity) { return identity.account_id == account; });
}

void Gateway::end_sessions(std::function<bool(http::Identity const&)> const& matches) {
    std::vector<Session*> ended;
    for (auto const& [key, session] : sessions_)
        if (matches(session->identity)) ended.push_back(session.get());
    for (auto* session : ended) {
        if (session->client) session->client->close(close_code::kSessionRevoked, "signed out");
        erase(*session);
    }
}

std::size_t Gateway::connections() const {
    return std::size_t(std::ranges::count_if(clients_, [](Client const* client) {
        return client->session != nullptr && !client->closing();
    }));
}

void Gateway::erase(Session& session) {
    if (session.client) session.client->session = nullptr;
    for (auto& [name, sessions] : subscribers_) sessions.erase(&session);
    auto mine = by_account_.find(session.identity.account_id);
    std::erase(mine->second, &session);
    if (mine->second.empty()) by_account_.erase(mine);
    sessions_.erase(std::string(session.key));
}

/// Forgets the session that has been without a connection longest, if there is no room for one more.
bool Gateway::make_room(base::Id account) {
    auto oldest = [](auto const& list, auto project) {
        Session* found = nullptr;
        for (auto const& entry : list) {
            Session* session = project(entry);
            if (!session->client && (!found || session->detached_at < found->detached_at)) found = session;
        }
        return found;
    };
    if (auto mine = by_account_.find(account);
        mine != by_account_.end() && mine->second.size() >= settings_.sessions_per_account) {
        auto* gone = oldest(mine->second, [](Session* session) { return session; });
        if (!gone) return false;
        erase(*gone);
    }
    if (sessions_.size() >= settings_.sessions) {
        auto* gone = oldest(sessions_, [](auto const& entry) { return entry.second.get(); });
        if (!gone) return false;
        erase(*gone);
    }
    return true;
}

void Gateway::attach(Client& client, Session& session) {
    client.session = &session;
    session.client = &client;
}

}  // namespace alloquy::gateway
