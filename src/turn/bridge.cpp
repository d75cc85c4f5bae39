// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli.hpp"
#include "secret_table.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/turn/bridge.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "turn";
constexpr auto kRotationCheck = 30s;
/// All sessions are compared with the accounts this often, should a log line have been missed.
constexpr auto kSweep = 60s;
constexpr auto kRetry = 1s;
constexpr auto kCliLimit = 5s;
/// New sessions that wait to be looked at; beyond it a sweep looks at all.
constexpr std::size_t kWaiting = 4096;

std::vector<std::string> make_uris(std::string host, CoturnSettings const& settings) {
    if (host.contains(':')) host = "[" + host + "]";
    auto plain = host + ":" + std::to_string(settings.port);
    return {
        "stun:" + plain, "turn:" + plain + "?transport=udp", "turn:" + plain + "?transport=tcp",
        "turns:" + host + ":" + std::to_string(settings.tls_port) + "?transport=tcp"
    };
}

}  // namespace

struct Bridge::Impl : std::enable_shared_from_this<Impl> {
    Impl(
        asio::any_io_executor executor, accounts::Directory& accounts_directory, CoturnChild& coturn,
        BridgeSettings given, base::Clock const& wall_clock
    )
        : directory(accounts_directory),
          child(coturn),
          settings(std::move(given)),
          clock(wall_clock),
          wake(std::move(executor)) {}

    accounts::Directory& directory;
    CoturnChild& child;
    BridgeSettings settings;
    base::Clock const& clock;
    asio::steady_timer wake;
    asio::thread_pool worker{1};  ///< Writes secrets: SQLite blocks on the disk.
    std::vector<base::Subscription> subscriptions;

    std::vector<std::string> written;                     ///< Secrets that coturn's database has.
    std::map<std::string, std::vector<Session>> arrived;  ///< New sessions by account, not looked at yet.
    std::size_t arrived_count = 0;
    std::set<std::string> leaving;               ///< Accounts whose sessions end whatever the directory says.
    std::map<std::string, std::string> renamed;  ///< Credentials made out to the old name live on for a while.
    bool sweep_due = false;

    void start(async::TaskGroup& tasks);
    void line(std::string_view text);
    void account_leaves(std::string const& username);
    Task<Result<>> write_secrets();
    Task<> rotate(async::TaskGroup& tasks);
    Task<> watch(async::TaskGroup& tasks);
    Task<Result<>> look_at_arrivals();
    Task<Result<>> sweep();
    Task<Result<std::set<std::string>>> unwelcome(std::vector<std::string> usernames);
    Task<Result<>> end_sessions(std::vector<Session> sessions);
};

void Bridge::Impl::start(async::TaskGroup& tasks) {
    child.on_line = [this](std::string_view text) { line(text); };
    subscriptions.push_back(directory.suspended.subscribe([this](accounts::AccountSuspended const& event) {
        account_leaves(event.username);
    }));
    subscriptions.push_back(directory.deleted.subscribe([this](accounts::AccountDeleted const& event) {
        account_leaves(event.username);
    }));
    subscriptions.push_back(directory.renamed.subscribe([this](accounts::AccountRenamed const& event) {
        if (renamed.size() >= kWaiting) renamed.clear();
        for (auto& [old, current] : renamed)
            if (current == event.old_username) current = event.username;
        renamed.erase(event.username);
        renamed.insert_or_assign(event.old_username, event.username);
    }));
    tasks.spawn(rotate(tasks));
    tasks.spawn(watch(tasks));
}

void Bridge::Impl::account_leaves(std::string const& username) {
    leaving.insert(username);
    wake.cancel();
}

void Bridge::Impl::line(std::string_view text) {
    auto session = parse_new_session(text);
    if (!session) return;
    auto account = account_of(session->turn_username);
    if (arrived_count >= kWaiting) {
        sweep_due = true;
    } else {
        arrived[account].push_back(std::move(*session));
        ++arrived_count;
    }
    wake.cancel();
}

Task<Result<>> Bridge::Impl::write_secrets() {
    auto wanted = child.schedule().accepted(clock.now());
    // While coturn isn't running there is nothing to change: its next start writes them.
    if (wanted == written || child.control_port().port == 0) co_return Result<>{};
    auto work = [database = child.database(), realm = child.settings().realm, wanted] {
        return replace_secrets(database, realm, wanted);
    };
    auto done = co_await async::run_on(worker.get_executor(), std::move(work));
    if (!done) co_return done;
    if (!written.empty()) log::info(kComponent, "changed coturn's secrets");
    written = std::move(wanted);
    co_return done;
}

Task<> Bridge::Impl::rotate(async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping()) {
        auto done = co_await write_secrets();
        if (!done) log::warn(kComponent, "cannot change coturn's secrets: {}", done.error().message);
        if (!co_await async::sleep_for(done ? kRotationCheck : kRetry)) co_return;
    }
}

