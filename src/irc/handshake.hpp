// SPDX-License-Identifier: GPL-2.0-or-later
// Proving to each other, without sending it, that both ends of the services link know the password.
#pragma once
#include <string>
#include <string_view>

namespace alloquy::irc {

/// What goes into the SERVER line: "AUTH:" and HMAC-SHA256(password, the other side's challenge) as base 64 without
/// padding (InspIRCd's m_spanningtree, hmac.cpp).
std::string link_authenticator(std::string_view password, std::string_view challenge);
/// In constant time.
bool link_authenticator_matches(std::string_view received, std::string_view password, std::string_view challenge);

/// The value of CHALLENGE in "NICKMAX=32 … CHALLENGE=abc …"; empty without one.
std::string_view find_challenge(std::string_view capabilities);

}  // namespace alloquy::irc
