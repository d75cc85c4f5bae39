// SPDX-License-Identifier: GPL-2.0-or-later
// The listening side of the module link: lets modules in that know the secret, and hands on what they send.
#pragma once
#include "incoming.hpp"
#include "leaf_listener.hpp"
#include "link_session.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/chat/leaves.hpp>
#include <alloquy/chat/whereabouts.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace alloquy::chat {

class ModuleLinkHost {
public:
    virtual ~ModuleLinkHost() = default;
    /// The node number for this server's ids. Errors: unavailable.
    virtual Task<Result<unsigned>> lease_node(std::string server) = 0;
    /// Ids of new messages must be above it.
    virtual base::Id id_floor() const = 0;
    virtual Whereabouts const& whereabouts() const = 0;
    virtual void link_opened(std::shared_ptr<LinkSession> const& session) = 0;
    virtual void link_closed(std::shared_ptr<LinkSession> const& session) = 0;
    virtual void message_received(std::shared_ptr<LinkSession> const& session, IncomingMessage message) = 0;
    /// The answer to the frame judge with this number.
    virtual void verdict_received(std::uint64_t number, std::string_view code) = 0;
    virtual void request_received(std::shared_ptr<LinkSession> const& session, IncomingRequest request) = 0;
    /// A connection signed in there; an empty account: it signed out or left.
    virtual void account_told(
        std::shared_ptr<LinkSession> const& session, std::string const& uid, std::string_view account
    ) = 0;
};

class ModuleLink {
public:
    /// Messages of one module that may wait for their acknowledgement, and their bytes.
    static constexpr std::size_t kMaxWaiting = 20'000;
    static constexpr std::size_t kMaxWaitingBytes = 32 * 1024 * 1024;

    explicit ModuleLink(ModuleLinkHost& host) : host_(host) {}

    /// Before listen().
    void start(async::TaskGroup& tasks) { tasks_ = &tasks; }
    /// Listens there instead of where it did before; who shows this secret is let in. Errors: unavailable.
    Result<> listen(std::filesystem::path const& socket, std::string secret);
    /// Lets leaves in, too, until each is removed. Both must outlive this. Errors: as net::listen().
    Result<> listen_for_leaves(net::ListenOn const& where, net::TlsContext const& tls, Leaves& leaves);
    /// Where leaves connect; 0 if they can't.
    std::uint16_t leaf_port() const { return leaf_listener_ ? leaf_listener_->port() : 0; }
    void stop();
    /// Ends the connections that are there; new ones may come at once.
    void drop();

    std::size_t links() const { return sessions_.size(); }

private:
    Task<> accept(std::shared_ptr<net::UnixAcceptor> acceptor);
    Task<> serve(std::shared_ptr<LinkSession> session);
    Task<> welcome(std::shared_ptr<LinkSession> session);
    Result<> handle(std::shared_ptr<LinkSession> const& session, Frame const& frame);
    Result<> greet(std::shared_ptr<LinkSession> const& session, Frame const& frame);
    Result<> check_secret(LinkSession const& session, Hello const& hello);
    /// Hands a message on, or says why it isn't taken. Errors: the link can't go on.
    Result<> take_message(std::shared_ptr<LinkSession> const& session, Frame const& frame);
    Result<> take_event(std::shared_ptr<LinkSession> const& session, Frame const& frame);
    Result<> take_request(std::shared_ptr<LinkSession> const& session, Frame const& frame);
    static Result<> check_bounds(LinkSession const& session);
    /// What comes from another machine is about its own connections only.
    Result<> check_leaf(LinkSession const& session, IncomingMessage const& message) const;

    ModuleLinkHost& host_;
    async::TaskGroup* tasks_ = nullptr;
    std::shared_ptr<net::UnixAcceptor> acceptor_;
    std::string secret_;
    std::unique_ptr<LeafListener> leaf_listener_;
    Leaves* leaves_ = nullptr;
    base::Subscription leaf_removed_;
    std::map<std::string, std::shared_ptr<LinkSession>> sessions_;  ///< Welcomed ones, by server id.
};

}  // namespace alloquy::chat
