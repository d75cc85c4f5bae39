// SPDX-License-Identifier: GPL-2.0-or-later
// Signs many people in on the real InspIRCd, cuts the services link, and prints how long it takes to be in sync again
// and what each connection costs us in memory. Usage: irc_resync [CONNECTIONS]
#include "support/child_runner.hpp"
#include "support/free_ports.hpp"
#include "support/irc_client.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/certificate.hpp>
#include <alloquy/irc/bridge.hpp>
#include <alloquy/irc/inspircd.hpp>

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <unordered_map>

using namespace alloquy;
using namespace std::chrono_literals;

namespace {

/// Accounts user0, user1, … whose token is their name.
class ManyAccounts final : public accounts::Directory {
public:
    explicit ManyAccounts(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            accounts::Account account;
            account.id = base::Id(1000 + i);
            account.username = fmt::format("user{}", i);
            by_name_.emplace(account.username, std::move(account));
        }
    }
    Task<Result<accounts::SignIn>> sign_in_with_password(std::string, std::string, accounts::Purpose, std::string)
        override {
        co_return fail(Errc::unauthenticated, "");
    }
    Task<Result<accounts::SignIn>> sign_in_with_certificate(std::string, std::string, accounts::Purpose) override {
        co_return fail(Errc::unauthenticated, "");
    }
    Task<Result<accounts::SignIn>> sign_in_with_token(std::string token, accounts::Purpose) override {
        auto account = find(token);
        if (!account) co_return fail(Errc::unauthenticated, "");
        accounts::SignIn sign_in;
        sign_in.account = *account;
        co_return sign_in;
    }
    Task<Result<std::optional<accounts::Account>>> find_by_username(std::string name) override { co_return find(name); }
    Task<Result<std::vector<std::optional<accounts::Account>>>> find_by_usernames(std::vector<std::string> names
    ) override {
        asked_ += names.size();
        std::vector<std::optional<accounts::Account>> found;
        for (auto const& name : names) found.push_back(find(name));
        co_return found;
    }
    Task<Result<std::optional<accounts::Account>>> find_by_id(base::Id) override { co_return std::nullopt; }
    Task<Result<std::vector<accounts::VoiceIdentity>>> voice_identities(base::Id, std::size_t) override {
        co_return std::vector<accounts::VoiceIdentity>();
    }
    Task<Result<std::optional<accounts::VoiceIdentity>>> voice_identity(base::Id) override { co_return std::nullopt; }
    Task<Result<>> enrol_certificate(base::Id, std::string, std::string) override { co_return Result<>(); }
    Task<Result<accounts::Account>> make_account(std::string, std::string, std::string) override {
        co_return fail(Errc::unavailable, "");
    }
    Task<Result<accounts::Account>> set_display_name(base::Id, std::string) override {
        co_return fail(Errc::unavailable, "");
    }

    std::size_t asked() const { return asked_; }

private:
    std::optional<accounts::Account> find(std::string const& name) const {
        auto found = by_name_.find(base::to_lower(name));
        if (found == by_name_.end()) return std::nullopt;
        return found->second;
    }
    std::unordered_map<std::string, accounts::Account> by_name_;
    std::size_t asked_ = 0;
};

std::size_t resident_kib() {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmRSS:")) return std::strtoul(line.c_str() + 6, nullptr, 10);
    return 0;
}

