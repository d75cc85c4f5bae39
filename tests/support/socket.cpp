// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace alloquy::test {
namespace {

std::string fingerprint(X509 const* certificate) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    X509_digest(certificate, EVP_sha256(), digest, &length);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        constexpr char kDigits[] = "0123456789ABCDEF";
        if (i > 0) text += ':';
        text += {kDigits[digest[i] >> 4], kDigits[digest[i] & 15]};
    }
    return text;
}

std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(std::string_view text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all};
}

[[noreturn]] void tls_failure(std::string const& what) {
    char text[256] = "connection closed";
    if (auto const code = ERR_get_error()) ERR_error_string_n(code, text, sizeof text);
    throw std::runtime_error(what + ": " + text);
}

}  // namespace

std::string fingerprint_of(std::string_view certificate_pem) {
    auto const bio = memory(certificate_pem);
    std::unique_ptr<X509, decltype(&X509_free)> const certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free
    );
    if (!certificate) tls_failure("can't read the certificate");
    return test::fingerprint(certificate.get());
}

std::string hex_fingerprint_of(std::string_view certificate_pem) {
    std::string hex;
    for (char c : fingerprint_of(certificate_pem))
        if (c != ':') hex += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return hex;
}

Socket::Socket(std::uint16_t port, Security security, ClientCertificate const* certificate, std::string const& source)
    : context_(nullptr, &SSL_CTX_free), tls_(nullptr, &SSL_free) {
    // OpenSSL writes without MSG_NOSIGNAL.
    static auto const ignored = std::signal(SIGPIPE, SIG_IGN);
    (void)ignored;
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (!source.empty()) {
        inet_pton(AF_INET, source.c_str(), &address.sin_addr);
        bind(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address);
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        int const reason = errno;
        close(fd_);
        throw std::system_error(reason, std::generic_category(), "connecting to port " + std::to_string(port));
    }
    int const yes = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK);
    if (security == Security::plain) return;
    try {
        handshake(certificate);
    } catch (...) {
        close(fd_);
        throw;
    }
}

Socket::~Socket() {
    if (tls_) SSL_shutdown(tls_.get());
    if (fd_ >= 0) close(fd_);
}

void Socket::handshake(ClientCertificate const* certificate) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (certificate) {
        auto const bio = memory(certificate->certificate_pem);
        std::unique_ptr<X509, decltype(&X509_free)> const x509(
            PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free
        );
        auto const key_bio = memory(certificate->key_pem);
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(
            PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free
        );
        if (SSL_CTX_use_certificate(context_.get(), x509.get()) != 1 ||
            SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1)
            tls_failure("can't use the client certificate");
    }
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), fd_);
    SSL_set_tlsext_host_name(tls_.get(), "localhost");
    auto const deadline = Clock::now() + patience();
    for (;;) {
        ERR_clear_error();
        int const result = SSL_connect(tls_.get());
        if (result == 1) break;
        switch (SSL_get_error(tls_.get(), result)) {
            case SSL_ERROR_WANT_READ:
                wait_for(POLLIN, deadline);
                break;
            case SSL_ERROR_WANT_WRITE:
                wait_for(POLLOUT, deadline);
                break;
            default:
                tls_failure("TLS handshake");
        }
    }
    std::unique_ptr<X509, decltype(&X509_free)> const peer(SSL_get1_peer_certificate(tls_.get()), &X509_free);
    if (peer) fingerprint_ = test::fingerprint(peer.get());
}

void Socket::wait_for(short events, Clock::time_point deadline) const {
    auto const left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
    pollfd entry{fd_, events, 0};
    if (left <= 0 || poll(&entry, 1, static_cast<int>(left) + 1) == 0) throw std::runtime_error("timeout");
}

void Socket::write(std::string_view bytes) {
    auto const deadline = Clock::now() + patience();
    while (!bytes.empty()) {
        if (tls_) {
            ERR_clear_error();
            int const count = SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
            } else if (int const reason = SSL_get_error(tls_.get(), count); reason == SSL_ERROR_WANT_WRITE) {
                wait_for(POLLOUT, deadline);
            } else if (reason == SSL_ERROR_WANT_READ) {
                wait_for(POLLIN, deadline);
            } else {
                tls_failure("writing");
            }
        } else {
            auto const count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
            } else if (errno == EAGAIN) {
                wait_for(POLLOUT, deadline);
            } else {
                throw std::system_error(errno, std::generic_category(), "writing");
            }
        }
    }
}

std::string Socket::read_some(Clock::time_point deadline) {
    std::string buffer(16 * 1024, '\0');
    for (;;) {
        long count = 0;
        short wanted = POLLIN;
        if (tls_) {
            ERR_clear_error();
            count = SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()));
            if (count <= 0) {
                int const reason = SSL_get_error(tls_.get(), static_cast<int>(count));
                // An abrupt end (no close_notify) is an end all the same.
                if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) return {};
                if (reason == SSL_ERROR_WANT_WRITE) wanted = POLLOUT;
            }
        } else {
            count = recv(fd_, buffer.data(), buffer.size(), 0);
            if (count == 0 || (count < 0 && errno != EAGAIN)) return {};
        }
        if (count > 0) {
            buffer.resize(static_cast<std::size_t>(count));
            return buffer;
        }
        wait_for(wanted, deadline);
    }
}

}  // namespace alloquy::test
