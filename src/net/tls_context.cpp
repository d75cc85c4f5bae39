// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/net/tls_context.hpp>

#include <boost/asio/buffer.hpp>
#include <openssl/ssl.h>

namespace alloquy::net {
namespace {

// Every modern client knows at least one of these; TLS 1.3 has its own list, whose default is good.
constexpr char kTls12Suites[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// RFC 7301. A peer that names only other protocols is refused, so that bytes meant for another protocol's server are
/// never read as HTTP.
int choose_protocol(SSL*, unsigned char const** out, unsigned char* out_length, unsigned char const* offered, unsigned int offered_length, void*) {
    static constexpr unsigned char kOurs[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    int result = SSL_select_next_proto(&chosen, out_length, kOurs, sizeof kOurs - 1, offered, offered_length);
    *out = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> make_server_context(crypto::CertificatePair const& pair) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(
        native,
        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA
    );
    // Gives 34 KiB back per idle connection.
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    // Resumption is by ticket alone, and each context has its own ticket keys: after a certificate was replaced,
    // returning clients do a full handshake and see the new one.
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(native, 1);
    SSL_CTX_set_cipher_list(native, kTls12Suites);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);

    boost::system::error_code error;
    context->use_certificate_chain(asio::buffer(pair.certificate_pem), error);
    if (error) return fail_field("tls.certificate", "cannot be used: " + error.message());
    context->use_private_key(asio::buffer(pair.key_pem), asio::ssl::context::pem, error);
    if (error || SSL_CTX_check_private_key(native) != 1)
        return fail_field("tls.key", "cannot be used with the certificate: " + error.message());
    return context;
}

Result<std::unique_ptr<TlsContext>> TlsContext::create(Certificates& certificates) {
    auto context = make_server_context(certificates.pair());
    if (!context) return std::unexpected(context.error());
    std::unique_ptr<TlsContext> holder(new TlsContext);
    holder->current_ = std::move(*context);
    holder->replaced_ =
        certificates.replaced().subscribe([&certificates, here = holder.get()](CertificateReplaced const&) {
            auto next = make_server_context(certificates.pair());
            if (!next) return log::error("net", "the new certificate is not used for HTTPS: {}", next.error().message);
            here->current_ = std::move(*next);
        });
    return holder;
}

}  // namespace alloquy::net
