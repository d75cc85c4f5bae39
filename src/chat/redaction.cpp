// SPDX-License-Identifier: GPL-2.0-or-later
#include "redaction.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

namespace alloquy::chat {

std::string redaction_text(Redaction const& redaction, std::string_view target) {
    return fmt::format(
        "REDACT {} {}{}{}", target, redaction.message, redaction.reason.empty() ? "" : " :", redaction.reason
    );
}

void announce_redaction(Links& links, Redaction const& redaction, std::string_view target) {
    auto const line = fmt::format(":{} {}", redaction.source, redaction_text(redaction, target));
    auto const tell = [&](std::string const& to) { links.deliver(to, 'r', redaction.uid, line); };
    if (target.starts_with('#')) return tell(fmt::format("channel:{}", target));
    tell(fmt::format("account:{}", target));
    if (!base::equals_ignoring_case(target, redaction.account)) tell(fmt::format("account:{}", redaction.account));
}

}  // namespace alloquy::chat
