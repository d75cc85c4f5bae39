// SPDX-License-Identifier: GPL-2.0-or-later
#include "leaf_rules.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {
namespace {

/// 41 bits of time, 10 of node, 12 that count.
unsigned node_of(base::Id id) {
    return unsigned(id >> 12) & 0x3FF;
}

Result<> check_id(LeafIdentity const& leaf, base::Id id, base::Timestamp now) {
    if (node_of(id) != leaf.node) return fail(Errc::conflict, "This id isn't the server's to give");
    if (base::time_of(id) > now + kLeafClockAhead) return fail(Errc::conflict, "The server's clock is ahead");
    return {};
}

/// Somebody else has this nick. A device of the same person may: it speaks under the person's name.
bool speaks_as_another(LeafIdentity const& leaf, IncomingMessage const& message, Whereabouts const& whereabouts) {
    auto const holder = whereabouts.holder_of(std::string_view(message.source).substr(0, message.source.find('!')));
    if (holder.empty() || is_of_server(holder, leaf.server)) return false;
    auto const account = whereabouts.account_of(holder);
    return message.account.empty() || !account || !base::equals_ignoring_case(*account, message.account);
}

}  // namespace

bool is_of_server(std::string_view uid, std::string_view server) {
    return uid.size() > server.size() && uid.starts_with(server);
}

Result<> check_leaf_message(
    LeafIdentity const& leaf, IncomingMessage const& message, Whereabouts const& whereabouts, base::Timestamp now
) {
    // Events come without one.
    bool const event = message.kind == messages::Kind::event;
    if (!event && !is_of_server(message.uid, leaf.server))
        return fail(Errc::forbidden, "This isn't one of the server's connections");
    if (!message.account.empty() && !event) {
        auto const account = whereabouts.account_of(message.uid);
        if (account && !base::equals_ignoring_case(*account, message.account))
            return fail(Errc::forbidden, "This connection isn't signed in to that account");
    }
    if (speaks_as_another(leaf, message, whereabouts)) return fail(Errc::forbidden, "Somebody else has this nick");
    return check_id(leaf, message.id, now);
}

}  // namespace alloquy::chat