/// The clients live in a process of their own, so that ours holds only what the bridge needs.
[[noreturn]] void run_clients(int orders, int reports, std::size_t count) {
    std::uint16_t port = 0;
    if (::read(orders, &port, sizeof(port)) != sizeof(port)) ::_exit(1);
    std::vector<std::unique_ptr<test::IrcClient>> clients;
    // Nobody reads on these connections, so their PONGs come unasked, often enough for the template's pingfreq.
    auto last_pong = test::Clock::now();
    auto stay_alive = [&] {
        if (test::Clock::now() - last_pong < 50s) return;
        last_pong = test::Clock::now();
        for (auto& client : clients) client->send("PONG :here");
    };
    try {
        for (std::size_t i = 0; i < count; ++i) {
            stay_alive();
            auto name = fmt::format("user{}", i);
            clients.push_back(std::make_unique<test::IrcClient>(name, port));
            clients.back()->enter_with_token(name, name);
            clients.back()->send(fmt::format("JOIN #room{},#garden{}", i % 100, i % 37));
        }
    } catch (std::exception const& error) {
        std::fprintf(stderr, "client: %s\n", error.what());
        ::_exit(1);
    }
    char done = 1;
    (void)!::write(reports, &done, 1);
    for (pollfd entry{orders, POLLIN, 0}; ::poll(&entry, 1, 10'000) == 0;) stay_alive();  // until the parent is through
    ::_exit(0);
}

}  // namespace

int main(int argument_count, char** arguments) {
    std::size_t const count = argument_count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 10'000;
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::signal(SIGPIPE, SIG_IGN);
    auto const module = test::read_text(ALLOQUY_IRC_MODULE);
    int orders[2], reports[2];
    if (::pipe(orders) != 0 || ::pipe(reports) != 0) return 1;
    auto const clients = ::fork();
    if (clients == 0) {
        // When the parent dies, poll() reports the closed pipe.
        ::close(orders[1]);
        run_clients(orders[0], reports[1], count);
    }
    test::drop_root();
    if (!crypto::initialize()) return 1;

    test::TempDir folder;
    test::IoThread io;
    ManyAccounts directory(count);
    irc::InspircdSettings settings;
    for (auto name : {"tls", "keys"}) std::filesystem::create_directories(folder / name);
    auto pair = crypto::make_self_signed("localhost", {"localhost"}).value();
    test::write_text(folder / "tls/live.crt", pair.certificate_pem);
    test::write_text(folder / "tls/live.key", pair.key_pem);
    test::write_text(folder / "m_alloquy.so", module);
    settings.directory = folder / "inspircd";
    settings.keys = folder / "keys";
    settings.templates = test::private_templates(folder) / "inspircd";
    settings.module = folder / "m_alloquy.so";
    settings.certificate = folder / "tls/live.crt";
    settings.key = folder / "tls/live.key";
    settings.listen = {"127.0.0.1"};
    settings.port = test::free_ports();
    std::unique_ptr<irc::Bridge> bridge;
    std::unique_ptr<irc::InspircdChild> child;
    async::TaskGroup tasks(io.executor(), "bench");
    io.call([&] {
        bridge = std::make_unique<irc::Bridge>(io.executor(), directory, base::system_clock(), irc::BridgeSettings{});
        bridge->start(tasks);
        child = irc::InspircdChild::load(settings, *bridge).value();
        return 0;
    });
    test::ChildRunner server(io, *child);
    auto const version = server.start();
    auto status = [&] { return io.call([&] { return bridge->status(); }); };

    auto const before_kib = resident_kib();
    auto begun = test::Clock::now();
    if (::write(orders[1], &settings.port, sizeof(settings.port)) != sizeof(settings.port)) return 1;
    char done = 0;
    ::close(reports[1]);
    if (::read(reports[0], &done, 1) != 1) return 1;
    auto const seconds = std::chrono::duration<double>(test::Clock::now() - begun).count();
    test::wait_until("everybody is known", [&] { return status().signed_in == count; });
    auto const after_kib = resident_kib();
    fmt::print("{}: {} connections, {:.0f} sign-ins/s one after the other\n", version, count, double(count) / seconds);
    fmt::print(
        "memory per connection: {:.0f} bytes (resident, whole process)\n",
        double(after_kib - before_kib) * 1024 / double(count)
    );
    for (int round = 0; round < 5; ++round) {
        auto const asked = io.call([&] { return directory.asked(); });
        auto const links = status().links;
        std::promise<test::Clock::time_point> synced;
        auto subscription = io.call([&] {
            return bridge->link_synced.subscribe([&](auto const&) { synced.set_value(test::Clock::now()); });
        });
        begun = test::Clock::now();
        io.call([&] {
            bridge->drop_link();
            return 0;
        });
        auto const back = synced.get_future().get();
        io.call([&] {
            subscription.reset();
            return 0;
        });
        test::wait_until("accounts checked", [&] {
            return io.call([&] { return directory.asked(); }) >= asked + count && status().links > links;
        });
        fmt::print(
            "cut services link with {} users: in sync after {:.0f} ms\n", status().users,
            std::chrono::duration<double, std::milli>(back - begun).count()
        );
    }
    (void)!::write(orders[1], &done, 1);
    ::waitpid(clients, nullptr, 0);
    server.stop(SIGTERM);
    io.run([](irc::Bridge& stopping, async::TaskGroup& group) -> Task<int> {
        stopping.stop();
        co_await group.stop(1s);
        co_return 0;
    }(*bridge, tasks));
    io.call([&] {
        bridge.reset();
        return 0;
    });
}