Task<> Bridge::Impl::watch(async::TaskGroup& tasks) {
    co_await async::stoppable();
    auto next_sweep = std::chrono::steady_clock::now() + kSweep;
    while (!tasks.stopping()) {
        Result<> done;
        if (child.control_port().port == 0) {  // its sessions went with it
            arrived.clear();
            arrived_count = 0;
            leaving.clear();
            sweep_due = false;
        }
        if (!arrived.empty()) done = co_await look_at_arrivals();
        bool regular = std::chrono::steady_clock::now() >= next_sweep;
        if (done && child.control_port().port != 0 && (sweep_due || regular || !leaving.empty())) {
            done = co_await sweep();
            if (done) next_sweep = std::chrono::steady_clock::now() + kSweep;
        }
        if (!done) {
            sweep_due = true;
            log::warn(kComponent, "cannot compare sessions with accounts: {}", done.error().message);
            if (!co_await async::sleep_for(kRetry)) co_return;
        } else if (arrived.empty() && leaving.empty() && !sweep_due) {
            wake.expires_at(next_sweep);
            co_await wake.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }
}

Task<Result<std::set<std::string>>> Bridge::Impl::unwelcome(std::vector<std::string> usernames) {
    auto current = usernames;
    for (auto& username : current)
        if (auto now_called = renamed.find(username); now_called != renamed.end()) username = now_called->second;
    auto found = co_await directory.find_by_usernames(std::move(current));
    if (!found) co_return std::unexpected(found.error());
    std::set<std::string> out;
    for (std::size_t i = 0; i < usernames.size() && i < found->size(); ++i)
        if (auto const& account = (*found)[i]; !account || !account->may_sign_in(clock.now())) out.insert(usernames[i]);
    co_return out;
}

Task<Result<>> Bridge::Impl::look_at_arrivals() {
    auto sessions = std::exchange(arrived, {});
    arrived_count = 0;
    std::vector<std::string> usernames;
    for (auto const& [username, list] : sessions) usernames.push_back(username);
    auto bad = co_await unwelcome(std::move(usernames));
    if (!bad) co_return std::unexpected(bad.error());
    std::vector<Session> ending;
    for (auto const& username : *bad) {
        auto& list = sessions[username];
        ending.insert(ending.end(), list.begin(), list.end());
    }
    co_return co_await end_sessions(std::move(ending));
}

Task<Result<>> Bridge::Impl::sweep() {
    sweep_due = false;
    auto going = std::exchange(leaving, {});
    auto listing = [](CoturnControlPort port) -> Task<Result<std::vector<Session>>> {
        auto cli = co_await Cli::open(std::move(port));
        if (!cli) co_return std::unexpected(cli.error());
        co_return co_await cli->sessions();
    };
    auto asked = listing(child.control_port());
    auto sessions = co_await async::with_timeout(kCliLimit, std::move(asked));
    std::set<std::string> usernames;
    if (sessions)
        for (auto const& session : *sessions) usernames.insert(account_of(session.turn_username));
    Result<std::set<std::string>> bad;
    if (sessions)
        bad = co_await unwelcome({usernames.begin(), usernames.end()});
    else
        bad = std::unexpected(sessions.error());
    if (!bad) {
        leaving.merge(going);
        co_return std::unexpected(bad.error());
    }
    std::vector<Session> ending;
    for (auto& session : *sessions)
        if (auto account = account_of(session.turn_username); bad->contains(account) || going.contains(account))
            ending.push_back(std::move(session));
    co_return co_await end_sessions(std::move(ending));
}

Task<Result<>> Bridge::Impl::end_sessions(std::vector<Session> sessions) {
    if (sessions.empty()) co_return Result<>{};
    auto ending = [](CoturnControlPort port, std::vector<Session> list) -> Task<Result<>> {
        auto cli = co_await Cli::open(std::move(port));
        if (!cli) co_return std::unexpected(cli.error());
        for (auto const& session : list) {
            auto done = co_await cli->cancel(session.id);
            if (!done) co_return done;
        }
        co_return Result<>{};
    };
    auto count = sessions.size();
    auto asked = ending(child.control_port(), std::move(sessions));
    auto done = co_await async::with_timeout(kCliLimit, std::move(asked));
    if (done) log::info(kComponent, "ended {} allocations of accounts that may not be here", count);
    co_return done;
}

Bridge::Bridge(
    asio::any_io_executor executor, accounts::Directory& directory, CoturnChild& child, BridgeSettings settings,
    base::Clock const& clock
)
    : impl_(std::make_shared<Impl>(std::move(executor), directory, child, std::move(settings), clock)) {}

Bridge::~Bridge() {
    stop();
}

void Bridge::start(async::TaskGroup& tasks) {
    impl_->start(tasks);
}

void Bridge::stop() {
    impl_->child.on_line = nullptr;
    impl_->subscriptions.clear();
    impl_->worker.join();
}

Task<Result<Credentials>> Bridge::credentials(std::string username) {
    auto self = impl_;  // a request may outlive us
    auto now = self->clock.now();
    auto secret = self->child.schedule().current(now);
    // Normally written long before its day begins; not when the clock jumped.
    if (!(std::ranges::find(self->written, secret) != self->written.end())) {
        auto done = co_await self->write_secrets();
        if (!done) co_return fail(Errc::unavailable, "TURN is not available right now", done.error().message);
    }
    auto expires = credentials_expire(now);
    Credentials credentials;
    credentials.username =
        std::to_string(std::chrono::floor<std::chrono::seconds>(expires).time_since_epoch().count()) + ":" + username;
    credentials.password = password_for(secret, credentials.username);
    credentials.ttl = std::chrono::floor<std::chrono::seconds>(expires - now);
    credentials.uris = make_uris(self->settings.host, self->child.settings());
    co_return credentials;
}

}  // namespace alloquy::turn
