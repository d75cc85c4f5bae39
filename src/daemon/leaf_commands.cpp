// SPDX-License-Identifier: GPL-2.0-or-later
#include "leaf_commands.hpp"

#include "admin_commands.hpp"
#include "setting_types.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

/// "AB:CD:…" as InspIRCd compares it.
std::string to_plain_hex(std::string fingerprint) {
    std::erase(fingerprint, ':');
    return base::to_lower(fingerprint);
}

}  // namespace

Result<> listen_for_leaves(Config const& config, chat::Chat& chat, net::TlsContext const& tls, chat::Leaves& leaves) {
    auto const modules = parse_endpoint(config.irc.module_listen);
    if (!modules) return {};
    return chat.listen_for_leaves(
        {modules->first, modules->second, "irc.module_listen", "irc.module_listen"}, tls, leaves
    );
}

LeafCommands::LeafCommands(
    Config const& config, chat::Leaves& leaves, net::Certificates const& certificates, irc::InspircdChild& inspircd,
    irc::Bridge& bridge
)
    : config_(config), leaves_(leaves), certificates_(certificates), inspircd_(inspircd), bridge_(bridge) {
    inspircd_.linked_servers = [this] {
        std::vector<irc::LinkedServer> servers;
        for (auto const& leaf : leaves_.list()) servers.push_back({leaf.name, leaves_.link_password(leaf)});
        return servers;
    };
    subscriptions_.push_back(leaves_.added.subscribe([this](chat::LeafAdded const&) { changed(); }));
    subscriptions_.push_back(leaves_.removed.subscribe([this](chat::LeafRemoved const& event) {
        changed();
        bridge_.unlink(event.leaf.name);
    }));
}

void LeafCommands::changed() const {
    if (auto told = inspircd_.linked_servers_changed(); !told)
        log::error("irc", "InspIRCd doesn't hear of its leaves: {}", told.error().message);
}

Task<json> LeafCommands::run(json request) {
    auto const command = text_of(request, "command"), name = text_of(request, "username");
    Result<json> result = fail(Errc::not_found, "unknown command '" + command + "'");
    if (command == "leaf.add") {
        result = co_await add(name);
    } else if (command == "leaf.list") {
        result = list();
    } else if (command == "leaf.remove") {
        auto removed = co_await leaves_.remove(name);
        result = removed ? Result<json>(json::object()) : std::unexpected(removed.error());
    }
    co_return to_answer(std::move(result));
}

Task<Result<json>> LeafCommands::add(std::string name) {
    auto const modules = parse_endpoint(config_.irc.module_listen);
    if (!modules || config_.irc.server_listen.empty())
        co_return fail(
            Errc::conflict,
            "set irc.module_listen and irc.server_listen first, so that there is something to connect to"
        );
    auto made = co_await leaves_.add(std::move(name));
    if (!made) co_return std::unexpected(made.error());
    auto text = inspircd_.leaf_part({
        .name = made->leaf.name,
        .server_id = made->leaf.server_id,
        .link_password = made->link_password,
        .module_secret = made->module_secret,
        .fingerprint = to_plain_hex(certificates_.info().sha256_fingerprint),
        .module_port = modules->second,
    });
    if (!text) co_return std::unexpected(text.error());
    json answer{{"name", made->leaf.name}, {"server_id", made->leaf.server_id}, {"configuration", *text}};
    co_return answer;
}

json LeafCommands::list() const {
    auto items = json::array();
    for (auto const& leaf : leaves_.list())
        items.push_back(
            {{"name", leaf.name}, {"server_id", leaf.server_id}, {"added_at", base::to_rfc3339(leaf.added_at)}}
        );
    return {{"items", std::move(items)}};
}

}  // namespace alloquy::daemon
