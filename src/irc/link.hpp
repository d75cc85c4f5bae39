// SPDX-License-Identifier: GPL-2.0-or-later
// The services link: connects to InspIRCd's unix socket, proves itself, keeps the link alive and reconnects for ever.
// What the lines mean is its listener's business.
#pragma once
#include "line_reader.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/irc/server_line.hpp>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <list>
#include <memory>
#include <string>

namespace alloquy::irc {

/// Where InspIRCd listens for us. The password is made anew for each of its starts.
struct LinkEndpoint {
    std::filesystem::path socket;
    std::string password;
};

class LinkListener {
public:
    virtual ~LinkListener() = default;
    /// Both sides proved themselves; InspIRCd's burst follows. Send our burst's contents now.
    virtual void link_opened(std::string_view channel_modes) = 0;
    /// A line other than PING, PONG and ERROR. A failure is a protocol violation and ends the link.
    virtual Result<> line_received(ServerLine const& line) = 0;
    /// InspIRCd's state is complete.
    virtual void link_synced() = 0;
    virtual void link_closed() = 0;
};

class Link {
public:
    static constexpr std::string_view kServicesName = "services.alloquy";
    static constexpr std::string_view kServicesSid = "0SV";
    /// What may wait for InspIRCd to read it; beyond that it is stuck and the link ends.
    static constexpr std::size_t kMaxQueued = 32 * 1024 * 1024;
    static constexpr std::chrono::seconds kPingInterval{5};
    static constexpr std::chrono::seconds kSilenceLimit{15};

    Link(asio::any_io_executor executor, LinkListener& listener);
    ~Link();
    Link(Link const&) = delete;
    Link& operator=(Link const&) = delete;

    /// Connects, serves and reconnects until cancelled. Spawn once.
    Task<> run();

    /// A (new) InspIRCd listens there, or soon will: try at once.
    void set_endpoint(LinkEndpoint endpoint);
    /// Nothing listens: drop the connection and wait for set_endpoint().
    void clear_endpoint();
    /// Cuts the connection; run() makes a new one. For stopping and for tests.
    void drop();

    /// Queues one line from our server; it leaves with the others of this turn of the event loop. Ignored while the
    /// link is down. A line that can't be written is a bug and is logged.
    void send(std::string_view command, std::initializer_list<std::string_view> params);

    bool synced() const { return state_ == State::synced; }
    std::string const& peer_sid() const { return peer_sid_; }
    /// "InspIRCd-3.15.0-debian" once synced.
    std::string const& peer_version() const { return peer_version_; }

    /// Asks InspIRCd for a sign of life. Errors: unavailable (no link, not synced), timeout.
    Task<Result<>> ping(std::chrono::steady_clock::duration limit);

private:
    enum class State { down, capabilities, authentication, bursting, synced };
    struct Session;

    Task<Result<>> connect_and_serve();
    Task<Result<>> serve(std::shared_ptr<Session> session);
    Result<> handle(ServerLine const& line);
    Result<> handle_capabilities(ServerLine const& line);
    Result<> handle_server(ServerLine const& line);
    void send_raw(Result<std::string> line);
    void closed();
    void wake_ping_waiters();
    Task<> pause(std::chrono::steady_clock::duration duration);

    asio::any_io_executor executor_;
    LinkListener& listener_;
    LinkEndpoint endpoint_;
    bool has_endpoint_ = false;
    std::chrono::steady_clock::time_point eager_until_;  ///< Until then InspIRCd is expected to appear any moment.
    asio::steady_timer wake_;
    std::shared_ptr<Session> session_;
    State state_ = State::down;
    std::string challenge_;  ///< Ours, for this connection.
    std::string peer_challenge_;
    std::string channel_modes_;
    std::string peer_sid_;
    std::string peer_version_;
    std::uint64_t pongs_ = 0;
    std::list<asio::steady_timer*> ping_waiters_;
};

}  // namespace alloquy::irc
