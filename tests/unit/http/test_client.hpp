// SPDX-License-Identifier: GPL-2.0-or-later
// A blocking client that sends exactly the bytes a test wants and never waits longer than five seconds.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace alloquy::test {

struct Answer {
    int status = 0;
    std::multimap<std::string, std::string> headers;  ///< Names in lower case.
    std::string body;
    std::string raw;

    std::string header(std::string const& name) const {
        auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

class Client {
public:
    explicit Client(std::uint16_t port, bool tls = false, int receive_buffer = 0) {
        fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval limit{5, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        if (receive_buffer) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
        if (tls) start_tls();
    }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;
    ~Client() {
        if (ssl_) SSL_free(ssl_);
        if (context_) SSL_CTX_free(context_);
        if (fd_ >= 0) ::close(fd_);
    }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto count = ssl_ ? SSL_write(ssl_, bytes.data(), int(bytes.size()))
                              : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(std::size_t(count));
        }
        return true;
    }

    /// False at the end of the stream; throws after five silent seconds.
    bool receive() {
        char chunk[16384];
        auto count = ssl_ ? SSL_read(ssl_, chunk, sizeof chunk) : ::recv(fd_, chunk, sizeof chunk, 0);
        if (count <= 0) {
            bool silent = ssl_ ? SSL_get_error(ssl_, int(count)) == SSL_ERROR_WANT_READ
                               : count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
            ERR_clear_error();
            if (silent) throw std::runtime_error("nothing came for five seconds; so far: " + buffer_.substr(0, 2000));
            return false;
        }
        buffer_.append(chunk, std::size_t(count));
        return true;
    }

    /// The next response; status 0 when the connection ended before one was whole.
    Answer answer(bool without_body = false) {
        Answer out;
        std::size_t end;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!receive()) return out;
        out.raw = buffer_.substr(0, end + 4);
        std::size_t at = out.raw.find("\r\n") + 2;
        while (at < end) {
            auto stop = out.raw.find("\r\n", at);
            auto line = out.raw.substr(at, stop - at);
            auto colon = line.find(": ");
            auto name = line.substr(0, colon);
            for (auto& c : name) c = char(std::tolower(static_cast<unsigned char>(c)));
            out.headers.emplace(name, line.substr(colon + 2));
            at = stop + 2;
        }
        auto length = std::size_t(std::strtoul(out.header("content-length").c_str(), nullptr, 10));
        if (without_body) length = 0;
        while (buffer_.size() < end + 4 + length)
            if (!receive()) return out;
        out.status = std::atoi(out.raw.c_str() + 9);
        out.body = buffer_.substr(end + 4, length);
        buffer_.erase(0, end + 4 + length);
        return out;
    }

    Answer get(std::string const& target, std::string const& headers = {}) {
        send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        return answer();
    }
    Answer post(std::string const& target, std::string const& body, std::string const& headers = {}) {
        send(
            "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n" + headers + "\r\n" + body
        );
        return answer();
    }

    /// Whether the server ends the connection (within five seconds).
    bool closed() {
        try {
            while (receive()) buffer_.clear();
            return true;
        } catch (std::runtime_error const&) {
            return false;
        }
    }

    std::string& buffer() { return buffer_; }
    int fd() const { return fd_; }

    /// SHA-256 of the server's certificate, hex, as a browser would show it without colons.
    std::string fingerprint() const {
        X509* certificate = SSL_get1_peer_certificate(ssl_);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned int length = 0;
        X509_digest(certificate, EVP_sha256(), digest, &length);
        X509_free(certificate);
        std::string out;
        char const hex[] = "0123456789ABCDEF";
        for (unsigned int i = 0; i < length; ++i) {
            if (i) out += ':';
            out += hex[digest[i] >> 4];
            out += hex[digest[i] & 15];
        }
        return out;
    }
    std::string protocol() const { return SSL_get_version(ssl_); }

private:
    void start_tls() {
        context_ = SSL_CTX_new(TLS_client_method());
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, fd_);
        SSL_set_tlsext_host_name(ssl_, "localhost");
        unsigned char const protocols[] = "\x08http/1.1";
        SSL_set_alpn_protos(ssl_, protocols, sizeof protocols - 1);
        if (SSL_connect(ssl_) != 1) {
            ERR_clear_error();
            throw std::runtime_error("the TLS handshake failed");
        }
    }

    int fd_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* ssl_ = nullptr;
    std::string buffer_;
};

}  // namespace alloquy::test
