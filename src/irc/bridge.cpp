// SPDX-License-Identifier: GPL-2.0-or-later
#include "bridge_implementation.hpp"

#include <alloquy/base/log.hpp>

namespace alloquy::irc {

Bridge::Bridge(
    asio::any_io_executor executor, accounts::Directory& directory, base::Clock const& clock, BridgeSettings settings
)
    : implementation_(
          std::make_unique<Implementation>(*this, std::move(executor), directory, clock, std::move(settings))
      ) {}

Bridge::~Bridge() = default;

void Bridge::start(async::TaskGroup& tasks) {
    implementation_->start(tasks);
}

void Bridge::stop() {
    implementation_->link.clear_endpoint();
}

BridgeStatus Bridge::status() const {
    return implementation_->status();
}

Task<Result<std::string>> Bridge::probe() {
    auto alive = co_await implementation_->link.ping(std::chrono::seconds(2));
    if (!alive) co_return std::unexpected(alive.error());
    co_return implementation_->link.peer_version();
}

void Bridge::server_starts(std::filesystem::path socket, std::string password) {
    implementation_->forget_connections();
    implementation_->link.set_endpoint({std::move(socket), std::move(password)});
}

void Bridge::server_ended() {
    implementation_->link.clear_endpoint();
    implementation_->forget_connections();
}

void Bridge::drop_link() {
    implementation_->link.drop();
}

void Bridge::read_configuration_again(std::string const& server) {
    implementation_->read_configuration_again(server);
}

void Bridge::unlink(std::string const& server) {
    implementation_->link.send("RSQUIT", {server, "Removed"});
}

NetworkState& Bridge::network() {
    return implementation_->network;
}

Bridge::Implementation::Implementation(
    Bridge& bridge, asio::any_io_executor executor, accounts::Directory& directory, base::Clock const& clock,
    BridgeSettings settings
)
    : link(std::move(executor), *this),
      bridge_(bridge),
      directory_(directory),
      clock_(clock),
      settings_(std::move(settings)),
      agent_(*this, directory),
      desk_(*this, directory, settings_.sign_in_url),
      nicks_(*this) {
    subscriptions_.push_back(directory.renamed.subscribe([this](auto const& event) { account_renamed(event); }));
    subscriptions_.push_back(directory.suspended.subscribe([this](accounts::AccountSuspended const& event) {
        end_sign_ins(
            event.id, 0,
            event.reason.empty() ? "Your account is suspended." : "Your account is suspended: " + event.reason
        );
    }));
    subscriptions_.push_back(directory.deleted.subscribe([this](accounts::AccountDeleted const& event) {
        end_sign_ins(event.id, 0, "Your account was deleted.");
    }));
    subscriptions_.push_back(directory.credential_revoked.subscribe([this](accounts::CredentialRevoked const& event) {
        end_sign_ins(event.account, event.credential, "What you signed in with was revoked. Sign in again.");
    }));
}

void Bridge::Implementation::start(async::TaskGroup& tasks) {
    tasks_ = &tasks;
    tasks.spawn(link.run());
    tasks.spawn(housekeep());
}

void Bridge::Implementation::spawn(Task<> task) {
    if (tasks_) tasks_->spawn(std::move(task));
}

BridgeStatus Bridge::Implementation::status() const {
    BridgeStatus status;
    status.synced = link.synced();
    if (status.synced) status.version = link.peer_version();
    status.users = network.user_count();
    status.channels = network.channel_count();
    for (auto const& [uid, record] : records_) status.signed_in += record.registered;
    status.sign_ins_under_way = agent_.attempts();
    status.links = links_;
    return status;
}

void Bridge::Implementation::forget_connections() {
    records_.clear();
    unchecked_.clear();
    unadopted_.clear();
}

}  // namespace alloquy::irc
