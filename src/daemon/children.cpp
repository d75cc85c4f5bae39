// SPDX-License-Identifier: GPL-2.0-or-later
#include "children.hpp"

#include "setting_types.hpp"

#include <alloquy/crypto/key_file.hpp>

namespace alloquy::daemon {
namespace {

Result<> make_irc(
    asio::any_io_executor executor, Config const& config, Prepared const& prepared, accounts::Directory& directory,
    Children& out
) {
    irc::BridgeSettings bridge;
    bridge.guests = config.irc.guests;
    bridge.sign_in_url = config.http.public_url;
    out.irc = std::make_unique<irc::Bridge>(executor, directory, base::system_clock(), std::move(bridge));

    irc::InspircdSettings settings;
    settings.directory = prepared.owned.data.child("inspircd");
    settings.keys = prepared.owned.data.keys();
    settings.templates = prepared.installation.templates / "inspircd";
    settings.module = prepared.installation.module;
    settings.certificate = prepared.certificates->live_certificate();
    settings.key = prepared.certificates->live_key();
    settings.host = config.server.host;
    settings.name = config.server.name;
    settings.listen = {config.irc.listen == "::" ? "*" : config.irc.listen};
    settings.port = config.irc.port;
    settings.plain_port = config.irc.plain_port;
    if (auto const servers = parse_endpoint(config.irc.server_listen)) {
        settings.server_address = servers->first == "::" ? "*" : servers->first;
        settings.server_port = servers->second;
    }
    settings.sts = prepared.certificates->given_by_operator();
    settings.guests = config.irc.guests;
    settings.sign_in_url = config.http.public_url;
    auto child = irc::InspircdChild::load(std::move(settings), *out.irc);
    if (!child) return std::unexpected(child.error());
    out.inspircd = std::move(*child);
    return {};
}

void make_mumble(
    asio::any_io_executor executor, Config const& config, Prepared const& prepared, accounts::Directory& directory,
    Children& out
) {
    mumble::MurmurSettings settings;
    settings.directory = prepared.owned.data.child("murmur");
    settings.templates = prepared.installation.templates;
    settings.certificate = prepared.certificates->live_certificate();
    settings.key = prepared.certificates->live_key();
    settings.listen.clear();
    if (!config.mumble.listen.empty()) settings.listen.push_back(config.mumble.listen);
    settings.port = config.mumble.port;
    settings.server_name = config.server.name;
    settings.users = config.mumble.users;
    settings.bandwidth = config.mumble.bandwidth;
    out.murmur = std::make_unique<mumble::MurmurChild>(std::move(settings));

    mumble::BridgeSettings bridge;
    bridge.enrol_certificates = config.mumble.enrol_certificates;
    out.mumble =
        std::make_unique<mumble::Bridge>(executor, directory, *out.murmur, std::move(bridge), base::system_clock());
}

Result<> make_turn(
    asio::any_io_executor executor, Config const& config, Prepared const& prepared, accounts::Directory& directory,
    Children& out
) {
    turn::CoturnSettings settings;
    settings.directory = prepared.owned.data.child("coturn");
    settings.templates = prepared.installation.templates;
    settings.certificate = prepared.certificates->live_certificate();
    settings.key = prepared.certificates->live_key();
    settings.listen = config.turn.listen;
    settings.port = config.turn.port;
    settings.tls_port = config.turn.tls_port;
    settings.relay_ports = config.turn.relay_ports;
    settings.external_ip = config.turn.external_ip;
    settings.allowed_peers = config.turn.allowed_peers;
    settings.realm = config.server.host;
    auto secret = crypto::load_or_create_key(prepared.owned.data.keys() / "turn_secret", 32);
    if (!secret) return std::unexpected(secret.error());
    turn::SecretSchedule schedule(std::move(*secret));
    out.coturn = std::make_unique<turn::CoturnChild>(std::move(settings), std::move(schedule), base::system_clock());
    turn::BridgeSettings bridge{config.server.host};
    out.turn =
        std::make_unique<turn::Bridge>(executor, directory, *out.coturn, std::move(bridge), base::system_clock());
    return {};
}

}  // namespace

Result<Children> make_children(
    asio::any_io_executor executor, Config const& config, Prepared const& prepared, accounts::Directory& directory
) {
    Children children;
    if (auto made = make_irc(executor, config, prepared, directory, children); !made)
        return std::unexpected(made.error());
    if (config.mumble.enabled) make_mumble(executor, config, prepared, directory, children);
    if (config.turn.enabled)
        if (auto made = make_turn(executor, config, prepared, directory, children); !made)
            return std::unexpected(made.error());
    return children;
}

void add_children(Children& children, supervisor::Supervisor& supervisor) {
    // Murmur first, because it takes longest to start.
    if (children.murmur) supervisor.add(*children.murmur);
    supervisor.add(*children.inspircd);
    if (children.coturn) supervisor.add(*children.coturn);
}

Result<> start_bridges(Children& children, async::TaskGroup& tasks) {
    children.irc->start(tasks);
    if (children.turn) children.turn->start(tasks);
    return children.mumble ? children.mumble->start(tasks) : Result<>();
}

void stop_bridges(Children& children) {
    children.irc->stop();
}

void stop_controls(Children& children) {
    if (children.mumble) children.mumble->stop();
    if (children.turn) children.turn->stop();
}

}  // namespace alloquy::daemon
