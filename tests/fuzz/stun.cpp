// SPDX-License-Identifier: GPL-2.0-or-later
// What coturn's ports answer: STUN messages, and the text of its control port and log.
#include "stun.hpp"

#include "cli_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace alloquy::turn;
    std::string_view input(reinterpret_cast<char const*>(data), size);
    (void)stun_message_length(input);
    // With the transaction id that the message itself has, so that the fuzzer gets past that check.
    if (size >= kStunHeader) (void)parse_binding_response(input, input.substr(8, kTransactionId));
    (void)banner_version(input);
    (void)parse_sessions(input);
    if (auto session = parse_new_session(input)) (void)account_of(session->turn_username);
    return 0;
}
