// SPDX-License-Identifier: GPL-2.0-or-later
// Just enough of TURN (RFC 8656), over UDP or TLS, to hold an allocation and to see whether it still lives.
#pragma once
#include "support/socket.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace alloquy::test {

class TurnClient {
public:
    enum class Transport { udp, tls };

    /// Of the server on 127.0.0.1.
    TurnClient(std::uint16_t port, std::string username, std::string password, Transport transport = Transport::udp);
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
    /// Empty when nothing came in time, so that UDP asks again.
    std::string send_and_receive(std::string const& message);
    Answer exchange(std::string const& message);

    int fd_ = -1;
    std::unique_ptr<Socket> tls_;
    std::string username_, password_, realm_, nonce_;
};

/// What a server with this secret accepts for a TURN username: base64(HMAC-SHA1(secret, username)).
std::string turn_password(std::string_view secret, std::string_view username);

}  // namespace alloquy::test
