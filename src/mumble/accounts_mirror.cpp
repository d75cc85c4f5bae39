// SPDX-License-Identifier: GPL-2.0-or-later
#include "accounts_mirror.hpp"

#include <alloquy/base/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace alloquy::mumble {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "mumble";
/// Large enough that a hundred thousand accounts take some dozens of reads, small enough that applying one page holds
/// the io thread for about a millisecond.
constexpr std::size_t kPage = 2000;
constexpr auto kRetry = 500ms;

}  // namespace

AccountsMirror::AccountsMirror(
    asio::any_io_executor executor, accounts::Directory& directory, VoiceSnapshot& snapshot, Events events
)
    : directory_(directory), snapshot_(snapshot), events_(std::move(events)), wake_(std::move(executor)) {}

void AccountsMirror::start(async::TaskGroup& tasks) {
    subscribe();
    tasks.spawn(run(tasks));
}

void AccountsMirror::subscribe() {
    auto follow = [this](auto& publisher, auto handler) { subscriptions_.push_back(publisher.subscribe(handler)); };
    follow(directory_.created, [this](accounts::AccountCreated const& event) {
        refresh(event.account.id, event.account.username);
    });
    follow(directory_.renamed, [this](accounts::AccountRenamed const& event) {
        leave(event.old_username, "Your account is now called " + event.username + ": please connect with that name.");
        snapshot_.remove(event.old_username);
        refresh(event.id, event.username);
    });
    follow(directory_.suspended, [this](accounts::AccountSuspended const& event) {
        leave(event.username, event.reason.empty() ? "Your account was suspended." : event.reason);
        snapshot_.block(event.username);
        refresh(event.id, event.username);
    });
    follow(directory_.reactivated, [this](accounts::AccountReactivated const& event) {
        refresh(event.id, event.username);
    });
    follow(directory_.deleted, [this](accounts::AccountDeleted const& event) {
        leave(event.username, "Your account was deleted.");
        snapshot_.remove(event.username);
        refresh(event.id, event.username);
    });
    follow(directory_.credentials_changed, [this](accounts::CredentialsChanged const& event) {
        refresh(event.id, event.username);
    });
    follow(directory_.credential_revoked, [this](accounts::CredentialRevoked const& event) {
        refresh(event.account, event.username);
    });
}

void AccountsMirror::leave(std::string const& username, std::string reason) {
    if (auto found = snapshot_.find(username)) events_.must_leave(found->mumble_id(), std::move(reason));
}

void AccountsMirror::refresh(base::Id account, std::string username) {
    pending_.insert_or_assign(account, std::move(username));
    wake_.cancel();
}

Task<> AccountsMirror::run(async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping() && !co_await load())
        if (!co_await async::sleep_for(kRetry)) co_return;
    while (!tasks.stopping()) {
        if (pending_.empty()) {
            loaded_ = true;  // also what changed while loading is known
            wake_.expires_after(1h);
            co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        auto next = pending_.extract(pending_.begin());
        base::Id account = next.key();
        std::string username = next.mapped();
        bool done = co_await refresh_one(account, username);
        if (done) continue;
        // Unknown is refused: what we remember may be what was just taken away.
        snapshot_.block(username);
        pending_.try_emplace(account, username);
        if (!co_await async::sleep_for(kRetry)) co_return;
    }
}

Task<bool> AccountsMirror::load() {
    VoiceSnapshot::Loading loading;
    base::Id after = 0;
    for (;;) {
        auto page = co_await directory_.voice_identities(after, kPage);
        if (!page) {
            log::warn(kComponent, "cannot load the accounts: {} {}", page.error().message, page.error().detail);
            co_return false;
        }
        if (page->empty()) break;
        after = page->back().id;
        loading.add(*page);
    }
    // Requests are answered in between.
    while (loading.publish_some(snapshot_)) co_await asio::post(wake_.get_executor(), asio::use_awaitable);
    co_return true;
}

Task<bool> AccountsMirror::refresh_one(base::Id account, std::string username) {
    auto identity = co_await directory_.voice_identity(account);
    if (!identity) {
        log::warn(kComponent, "cannot read the account {}: {}", account, identity.error().message);
        co_return false;
    }
    if (!*identity) {
        snapshot_.remove(username);
        co_return true;
    }
    std::vector<accounts::VoiceIdentity> one;
    one.push_back(std::move(**identity));
    auto name = one.front().username;
    snapshot_.update(one);
    if (auto found = snapshot_.find(name)) events_.refreshed(*found);
    co_return true;
}

}  // namespace alloquy::mumble
