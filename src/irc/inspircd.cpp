// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/irc/inspircd.hpp>

#include <algorithm>
#include <csignal>

namespace alloquy::irc {
namespace {

constexpr std::string_view kLog = "irc";
constexpr std::size_t kKeptLines = 12;

/// Without terminal colours: InspIRCd writes them even to a pipe.
std::string without_escapes(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\x1b' && i + 1 < line.size() && line[i + 1] == '[') {
            i += 2;
            while (i < line.size() && !(line[i] >= '@' && line[i] <= '~')) ++i;
        } else {
            out += line[i];
        }
    }
    return out;
}

}  // namespace

InspircdChild::InspircdChild(InspircdSettings settings, Bridge& bridge, int major_version)
    : settings_(std::move(settings)), bridge_(bridge), major_version_(major_version) {}

std::vector<supervisor::Port> InspircdChild::ports() const {
    std::vector<supervisor::Port> ports;
    for (auto const& address : settings_.listen) {
        auto const shown = address == "*" ? std::string("0.0.0.0") : address;
        ports.push_back({supervisor::Port::Protocol::tcp, shown, settings_.port, "irc.port"});
        if (settings_.plain_port != 0)
            ports.push_back({supervisor::Port::Protocol::tcp, shown, settings_.plain_port, "irc.plain_port"});
    }
    if (settings_.server_port != 0) {
        auto const shown = settings_.server_address == "*" ? std::string("0.0.0.0") : settings_.server_address;
        ports.push_back({supervisor::Port::Protocol::tcp, shown, settings_.server_port, "irc.server_listen"});
    }
    return ports;
}

Task<Result<std::string>> InspircdChild::probe() {
    auto version = co_await bridge_.probe();
    if (version) served_ = true;
    co_return version;
}

void InspircdChild::ended() {
    bridge_.server_ended();
    // An end before it ever served is most often a configuration it refused: its own words say which line.
    if (!served_)
        for (auto const& line : last_lines_) log::error(kLog, "inspircd said before it ended: {}", line);
    last_lines_.clear();
}

bool InspircdChild::ends_well_with(supervisor::ExitStatus status) const {
    if (status.signal == SIGTERM) return true;
    // m_ssl_gnutls of 3.15 crashes while it is unloaded at SIGTERM; everything is saved by then.
    if (status.signal == SIGSEGV) return major_version_ == 3;
    if (status.signal != 0) return false;
    // 3.x says "ended by SIGTERM" with 10, 4.x with 1.
    return status.code == 0 || status.code == (major_version_ == 3 ? 10 : 1);
}

int InspircdChild::certificate_reload_signal() const {
    return SIGUSR1;  // m_sslrehashsignal
}

std::optional<std::string> InspircdChild::redact(std::string line) const {
    auto shown = without_escapes(line);
    while (shown.ends_with(' ') || shown.ends_with('\r')) shown.pop_back();
    if (shown.empty()) return std::nullopt;
    return shown;
}

void InspircdChild::line_written(std::string_view line) {
    if (served_) return;
    if (last_lines_.size() == kKeptLines) last_lines_.pop_front();
    last_lines_.emplace_back(line.substr(0, 500));
}

}  // namespace alloquy::irc
