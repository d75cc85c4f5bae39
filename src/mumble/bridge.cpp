// SPDX-License-Identifier: GPL-2.0-or-later
#include "accounts_mirror.hpp"
#include "ice_link.hpp"
#include "login_desk.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/mumble/bridge.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>

namespace alloquy::mumble {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "mumble";
/// Murmur drops our authenticator for good after one failed call, without telling: so it is set again and again.
constexpr auto kReassert = 3s;
constexpr auto kAttachRetry = 50ms;

/// Mumble id → why its connections must end.
using Farewells = std::map<std::int32_t, std::string>;

}  // namespace

struct Bridge::Impl : std::enable_shared_from_this<Impl> {
    Impl(
        asio::any_io_executor io, accounts::Directory& accounts_directory, MurmurChild& murmur, BridgeSettings given,
        base::Clock const& wall_clock
    )
        : executor(std::move(io)),
          directory(accounts_directory),
          child(murmur),
          settings(std::move(given)),
          clock(wall_clock),
          wake(executor) {}

    asio::any_io_executor executor;
    accounts::Directory& directory;
    MurmurChild& child;
    BridgeSettings settings;
    base::Clock const& clock;
    asio::steady_timer wake;
    async::TaskGroup* tasks = nullptr;

    VoiceSnapshot snapshot;
    std::unique_ptr<AccountsMirror> mirror;
    std::unique_ptr<LoginDesk> desk;
    std::unique_ptr<IceLink> link;

    bool attached = false;
    bool due = false;  ///< Somebody woke the control loop while it worked.
    std::string last_error = "not started";
    MurmurControlPort attached_to;
    std::map<std::int32_t, VoiceState> users;  ///< By session.
    Farewells farewells;
    base::Publisher<VoiceStateChanged> voice_state_changed;

    Result<> start(async::TaskGroup& group);
    void wake_up() {
        due = true;
        wake.cancel();
    }
    void user_changed(VoiceState const& state);
    void user_left(std::int32_t session);
    void set_users(std::vector<VoiceState> const& present);
    bool allowed(VoiceState const& state) const;
    void lose(std::string_view why);
    void detach(std::string_view why);

    Task<> run(async::TaskGroup& group);
    Task<bool> attach();
    Task<bool> keep();
    Task<> send_away(std::vector<VoiceState> present, Farewells leaving);
    Task<> enrol(base::Id account, std::string certificate_sha256);
    Task<Result<std::string>> prove();
};

Result<> Bridge::Impl::start(async::TaskGroup& group) {
    tasks = &group;
    auto weak = weak_from_this();
    AuthenticatorSettings authentication;
    authentication.enrol_certificates = settings.enrol_certificates;
    LoginDesk::Events desk_events;
    desk_events.enrol = [weak](base::Id account, std::string hash) {
        if (auto self = weak.lock(); self && self->tasks) self->tasks->spawn(self->enrol(account, std::move(hash)));
    };
    desk_events.user_changed = [weak](VoiceState const& state) {
        if (auto self = weak.lock()) self->user_changed(state);
    };
    desk_events.user_left = [weak](std::int32_t session) {
        if (auto self = weak.lock()) self->user_left(session);
    };
    desk = std::make_unique<LoginDesk>(executor, snapshot, authentication, clock, std::move(desk_events));
    link = std::make_unique<IceLink>(*desk);
    if (auto started = link->start(); !started) return started;

    AccountsMirror::Events mirror_events;
    mirror_events.must_leave = [this](std::int32_t mumble_id, std::string reason) {
        farewells.insert_or_assign(mumble_id, std::move(reason));
        wake_up();
    };
    mirror_events.refreshed = [this](VoiceSnapshot::Found const& account) {
        auto used = desk->app_password_of(account.mumble_id());
        if (!used || account.has_app_password(*used)) return;
        farewells.insert_or_assign(account.mumble_id(), "The app password of this connection was revoked.");
        wake_up();
    };
    mirror = std::make_unique<AccountsMirror>(executor, directory, snapshot, std::move(mirror_events));
    mirror->start(group);

    child.prove_control = [weak]() -> Task<Result<std::string>> {
        auto self = weak.lock();
        if (!self) co_return fail(Errc::unavailable, "nobody controls Murmur");
        co_return co_await self->prove();
    };
    child.let_go = [weak]() -> Task<> {
        auto self = weak.lock();
        if (!self) co_return;
        self->detach("it is being stopped");
        co_await self->link->let_go();
    };
    child.on_ended = [weak] {
        if (auto self = weak.lock()) self->lose("it has ended");
    };
    group.spawn(run(group));
    return {};
}

Task<Result<std::string>> Bridge::Impl::prove() {
    if (!attached) {
        wake_up();
        co_return fail(Errc::unavailable, "Murmur does not ask us about logins yet", last_error);
    }
    auto version = co_await link->check();
    if (!version) lose(version.error().detail.empty() ? version.error().message : version.error().detail);
    co_return version;
}

Task<> Bridge::Impl::run(async::TaskGroup& group) {
    co_await async::stoppable();
    while (!group.stopping()) {
        bool ready_to_attach = mirror->loaded() && child.control_port().ice_port != 0;
        std::chrono::steady_clock::duration pause = kAttachRetry;
        if (attached ? co_await keep() : (ready_to_attach && co_await attach())) pause = kReassert;
        if (std::exchange(due, false) && attached) continue;
        wake.expires_after(pause);
        co_await wake.async_wait(asio::as_tuple(asio::use_awaitable));
        due = false;
    }
}

