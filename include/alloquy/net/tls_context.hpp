// SPDX-License-Identifier: GPL-2.0-or-later
// The server side's TLS settings with the current certificate. New connections use what current() gives when they are
// accepted; connections made before a replacement keep theirs.
#pragma once
#include <alloquy/net/certificates.hpp>

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace alloquy::net {

/// TLS 1.2 or later, forward-secret AEAD suites, ALPN http/1.1. Errors: invalid_input (the pair can't be used).
Result<std::shared_ptr<asio::ssl::context>> make_server_context(crypto::CertificatePair const& pair);

class TlsContext {
public:
    /// Follows `certificates`, which must outlive this. Errors as above.
    static Result<std::unique_ptr<TlsContext>> create(Certificates& certificates);

    std::shared_ptr<asio::ssl::context> const& current() const { return current_; }

private:
    TlsContext() = default;

    std::shared_ptr<asio::ssl::context> current_;
    base::Subscription replaced_;
};

}  // namespace alloquy::net
