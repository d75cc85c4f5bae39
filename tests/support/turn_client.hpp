// SPDX-License-Identifier: GPL-2.0-or-later
// Just enough of TURN over UDP (RFC 8656) to hold an allocation and to see whether it still lives.
#pragma once
#include "support/wait.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::test {

class TurnClient {
public:
    /// Of the server on 127.0.0.1.
    TurnClient(std::uint16_t port, std::string username, std::string password);
    ~TurnClient();
    TurnClient(TurnClient const&) = delete;
    TurnClient& operator=(TurnClient const&) = delete;

    /// 0, or the error code of the answer (401 unauthorised, 486 quota, 437 no such allocation …).
    int allocate();
    /// The same for Refresh: whether the allocation still lives.
    int refresh();

private:
    struct Answer {
        bool success;
        int error;
        std::string realm, nonce;
    };
    /// Sends the request, again with credentials when the server asks for them.
    int request(std::uint16_t method, std::string_view attributes);
    Answer exchange(std::string message);

    int fd_;
    std::string username_, password_, realm_, nonce_;
};

/// What a server with this secret accepts for a TURN username: base64(HMAC-SHA1(secret, username)).
std::string turn_password(std::string_view secret, std::string_view username);

}  // namespace alloquy::test
