// SPDX-License-Identifier: GPL-2.0-or-later
#include "config.hpp"

#include "setting_types.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <map>

namespace alloquy::daemon {
namespace {

/// A full host name if the machine has one; "localhost" otherwise, which works for a first try on one's own machine.
std::string machine_host() {
    char name[256] = "";
    if (::gethostname(name, sizeof name - 1) != 0) return "localhost";
    std::string host = name;
    return host.find('.') == std::string::npos ? "localhost" : base::to_lower(host);
}

bool is_host(std::string_view host) {
    return !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:"
                            ) == std::string_view::npos;
}

std::string url_host(std::string const& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::uint16_t port_of(std::string const& endpoint) {
    auto const parsed = parse_endpoint(endpoint);
    return parsed ? parsed->second : std::uint16_t(0);
}

}  // namespace

Result<> Config::finish() {
    if (server.host.empty()) server.host = machine_host();
    if (!is_host(server.host))
        return fail_field("server.host", "server.host must be a host name or an IP address", "bad_setting");
    if (http.public_url.empty()) {
        auto standard = http.tls ? 443 : 80;
        http.public_url = (http.tls ? "https://" : "http://") + url_host(server.host);
        if (http.port != standard) http.public_url += ":" + std::to_string(http.port);
    }
    if (http.files_port == 0)
        http.files_port = http.port == 65535 ? std::uint16_t(65534) : std::uint16_t(http.port + 1);
    if (tls.certificate.empty() != tls.key.empty())
        return fail_field(
            tls.key.empty() ? "tls.key" : "tls.certificate",
            "tls.certificate and tls.key must be set together, or both left empty", "bad_setting"
        );

    std::map<std::uint16_t, std::string> taken;
    auto claim = [&](std::uint16_t port, std::string const& setting, bool used) -> Result<> {
        if (!used || port == 0) return {};
        auto [entry, fresh] = taken.emplace(port, setting);
        if (fresh) return {};
        return fail_field(setting, fmt::format("{} and {} are both {}", entry->second, setting, port), "bad_setting");
    };
    for (auto const& [port, setting, used] :
         {std::tuple{http.port, "http.port", true},
          {irc.port, "irc.port", true},
          {irc.plain_port, "irc.plain_port", true},
          {port_of(irc.module_listen), "irc.module_listen", true},
          {port_of(irc.server_listen), "irc.server_listen", true},
          {mumble.port, "mumble.port", mumble.enabled},
          {turn.port, "turn.port", turn.enabled},
          {turn.tls_port, "turn.tls_port", turn.enabled}})
        if (auto ok = claim(port, setting, used); !ok) return ok;
    return {};
}

}  // namespace alloquy::daemon
