// SPDX-License-Identifier: GPL-2.0-or-later
// coturn as a supervised child: its configuration, its secrets, its proof of life, its log lines.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/supervisor/child.hpp>
#include <alloquy/turn/secret_schedule.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace alloquy::turn {

struct CoturnSettings {
    std::filesystem::path program = "/usr/bin/turnserver";
    std::filesystem::path directory;  ///< children/coturn; made if missing.
    std::filesystem::path templates;  ///< The folder that holds coturn/turnserver.conf.in.
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::vector<std::string> listen;  ///< turn.listen: IP addresses; empty (or a wildcard) = all of the machine.
    std::uint16_t port = 3478;        ///< turn.port, UDP and TCP.
    std::uint16_t tls_port = 5349;    ///< turn.tls_port, TCP (TLS) and UDP (DTLS).
    std::pair<std::uint16_t, std::uint16_t> relay_ports{49160, 49999};  ///< turn.relay_ports, both included.
    std::string external_ip;                 ///< turn.external_ip: "1.2.3.4" or "1.2.3.4/10.0.0.5"; empty = no NAT.
    std::vector<std::string> allowed_peers;  ///< turn.allowed_peers: address, network "10.0.0.0/8" or range "a-b".
    std::string realm = "alloquy";           ///< server.host.
    unsigned user_quota = 12;                ///< Allocations of one account at once.
    unsigned total_quota = 1200;
    unsigned max_bytes_per_second = 3'000'000;  ///< Of one allocation.
};

/// coturn's command line interface, for the Bridge that controls it.
struct CoturnControlPort {
    std::uint16_t port = 0;  ///< On 127.0.0.1; 0 until prepared and after the process ended.
    std::string password;
};

class CoturnChild final : public supervisor::Child {
public:
    CoturnChild(CoturnSettings settings, SecretSchedule schedule, base::Clock const& clock);

    std::string_view name() const override { return "coturn"; }
    std::vector<supervisor::Port> ports() const override;
    Result<supervisor::Launch> prepare() override;
    Task<Result<std::string>> probe() override;
    void ended() override;
    bool ends_well_with(supervisor::ExitStatus status) const override;
    int certificate_reload_signal() const override;
    std::optional<std::string> redact(std::string line) const override;
    void line_written(std::string_view line) override;

    CoturnSettings const& settings() const { return settings_; }
    SecretSchedule const& schedule() const { return schedule_; }
    CoturnControlPort const& control_port() const { return control_port_; }
    /// Where coturn looks for secrets.
    std::filesystem::path database() const { return settings_.directory / "turndb.sqlite"; }

    /// Set by the Bridge: each line of coturn's output.
    std::function<void(std::string_view)> on_line;

private:
    CoturnSettings settings_;
    SecretSchedule schedule_;
    base::Clock const& clock_;
    CoturnControlPort control_port_;
    std::string cli_password_;  ///< Of this start, never to be seen in its output.
};

}  // namespace alloquy::turn
