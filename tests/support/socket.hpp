// SPDX-License-Identifier: GPL-2.0-or-later
// A blocking client connection with deadlines, plain or TLS. Certificates are not verified but their fingerprint is
// told: our test servers show a self-signed one, and tests compare fingerprints.
#pragma once
#include "support/wait.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace alloquy::test {

enum class Security { plain, tls };

struct ClientCertificate {
    std::string certificate_pem;
    std::string key_pem;
};

class Socket {
public:
    /// To 127.0.0.1, from `source` (of 127.0.0.0/8; empty = 127.0.0.1). Throws when nobody accepts or the handshake
    /// fails.
    Socket(
        std::uint16_t port, Security security, ClientCertificate const* certificate = nullptr,
        std::string const& source = {}
    );
    ~Socket();
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;

    /// Throws when the peer closed the connection or does not take it in time.
    void write(std::string_view bytes);
    /// What came, at least one byte; empty at the end of the connection. Throws std::runtime_error("timeout") when
    /// nothing came before `deadline`.
    std::string read_some(Clock::time_point deadline);

    /// SHA-256 of the server's certificate as "AB:CD:…"; empty without TLS.
    std::string fingerprint() const { return fingerprint_; }

private:
    void handshake(ClientCertificate const* certificate);
    void wait_for(short events, Clock::time_point deadline) const;

    int fd_ = -1;
    std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)> context_;
    std::unique_ptr<ssl_st, void (*)(ssl_st*)> tls_;
    std::string fingerprint_;
};

/// SHA-256 of a PEM certificate, as Socket::fingerprint() writes it.
std::string fingerprint_of(std::string_view certificate_pem);
/// The same as lower-case hex without colons, as SASL EXTERNAL and Mumble know it.
std::string hex_fingerprint_of(std::string_view certificate_pem);

}  // namespace alloquy::test
