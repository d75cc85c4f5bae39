// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor.hpp"

#include "control_socket.hpp"

#include <alloquy/base/clock.hpp>
#include <alloquy/base/file.hpp>
#include <alloquy/crypto/certificate.hpp>
#include <alloquy/process/proc_info.hpp>
#include <alloquy/process/sandbox.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <vector>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

struct Finding {
    std::string level;  ///< ok, warn, bad
    std::string what;
};

bool is_there(std::filesystem::path const& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

void look_at_programs(Config const& config, std::vector<Finding>& out) {
    struct Program {
        std::string package;
        std::vector<std::string> places;
        bool wanted;
    };
    for (auto const& program : {
             Program{"inspircd", {"/usr/sbin/inspircd"}, true},
             Program{"mumble-server", {"/usr/sbin/murmurd", "/usr/bin/mumble-server"}, config.mumble.enabled},
             Program{"coturn", {"/usr/bin/turnserver"}, config.turn.enabled},
         }) {
        if (!program.wanted) continue;
        bool found = std::ranges::any_of(program.places, [](auto const& place) { return is_there(place); });
        out.push_back(
            found ? Finding{"ok", program.package + " is installed"}
                  : Finding{"bad", fmt::format("the Debian package {} is missing: apt-get install {}", program.package, program.package)}
        );
    }
}

void look_at_ports(Config const& config, bool running, std::vector<Finding>& out) {
    using process::SocketKind;
    struct Wanted {
        std::string setting;
        SocketKind kind;
        std::uint16_t port;
    };
    std::vector<Wanted> wanted{
        {"http.port", SocketKind::tcp, config.http.port}, {"irc.port", SocketKind::tcp, config.irc.port}
    };
    if (config.irc.plain_port) wanted.push_back({"irc.plain_port", SocketKind::tcp, config.irc.plain_port});
    if (config.mumble.enabled) wanted.push_back({"mumble.port", SocketKind::tcp, config.mumble.port});
    if (config.turn.enabled) {
        wanted.push_back({"turn.port", SocketKind::udp, config.turn.port});
        wanted.push_back({"turn.tls_port", SocketKind::tcp, config.turn.tls_port});
    }
    for (auto const& [setting, kind, port] : wanted) {
        auto owner = process::port_owner(kind, port);
        auto label = fmt::format("{} {}/{}", setting, port, kind == SocketKind::tcp ? "tcp" : "udp");
        if (!owner) {
            out.push_back(
                running ? Finding{"bad", label + " has nobody listening although the server runs"}
                        : Finding{"ok", label + " is free"}
            );
        } else if (running) {
            out.push_back({"ok", label + " is in use"});
        } else {
            auto who = owner->pid ? fmt::format("{} (pid {}, user {})", owner->name, owner->pid, owner->user)
                                  : std::string("another process");
            out.push_back({"bad", fmt::format("{} is taken by {}: stop it, or set another port", label, who)});
        }
    }
}

void look_at_data(Options const& options, std::vector<Finding>& out) {
    auto place = options.data;
    while (!place.empty() && !is_there(place)) place = place.parent_path();
    struct statvfs space{};
    if (::statvfs(place.c_str(), &space) == 0) {
        auto free_mib = std::uint64_t(space.f_bavail) * space.f_frsize / (1024 * 1024);
        out.push_back(
            {free_mib < 500    ? "bad"
             : free_mib < 5000 ? "warn"
                               : "ok",
             fmt::format("{} MiB free at {}", free_mib, place.string())}
        );
    }
    if (is_there(options.data) && ::access(options.data.c_str(), R_OK | W_OK | X_OK) != 0)
        out.push_back(
            {"bad",
             fmt::format(
                 "{} can't be written by this user; run this as root or as the service user", options.data.string()
             )}
        );
}

void look_at_certificate(Config const& config, std::vector<Finding>& out) {
    if (config.tls.certificate.empty()) {
        out.push_back(
            {"warn", "the certificate is self-signed: clients warn about it (docs/operations/certificates.md)"}
        );
        return;
    }
    auto certificate = base::read_file(config.tls.certificate);
    auto key = base::read_file(config.tls.key);
    if (!certificate || !key) {
        out.push_back({"bad", (certificate ? key : certificate).error().message});
        return;
    }
    auto now = base::system_clock().now();
    auto info = crypto::inspect_pair({*certificate, *key}, now);
    if (!info) {
        out.push_back({"bad", info.error().field + " " + info.error().message});
        return;
    }
    auto days = std::chrono::duration_cast<std::chrono::days>(info->not_after - now).count();
    out.push_back(
        {days < 14 ? "warn" : "ok", fmt::format("the certificate {} is valid for {} more days", info->subject, days)}
    );
}

}  // namespace

int doctor(Options const& options, Config const& config) {
    std::vector<Finding> findings;
    auto answer =
        ask_running_server(std::filesystem::absolute(options.data) / "run" / "control.sock", {{"command", "status"}});
    bool const running = answer && *answer;
    findings.push_back({"ok", running ? "the server runs" : "no server runs on this data directory"});
    if (running)
        for (auto const& component : (**answer).value("components", json::array())) {
            auto state = component.value("state", "");
            auto detail = component.value("detail", "");
            findings.push_back(
                {state == "ready" ? "ok" : "bad",
                 fmt::format("{} is {}{}{}", component.value("name", ""), state, detail.empty() ? "" : ": ", detail)}
            );
        }
    look_at_programs(config, findings);
    look_at_ports(config, running, findings);
    look_at_data(options, findings);
    look_at_certificate(config, findings);
    findings.push_back(
        process::landlock_version() > 0
            ? Finding{"ok", "this kernel has Landlock: children see only their own files"}
            : Finding{"warn", "this kernel has no Landlock: children run as the same user and could read the server's keys"}
    );

    bool bad = false;
    json items = json::array();
    for (auto const& finding : findings) {
        bad = bad || finding.level == "bad";
        if (options.json)
            items.push_back({{"level", finding.level}, {"what", finding.what}});
        else
            std::cout << fmt::format("{:5} {}\n", finding.level, finding.what);
    }
    if (options.json) std::cout << items.dump() << "\n";
    return bad ? 1 : 0;
}

}  // namespace alloquy::daemon
