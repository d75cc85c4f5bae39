// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway: one WebSocket per client, JSON frames, numbered events, and sessions that survive a lost connection.
// docs/protocol/gateway.md is the protocol.
#pragma once
#include <alloquy/base/ids.hpp>
#include <alloquy/gateway/hub.hpp>
#include <alloquy/http/json_fields.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/http/websocket.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace alloquy::gateway {

namespace close_code {
constexpr std::uint16_t kInternal = 4000;         ///< Come back later; resume.
constexpr std::uint16_t kBadFrame = 4001;         ///< Not a JSON object with an "op", or not text.
constexpr std::uint16_t kUnauthenticated = 4002;  ///< The token isn't accepted, or nothing but identify was sent.
constexpr std::uint16_t kSessionRevoked = 4003;   ///< Sign in again; no resume.
constexpr std::uint16_t kIdentifyTimeout = 4004;
constexpr std::uint16_t kAlreadyIdentified = 4005;
constexpr std::uint16_t kResumeFailed = 4006;  ///< Identify anew and load what is shown afresh.
constexpr std::uint16_t kHeartbeatTimeout = 4007;
constexpr std::uint16_t kSlowReader = 4008;
constexpr std::uint16_t kRateLimited = 4009;
constexpr std::uint16_t kReplaced = 4010;  ///< The session was resumed on another connection.
constexpr std::uint16_t kTooManySessions = 4011;
}  // namespace close_code

struct GatewaySettings {
    std::string server_name = "Alloquy";
    std::chrono::milliseconds heartbeat{30'000};
    std::chrono::milliseconds identify_within{10'000};
    std::chrono::milliseconds resume_for{300'000};
    std::size_t message_limit = 16 * 1024;
    std::size_t queue_limit = 512 * 1024;   ///< Bytes that may wait for a slow reader; above replay_bytes.
    std::size_t replay_bytes = 256 * 1024;  ///< Per session.
    std::size_t replay_events = 1000;
    std::size_t sessions = 20'000;
    std::size_t sessions_per_account = 32;
    double frames_per_second = 10;  ///< From one client, sustained.
    double frames_at_once = 100;
};

class Client;
struct Session;

class Gateway final : public Hub, public Feed {
public:
    /// Adds to the "ready" frame what this account should see at once (display name, components for staff …).
    using ReadyDetails = std::function<void(http::Identity const&, nlohmann::json& ready)>;
    /// Awaited before a session opens: what "ready" needs and takes a while. What it returns is kept for as long as the
    /// session. An error is sent, and the connection closed.
    using Prepare = std::function<Task<Result<std::shared_ptr<void>>>(http::Identity)>;
    /// A feature's frame, e.g. "presence.set". An error is sent to the client as {"op":"error"}.
    using Operation = std::function<Result<>(http::Identity const&, nlohmann::json const& frame)>;

    Gateway(GatewaySettings settings, http::Authenticate authenticate, ReadyDetails details);
    ~Gateway() override;

    /// To be given to http::Server::add(). This must outlive the server's connections.
    http::Upgrade upgrade(std::string path = "/api/v1/gateway");
    /// Watches deadlines, for ever: spawn it in a TaskGroup.
    Task<> run();
    /// Two with the same name are a bug (std::logic_error).
    void add(std::string op, Operation operation);
    /// A name for "subscribe".
    void add_subscription(std::string name) { subscribers_.try_emplace(std::move(name)); }
    void prepare_with(Prepare prepare) { prepare_ = std::move(prepare); }

    void publish(Audience audience, std::string_view type, nlohmann::json const& data) override;
    void publish_to_account(base::Id account, std::string_view type, nlohmann::json const& data) override;
    void close_session(base::Id session) override;
    void close_account(base::Id account) override;
    std::size_t connections() const override;
    bool is_wanted(std::string_view subscription) const override;
    void publish_to_subscribers(
        std::string_view subscription, std::function<bool(base::Id account)> const& may_see, std::string_view type,
        nlohmann::json const& data
    ) override;
    /// Connected ones and those that may still be resumed.
    std::size_t sessions() const { return sessions_.size(); }

private:
    /// Ended while an identify waited for its answer: {session, 0} or {0, account}.
    using Revocation = std::pair<base::Id, base::Id>;

    Task<> serve(http::WebSocket& socket, std::string peer);
    Task<> handle(Client& client, http::WebSocketMessage message);
    Task<> identify(Client& client, http::JsonFields fields);
    void resume(Client& client, http::JsonFields fields);
    void heartbeat(Client& client, http::JsonFields fields);
    void subscribe(Client& client, nlohmann::json const& frame);
    void check(std::chrono::steady_clock::time_point now);

    Session* open_session(
        Client& client, http::Identity identity, std::string const& token, std::shared_ptr<void> kept
    );
    void attach(Client& client, Session& session);
    void end_sessions(std::function<bool(http::Identity const&)> const& matches);
    void erase(Session& session);
    bool make_room(base::Id account);

    GatewaySettings settings_;
    http::Authenticate authenticate_;
    ReadyDetails details_;
    Prepare prepare_;
    std::map<std::string, Operation, std::less<>> operations_;
    std::vector<Client*> clients_;
    std::unordered_map<std::string, std::unique_ptr<Session>> sessions_;  ///< By the hash of their token.
    std::unordered_map<base::Id, std::vector<Session*>> by_account_;
    std::map<std::string, std::set<Session*>, std::less<>> subscribers_;  ///< By what they asked for.
    std::size_t identifying_ = 0;
    std::vector<Revocation> revoked_meanwhile_;
};

}  // namespace alloquy::gateway
