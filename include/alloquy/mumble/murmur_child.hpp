// SPDX-License-Identifier: GPL-2.0-or-later
// Murmur (murmurd 1.3, mumble-server 1.5) as a supervised child: its configuration, its proof of life, its log lines.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/supervisor/child.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace alloquy::mumble {

struct MurmurSettings {
    std::filesystem::path program;    ///< Empty: the first of mumble-server and murmurd that is installed.
    std::filesystem::path directory;  ///< children/murmur; made if missing.
    std::filesystem::path templates;  ///< The folder that holds murmur/murmur.ini.in.
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::vector<std::string> listen = {"0.0.0.0"};  ///< mumble.listen: IP addresses; empty = all.
    std::uint16_t port = 64738;                     ///< mumble.port, TCP and UDP.
    std::string server_name = "Alloquy";            ///< server.name: the root channel's name.
    std::string welcome_text;                       ///< Shown at sign-in; may hold Mumble's HTML.
    unsigned users = 1000;
    unsigned bandwidth = 130000;  ///< Bits per second and user, with overhead.
};

/// Reached by the Bridge that controls this Murmur.
struct MurmurControlPort {
    std::uint16_t ice_port = 0;  ///< On 127.0.0.1; 0 until prepared and after the process ended.
    std::string ice_secret;
    friend bool operator==(MurmurControlPort const&, MurmurControlPort const&) = default;
};

class MurmurChild final : public supervisor::Child {
public:
    explicit MurmurChild(MurmurSettings settings);

    std::string_view name() const override { return "murmur"; }
    std::vector<supervisor::Port> ports() const override;
    Result<supervisor::Launch> prepare() override;
    Task<Result<std::string>> probe() override;
    Task<> ending() override;
    void ended() override;
    bool ends_well_with(supervisor::ExitStatus status) const override;
    int certificate_reload_signal() const override;
    std::optional<std::string> redact(std::string line) const override;
    void line_written(std::string_view line) override;

    MurmurControlPort const& control_port() const { return control_port_; }

    /// Set by the Bridge: proves that Murmur answers over Ice and asks us about logins (its version), lets go of
    /// it before it ends, and learns that it has ended. Without them the child never counts as ready.
    std::function<Task<Result<std::string>>()> prove_control;
    std::function<Task<>()> let_go;
    std::function<void()> on_ended;

private:
    Result<> heal_database();

    MurmurSettings settings_;
    MurmurControlPort control_port_;
    std::vector<std::string> secrets_;  ///< Of this start, never to be seen in its output.
    bool database_damaged_ = false;
    bool proven_ = false;  ///< This start has served.
};

}  // namespace alloquy::mumble
