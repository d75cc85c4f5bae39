// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli.hpp"
#include "coturn_configuration.hpp"
#include "machine_addresses.hpp"
#include "probes.hpp"
#include "secret_table.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/turn/coturn_child.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <csignal>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

/// A loopback port that nobody uses right now. Should another program take it before coturn does, the start fails and
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

/// An unknown setting or a missing certificate only makes coturn go on without, so each port is tried.
Task<Result<std::string>> prove(asio::ip::address host, CoturnSettings settings, CoturnControlPort control) {
    auto cli = co_await Cli::open(std::move(control));
    if (!cli) co_return std::unexpected(cli.error());
    auto udp = co_await probe_udp(host, settings.port);
    if (!udp) co_return std::unexpected(udp.error());
    auto tcp = co_await probe_tcp(host, settings.port);
    if (!tcp) co_return std::unexpected(tcp.error());
    auto tls = co_await probe_tls(host, settings.tls_port);
    if (!tls) co_return std::unexpected(tls.error());
    co_return cli->version();
}

}  // namespace

CoturnChild::CoturnChild(CoturnSettings settings, SecretSchedule schedule, base::Clock const& clock)
    : settings_(std::move(settings)), schedule_(std::move(schedule)), clock_(clock) {}

std::vector<supervisor::Port> CoturnChild::ports() const {
    using enum supervisor::Port::Protocol;
    std::vector<supervisor::Port> ports;
    auto addresses = listens_everywhere(settings_) ? std::vector<std::string>{"0.0.0.0"} : settings_.listen;
    for (auto const& address : addresses) {
        for (auto protocol : {udp, tcp}) {
            ports.push_back({protocol, address, settings_.port, "turn.port"});
            ports.push_back({protocol, address, settings_.tls_port, "turn.tls_port"});
        }
    }
    return ports;
}

Result<supervisor::Launch> CoturnChild::prepare() {
    std::error_code missing;
    if (!std::filesystem::exists(settings_.program, missing))
        return fail(Errc::not_found, "coturn is not installed (Debian package: coturn)");
    auto template_text = base::read_file(settings_.templates / "coturn" / "turnserver.conf.in", 64 * 1024);
    if (!template_text) return std::unexpected(template_text.error());
    if (auto made = base::make_private_directory(settings_.directory); !made) return std::unexpected(made.error());
    auto cli_port = free_loopback_port();
    if (!cli_port) return std::unexpected(cli_port.error());
    cli_password_ = crypto::random_token();
    control_port_ = {*cli_port, cli_password_};
    auto settings = settings_;
    if (auto alone = listen_without_network(machine_addresses()); listens_everywhere(settings_) && !alone.empty()) {
        log::warn(
            "turn", "this machine has no network address: coturn serves {} only, until its restart", alone.front()
        );
        settings.listen = std::move(alone);
    }
    auto conf = render_turnserver_conf(*template_text, settings, control_port_);
    if (!conf) return std::unexpected(conf.error());
    auto secrets = create_secret_table(database(), settings_.realm, schedule_.accepted(clock_.now()));
    if (!secrets) return std::unexpected(secrets.error());
    auto path = settings_.directory / "turnserver.conf";
    if (auto written = base::write_file_atomically(path, *conf, 0600, base::Durable::no); !written)
        return std::unexpected(written.error());

    supervisor::Launch launch;
    launch.program = settings_.program;
    launch.arguments = {"-c", path.string()};
    launch.working_directory = settings_.directory;
    // The folder, because the files in it are replaced by renaming.
    launch.readable = {settings_.certificate.parent_path()};
    return launch;
}

Task<Result<std::string>> CoturnChild::probe() {
    boost::system::error_code error;
    asio::ip::address host = asio::ip::address_v4::loopback();
    if (!listens_everywhere(settings_)) host = asio::ip::make_address(settings_.listen.front(), error);
    auto proof = prove(host, settings_, control_port_);
    co_return co_await async::with_timeout(1900ms, std::move(proof));
}

void CoturnChild::ended() {
    control_port_ = {};
}

bool CoturnChild::ends_well_with(supervisor::ExitStatus status) const {
    return status.signal == SIGTERM || (status.signal == 0 && (status.code == 0 || status.code == 128 + SIGTERM));
}

int CoturnChild::certificate_reload_signal() const {
    return SIGUSR2;
}

std::optional<std::string> CoturnChild::redact(std::string line) const {
    // What our own probes leave behind every few seconds.
    for (auto const* noise :
         {"CLI connected to", "CLI authentication success", "CLI session disconnected", "username=<>", "user <> realm",
          "connected to: 127.0.0.1", "closed remotely 127.0.0.1", "disconnected: 127.0.0.1", "remote 127.0.0.1"})
        if (line.contains(noise)) return std::nullopt;
    if (!cli_password_.empty())
        for (auto at = line.find(cli_password_); at != std::string::npos; at = line.find(cli_password_))
            line.replace(at, cli_password_.size(), "[hidden]");
    return line;
}

void CoturnChild::line_written(std::string_view line) {
    if (on_line) on_line(line);
}

}  // namespace alloquy::turn
