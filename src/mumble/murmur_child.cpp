// SPDX-License-Identifier: GPL-2.0-or-later
#include "murmur_configuration.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/mumble/murmur_child.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <csignal>
#include <fstream>
#include <utility>

namespace alloquy::mumble {
namespace {

constexpr std::string_view kComponent = "murmur";
constexpr std::string_view kDatabase = "murmur.sqlite";

/// What Murmur prints when its database can't be used. Its channels and permissions are rebuilt anyway.
constexpr std::array<std::string_view, 5> kDamage = {
    "UNIQUE constraint failed", "malformed", "file is not a database", "file is encrypted", "no such table",
};

Result<std::filesystem::path> find_program(std::filesystem::path const& given) {
    if (!given.empty()) return given;
    for (auto const* path : {"/usr/bin/mumble-server", "/usr/sbin/murmurd", "/usr/sbin/mumble-server"})
        if (std::error_code error; std::filesystem::exists(path, error)) return path;
    return fail(Errc::not_found, "Murmur is not installed (Debian package: mumble-server)");
}

/// A loopback port that nobody uses right now. Should another program take it before Murmur does, the start fails and
/// the next one chooses anew.
Result<std::uint16_t> free_loopback_port() {
    asio::io_context context(1);
    asio::ip::tcp::acceptor acceptor(context);
    boost::system::error_code error;
    acceptor.open(asio::ip::tcp::v4(), error);
    if (!error) acceptor.bind({asio::ip::address_v4::loopback(), 0}, error);
    if (error) return fail(Errc::unavailable, "no free loopback port: " + error.message());
    return acceptor.local_endpoint().port();
}

/// A missing or empty file counts: SQLite makes a database of it.
bool looks_like_sqlite(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 16> header{};
    file.read(header.data(), header.size());
    return file.gcount() == 0 || std::string_view(header.data(), std::size_t(file.gcount())) ==
                                     std::string_view("SQLite format 3\0", header.size());
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    if (what.empty()) return;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

Task<Result<>> accepts_connections(std::string host, std::uint16_t port) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    boost::system::error_code bad;
    auto address = asio::ip::make_address(host, bad);
    if (bad || address.is_unspecified())
        address = address.is_v6() ? asio::ip::address(asio::ip::address_v6::loopback())
                                  : asio::ip::address(asio::ip::address_v4::loopback());
    auto [error] = co_await socket.async_connect({address, port}, asio::as_tuple(asio::use_awaitable));
    if (error) co_return fail(Errc::unavailable, "Murmur does not accept connections on port " + std::to_string(port));
    co_return Result<>{};
}

}  // namespace

MurmurChild::MurmurChild(MurmurSettings settings) : settings_(std::move(settings)) {}

std::vector<supervisor::Port> MurmurChild::ports() const {
    std::vector<supervisor::Port> ports;
    auto addresses = settings_.listen.empty() ? std::vector<std::string>{"0.0.0.0"} : settings_.listen;
    for (auto const& address : addresses)
        for (auto protocol : {supervisor::Port::Protocol::tcp, supervisor::Port::Protocol::udp})
            ports.push_back({protocol, address, settings_.port, "mumble.port"});
    return ports;
}

Result<supervisor::Launch> MurmurChild::prepare() {
    auto program = find_program(settings_.program);
    if (!program) return std::unexpected(program.error());
    auto template_text = base::read_file(settings_.templates / "murmur" / "murmur.ini.in", 64 * 1024);
    if (!template_text) return std::unexpected(template_text.error());
    if (auto made = base::make_private_directory(settings_.directory); !made) return std::unexpected(made.error());
    if (auto healed = heal_database(); !healed) return std::unexpected(healed.error());

    auto port = free_loopback_port();
    if (!port) return std::unexpected(port.error());
    proven_ = false;
    secrets_ = {crypto::random_token(), crypto::random_token()};
    auto const &server_password = secrets_[0], &ice_secret = secrets_[1];
    control_port_ = {*port, ice_secret};
    auto ini = render_murmur_ini(*template_text, settings_, {server_password, ice_secret, *port});
    if (!ini) return std::unexpected(ini.error());
    auto path = settings_.directory / "murmur.ini";
    if (auto written = base::write_file_atomically(path, *ini, 0600, base::Durable::no); !written)
        return std::unexpected(written.error());

    supervisor::Launch launch;
    launch.program = *program;
    launch.arguments = {"-fg", "-ini", path.string()};
    launch.working_directory = settings_.directory;
    // The folder, because the files in it are replaced by renaming.
    launch.readable = {settings_.certificate.parent_path()};
    return launch;
}

Result<> MurmurChild::heal_database() {
    auto path = settings_.directory / kDatabase;
    bool damaged = std::exchange(database_damaged_, false) || !looks_like_sqlite(path);
    if (!damaged) return {};

    auto aside = settings_.directory / "murmur.sqlite.damaged";
    log::warn(kComponent, "the database is damaged: moved to {}, starting with a fresh one", aside.string());
    std::error_code error;
    std::filesystem::rename(path, aside, error);
    if (error) return fail(Errc::unavailable, "cannot move " + path.string() + " aside: " + error.message());
    for (auto const* suffix : {"-wal", "-shm", "-journal"}) std::filesystem::remove(path.string() + suffix, error);
    return {};
}

Task<Result<std::string>> MurmurChild::probe() {
    using namespace std::chrono_literals;
    if (!prove_control) co_return fail(Errc::unavailable, "nobody controls Murmur");
    auto version = co_await prove_control();
    if (!version) co_return std::unexpected(version.error());
    auto host = settings_.listen.empty() ? std::string("0.0.0.0") : settings_.listen.front();
    auto accepting = co_await async::with_timeout(1s, accepts_connections(host, settings_.port));
    if (!accepting) co_return std::unexpected(accepting.error());
    proven_ = true;
    co_return version;
}

Task<> MurmurChild::ending() {
    control_port_ = {};
    // Murmur 1.3 waits at its end for calls that it will never answer, and would have to be killed.
    if (let_go) co_await let_go();
}

void MurmurChild::ended() {
    control_port_ = {};
    if (on_ended) on_ended();
}

bool MurmurChild::ends_well_with(supervisor::ExitStatus status) const {
    // 1.3 ends with 0, 1.5 with 15 (the signal's number, but as a code).
    return status.signal == 0 && (status.code == 0 || status.code == 15);
}

int MurmurChild::certificate_reload_signal() const {
    return SIGUSR1;
}

std::optional<std::string> MurmurChild::redact(std::string line) const {
    // Repeated every few seconds by our watchdog, and they name our callback identities.
    for (auto const* noise : {"Ice Authenticator", "Ice UpdatingAuthenticator", "Ice ServerCallback", "CapUpdate"})
        if (line.contains(noise)) return std::nullopt;
    if (auto at = line.find("Password for 'SuperUser' set to"); at != std::string::npos)
        line = line.substr(0, at) + "Password for 'SuperUser' set";
    for (auto const& secret : secrets_) replace_all(line, secret, "[hidden]");
    return line;
}

void MurmurChild::line_written(std::string_view line) {
    // Once it serves, lines hold what clients say about themselves; damage found later shows again at the next start.
    if (proven_) return;
    for (auto sign : kDamage) {
        if (!line.contains(sign)) continue;
        if (!database_damaged_) log::warn(kComponent, "Murmur reports a damaged database; the next start heals it");
        database_damaged_ = true;
    }
}

}  // namespace alloquy::mumble