Task<bool> Bridge::Impl::attach() {
    auto port = child.control_port();
    auto version = co_await link->attach({port.ice_port, port.ice_secret}, {settings.lobby});
    if (!version) {
        last_error = version.error().message + ": " + version.error().detail;
        log::debug(kComponent, "not attached to Murmur: {}", last_error);
        co_return false;
    }
    if (port != child.control_port()) co_return false;  // restarted meanwhile
    attached = true;
    attached_to = port;
    log::info(kComponent, "attached to Murmur {}; {} accounts may be asked about", *version, snapshot.size());
    co_return co_await keep();
}

Task<bool> Bridge::Impl::keep() {
    auto port = attached_to;
    // Taken before the list is: who is to leave because of something later is looked for in a later list.
    auto leaving = std::exchange(farewells, {});
    auto present = co_await link->reassert();
    if (!attached || attached_to != port) co_return false;
    if (!present) {
        lose(present.error().detail.empty() ? present.error().message : present.error().detail);
        co_return false;
    }
    set_users(*present);
    desk->forget_all_but(*present);
    co_await send_away(std::move(*present), std::move(leaving));
    co_return attached;
}

Task<> Bridge::Impl::send_away(std::vector<VoiceState> present, Farewells leaving) {
    std::vector<IceLink::Kick> kicks;
    for (auto const& state : present) {
        auto reason = leaving.find(state.mumble_id);
        if (reason != leaving.end())
            kicks.push_back({state.session, reason->second});
        else if (!allowed(state))  // changed while nobody looked, e.g. while Murmur was not attached
            kicks.push_back({state.session, "Your account may not be here any more. Please sign in again."});
    }
    if (kicks.empty()) co_return;
    auto count = kicks.size();
    auto done = co_await link->kick(std::move(kicks));
    if (!done)
        lose(done.error().detail);
    else
        log::info(kComponent, "sent {} connections away", count);
}

bool Bridge::Impl::allowed(VoiceState const& state) const {
    auto account = snapshot.find_by_mumble_id(state.mumble_id);
    return account && account->username() == state.username && account->may_sign_in(clock.now());
}

void Bridge::Impl::lose(std::string_view why) {
    link->hang_up();  // also an attach() that is under way: it must not outlive its Murmur
    detach(why);
}

void Bridge::Impl::detach(std::string_view why) {
    if (!attached) return;
    attached = false;
    last_error = why;
    log::info(kComponent, "detached from Murmur: {}", why);
    set_users({});
    wake_up();
}

void Bridge::Impl::user_changed(VoiceState const& state) {
    if (!attached) return;
    auto known = users.find(state.session);
    if (known != users.end() && known->second == state) return;
    users.insert_or_assign(state.session, state);
    voice_state_changed.publish({state, true});
    if (!allowed(state)) wake_up();
}

void Bridge::Impl::user_left(std::int32_t session) {
    auto gone = users.extract(session);
    if (gone) voice_state_changed.publish({gone.mapped(), false});
}

void Bridge::Impl::set_users(std::vector<VoiceState> const& present) {
    std::map<std::int32_t, VoiceState> before = std::exchange(users, {});
    for (auto const& state : present) {
        users.insert_or_assign(state.session, state);
        auto known = before.extract(state.session);
        if (!known || known.mapped() != state) voice_state_changed.publish({state, true});
    }
    for (auto const& [session, state] : before) voice_state_changed.publish({state, false});
}

Task<> Bridge::Impl::enrol(base::Id account, std::string certificate_sha256) {
    auto done = co_await directory.enrol_certificate(account, std::move(certificate_sha256), "Mumble");
    if (done)
        log::info(kComponent, "account {} enrolled a client certificate by signing in", account);
    else  // for instance another account has it
        log::debug(kComponent, "account {}: certificate not enrolled: {}", account, done.error().message);
}

Bridge::Bridge(
    asio::any_io_executor executor, accounts::Directory& directory, MurmurChild& child, BridgeSettings settings,
    base::Clock const& clock
)
    : impl_(std::make_shared<Impl>(std::move(executor), directory, child, std::move(settings), clock)) {}

Bridge::~Bridge() {
    stop();
}

Result<> Bridge::start(async::TaskGroup& tasks) {
    return impl_->start(tasks);
}

void Bridge::stop() {
    impl_->tasks = nullptr;
    impl_->attached = false;
    impl_->child.prove_control = nullptr;
    impl_->child.let_go = nullptr;
    impl_->child.on_ended = nullptr;
    impl_->mirror.reset();
    impl_->link.reset();  // waits for calls in both directions, then the desk may go
}

bool Bridge::attached() const {
    return impl_->attached;
}
std::size_t Bridge::connected_users() const {
    return impl_->users.size();
}
std::vector<VoiceState> Bridge::voice_states() const {
    std::vector<VoiceState> states;
    for (auto const& [session, state] : impl_->users) states.push_back(state);
    return states;
}
base::Publisher<VoiceStateChanged>& Bridge::voice_state_changed() {
    return impl_->voice_state_changed;
}

Bridge::Figures Bridge::figures() const {
    Figures figures{impl_->snapshot.size(), impl_->snapshot.bytes()};
    if (impl_->desk) {
        figures.accepted = impl_->desk->accepted();
        figures.refused = impl_->desk->refused();
        figures.over_budget = impl_->desk->over_budget();
    }
    return figures;
}

std::uint16_t Bridge::callback_port() const {
    return impl_->link ? impl_->link->callback_port() : std::uint16_t(0);
}

}  // namespace alloquy::mumble
