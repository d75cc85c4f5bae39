// SPDX-License-Identifier: GPL-2.0-or-later
#include "redaction.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

namespace alloquy::chat {

void announce_redaction(Links& links, Redaction const& redaction, std::string_view target) {
    auto const line = fmt::format(
        ":{} REDACT {} {}{}{}", redaction.source, target, redaction.message, redaction.reason.empty() ? "" : " :",
        redaction.reason
    );
    if (target.starts_with('#')) return links.deliver(fmt::format("channel:{}", target), 'r', {}, line);
    links.deliver(fmt::format("account:{}", target), 'r', {}, line);
    if (!base::equals_ignoring_case(target, redaction.account))
        links.deliver(fmt::format("account:{}", redaction.account), 'r', {}, line);
}

}  // namespace alloquy::chat
