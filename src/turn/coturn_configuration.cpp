// SPDX-License-Identifier: GPL-2.0-or-later
#include "coturn_configuration.hpp"

#include <alloquy/base/fill_template.hpp>
#include <alloquy/base/text.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>

namespace alloquy::turn {
namespace {

namespace ip = boost::asio::ip;

Result<ip::address> parse_ip(std::string_view text, std::string_view setting) {
    boost::system::error_code error;
    auto address = ip::make_address(std::string(text), error);
    if (error || text.contains('%'))
        return fail_field(std::string(setting), "\"" + std::string(text) + "\" is not an IP address");
    return address;
}

bool overlaps_loopback(ip::address const& first, ip::address const& last) {
    if (first.is_v4())
        return first.to_v4() <= ip::make_address_v4("127.255.255.255") &&
               last.to_v4() >= ip::make_address_v4("127.0.0.0");
    return first.to_v6() <= ip::address_v6::loopback() && last.to_v6() >= ip::address_v6::loopback();
}

/// One option per line; a line break or another control character would smuggle in a second one.
Result<> check_line(std::string_view text, std::string_view what) {
    bool control = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (control || text.empty() || text.size() > 1024)
        return fail_field(std::string(what), "must be one line of at most 1024 bytes");
    return {};
}

Result<std::string> address_lines(CoturnSettings const& settings, std::string_view option) {
    std::string lines;
    for (auto const& text : settings.listen) {
        auto address = parse_ip(text, "turn.listen");
        if (!address) return std::unexpected(address.error());
        if (!listens_everywhere(settings)) lines += std::string(option) + "=" + address->to_string() + "\n";
    }
    return lines;
}

Result<std::string> external_line(std::string const& external) {
    if (external.empty()) return std::string();
    auto slash = external.find('/');
    auto outside = parse_ip(std::string_view(external).substr(0, slash), "turn.external_ip");
    if (!outside) return std::unexpected(outside.error());
    auto line = "external-ip=" + outside->to_string();
    if (slash == std::string::npos) return line;
    auto inside = parse_ip(std::string_view(external).substr(slash + 1), "turn.external_ip");
    if (!inside) return std::unexpected(inside.error());
    return line + "/" + inside->to_string();
}

Result<std::string> allowed_lines(std::vector<std::string> const& peers) {
    std::string lines;
    bool loopback = false;
    for (auto const& text : peers) {
        auto range = parse_peer_range(text);
        if (!range) return std::unexpected(range.error());
        loopback = loopback || range->loopback;
        lines += "allowed-peer-ip=" + range->first + (range->first == range->last ? "" : "-" + range->last) + "\n";
    }
    // Only lifts coturn's own refusal; the denied range 127.0.0.0/8 still holds for what isn't allowed above.
    if (loopback) lines += "allow-loopback-peers\n";
    return lines;
}

}  // namespace

bool listens_everywhere(CoturnSettings const& settings) {
    return settings.listen.empty() || std::ranges::any_of(settings.listen, [](std::string const& text) {
               boost::system::error_code error;
               auto address = ip::make_address(text, error);
               return !error && address.is_unspecified();
           });
}

Result<PeerRange> parse_peer_range(std::string_view text) {
    constexpr std::string_view kSetting = "turn.allowed_peers";
    auto bad = [&] {
        return fail_field(
            std::string(kSetting),
            "\"" + std::string(text) + "\" is neither an address, nor a network such as 10.0.0.0/8, nor a range a-b"
        );
    };
    ip::address first, last;
    boost::system::error_code error;
    if (auto slash = text.find('/'); slash != std::string_view::npos) {
        if (auto v4 = ip::make_network_v4(std::string(text), error); !error) {
            first = v4.network();
            last = v4.broadcast();
        } else if (auto v6 = ip::make_network_v6(std::string(text), error); !error) {
            auto bytes = v6.network().to_bytes();
            first = ip::address_v6(bytes);
            for (unsigned bit = v6.prefix_length(); bit < 128; ++bit) bytes[bit / 8] |= std::uint8_t(0x80 >> (bit % 8));
            last = ip::address_v6(bytes);
        } else {
            return bad();
        }
    } else {
        auto dash = text.find('-');
        auto from = parse_ip(text.substr(0, dash), kSetting);
        auto to = dash == std::string_view::npos ? from : parse_ip(text.substr(dash + 1), kSetting);
        if (!from || !to || from->is_v4() != to->is_v4() || *to < *from) return bad();
        first = *from;
        last = *to;
    }
    return PeerRange{first.to_string(), last.to_string(), overlaps_loopback(first, last)};
}

Result<std::string> render_turnserver_conf(
    std::string_view template_text, CoturnSettings const& settings, CoturnControlPort const& control
) {
    if (settings.port == 0) return fail_field("turn.port", "must be from 1 to 65535");
    if (settings.tls_port == 0 || settings.tls_port == settings.port)
        return fail_field("turn.tls_port", "must be from 1 to 65535 and not turn.port");
    auto [first, last] = settings.relay_ports;
    if (first < 1024 || last < first)
        return fail_field("turn.relay_ports", "must be a range such as 49160-49999, not below 1024");
    for (auto const& [text, what] : {
             std::pair{settings.realm, "server.host"},
             {settings.directory.string(), "the data directory's path"},
             {settings.certificate.string(), "the certificate's path"},
             {settings.key.string(), "the key's path"},
         })
        if (auto ok = check_line(text, what); !ok) return std::unexpected(ok.error());
    auto listening = address_lines(settings, "listening-ip");
    if (!listening) return std::unexpected(listening.error());
    auto relay = address_lines(settings, "relay-ip");
    if (!relay) return std::unexpected(relay.error());
    auto external = external_line(settings.external_ip);
    if (!external) return std::unexpected(external.error());
    auto allowed = allowed_lines(settings.allowed_peers);
    if (!allowed) return std::unexpected(allowed.error());

    return base::fill_template(
        template_text, {{"listening_ips", *listening},
                        {"relay_ips", *relay},
                        {"external_ip", *external},
                        {"port", std::to_string(settings.port)},
                        {"tls_port", std::to_string(settings.tls_port)},
                        {"relay_port_first", std::to_string(first)},
                        {"relay_port_last", std::to_string(last)},
                        {"certificate", settings.certificate.string()},
                        {"key", settings.key.string()},
                        {"realm", settings.realm},
                        {"database", (settings.directory / "turndb.sqlite").string()},
                        {"user_quota", std::to_string(settings.user_quota)},
                        {"total_quota", std::to_string(settings.total_quota)},
                        {"max_bps", std::to_string(settings.max_bytes_per_second)},
                        {"allowed_peers", *allowed},
                        {"pid_file", (settings.directory / "turnserver.pid").string()},
                        {"cli_port", std::to_string(control.port)},
                        {"cli_password", control.password}}
    );
}

}  // namespace alloquy::turn
