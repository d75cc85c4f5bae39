// SPDX-License-Identifier: GPL-2.0-or-later
#include "irc_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace bench {
namespace {

constexpr Nanoseconds kPatience = 60'000'000'000;
constexpr std::size_t kRead = 256 * 1024;

void watch(int epoll, int operation, int socket, std::uint32_t events, void* data) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = data;
    epoll_ctl(epoll, operation, socket, &event);
}

std::string base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    auto const length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<unsigned char const*>(bytes.data()),
        int(bytes.size())
    );
    out.resize(std::size_t(length));
    return out;
}

}  // namespace

IrcClient::IrcClient(Loop& loop, std::uint16_t port, bool tls, std::deque<Step> steps)
    : loop_(loop), steps_(std::move(steps)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_at_ = now();
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 && errno != EINPROGRESS)
        fail("can't connect");
    if (tls) {
        ssl_ = SSL_new(loop.tls_);
        SSL_set_fd(ssl_, socket_);
        SSL_set_connect_state(ssl_);
    }
    watch(loop.epoll_, EPOLL_CTL_ADD, socket_, EPOLLIN | EPOLLOUT, this);
}

IrcClient::~IrcClient() {
    SSL_free(ssl_);
    ::close(socket_);
}

void IrcClient::fail(std::string const& why) const {
    std::fprintf(stderr, "%s; last line: %s\n", why.c_str(), last_line_.c_str());
    std::exit(1);
}

void IrcClient::say(std::string_view line) {
    out_.append(line).append("\r\n");
    if (opening_ || std::exchange(dirty_, true)) return;
    loop_.dirty_.push_back(this);
}

/// Says what can be said now: the connection is open, or a step is done.
void IrcClient::advance() {
    if (ssl_ && !SSL_is_init_finished(ssl_)) {
        auto const done = SSL_do_handshake(ssl_);
        if (done != 1) {
            auto const error = SSL_get_error(ssl_, done);
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) fail("TLS handshake failed");
            watch(
                loop_.epoll_, EPOLL_CTL_MOD, socket_, EPOLLIN | (error == SSL_ERROR_WANT_WRITE ? EPOLLOUT : 0U), this
            );
            return;
        }
    }
    opening_ = false;
    watch(loop_.epoll_, EPOLL_CTL_MOD, socket_, EPOLLIN, this);
    if (!steps_.empty()) say(steps_.front().say);
}

void IrcClient::read() {
    static std::array<char, kRead> buffer;
    for (;;) {
        auto const count = ssl_ ? ssize_t(SSL_read(ssl_, buffer.data(), int(buffer.size())))
                                : ::recv(socket_, buffer.data(), buffer.size(), 0);
        bool const again = count < 0 && (ssl_ ? SSL_get_error(ssl_, int(count)) == SSL_ERROR_WANT_READ
                                              : errno == EAGAIN || errno == EINTR);
        if (again) return;
        if (count <= 0) fail("the server closed a connection");
        in_.append(buffer.data(), std::size_t(count));
        std::size_t begin = 0;
        for (std::size_t end; (end = in_.find('\n', begin)) != std::string::npos; begin = end + 1)
            take(std::string_view(in_).substr(begin, end - begin - (end > begin && in_[end - 1] == '\r')));
        in_.erase(0, begin);
        if (!ssl_ && std::size_t(count) < buffer.size()) return;
    }
}

void IrcClient::take(std::string_view line) {
    if (line.starts_with("PING ")) return say("PONG " + std::string(line.substr(5)));
    if (steps_.empty()) {
        if (on_line) on_line(line);
        return;
    }
    last_line_ = line;
    if (line.starts_with("ERROR")) fail("refused");
    if (line.find(steps_.front().wait) == std::string_view::npos) return;
    steps_.pop_front();
    if (!steps_.empty()) say(steps_.front().say);
}

void IrcClient::write() {
    dirty_ = false;
    while (!out_.empty()) {
        auto const count = ssl_ ? ssize_t(SSL_write(ssl_, out_.data(), int(out_.size())))
                                : ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
        if (count <= 0) break;
        out_.erase(0, std::size_t(count));
    }
    bool const was_blocked = std::exchange(blocked_, !out_.empty());
    if (was_blocked != blocked_)
        watch(loop_.epoll_, EPOLL_CTL_MOD, socket_, blocked_ ? EPOLLIN | EPOLLOUT : EPOLLIN, this);
}

Loop::Loop() : epoll_(epoll_create1(EPOLL_CLOEXEC)), tls_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_mode(tls_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Loop::~Loop() {
    clients_.clear();
    SSL_CTX_free(tls_);
    ::close(epoll_);
}

IrcClient& Loop::connect(std::uint16_t port, bool tls, std::deque<IrcClient::Step> steps) {
    return *clients_.emplace_back(std::make_unique<IrcClient>(*this, port, tls, std::move(steps)));
}

void Loop::wait_ready() {
    auto const deadline = now() + kPatience;
    while (std::ranges::any_of(clients_, [](auto const& client) { return !client->ready(); })) {
        turn(now() + 100'000'000);
        if (now() < deadline) continue;
        std::fprintf(stderr, "not everybody could sign in\n");
        std::exit(1);
    }
}

void Loop::turn(Nanoseconds until) {
    std::array<epoll_event, 256> events;
    auto const left = std::max<Nanoseconds>(0, until - now());
    timespec const limit{left / 1'000'000'000, left % 1'000'000'000};
    auto const count = epoll_pwait2(epoll_, events.data(), int(events.size()), &limit, nullptr);
    for (int i = 0; i < count; ++i) {
        auto& client = *static_cast<IrcClient*>(events[std::size_t(i)].data.ptr);
        if (client.opening_) {
            client.advance();
            continue;
        }
        if (events[std::size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) client.read();
        if (events[std::size_t(i)].events & EPOLLOUT) client.write();
    }
    for (auto* client : std::exchange(dirty_, {})) client->write();
}

std::deque<IrcClient::Step> enter(std::string const& nick, std::string const& capabilities) {
    std::string const who = "NICK " + nick + "\r\nUSER bench 0 * :bench";
    if (capabilities.empty()) return {{who, " 001 "}};
    return {{"CAP REQ :" + capabilities, " ACK "}, {who + "\r\nCAP END", " 001 "}};
}

std::deque<IrcClient::Step> sign_in(
    std::string const& account, std::string const& token, std::string const& capabilities
) {
    // RFC 7628, section 3.1
    std::string const proof = "n,a=" + account + ",\x01" + "auth=Bearer " + token + "\x01\x01";
    return {
        {"CAP REQ :sasl " + capabilities, " ACK "},
        // "+" or ":+".
        {"AUTHENTICATE OAUTHBEARER", "AUTHENTICATE "},
        {"AUTHENTICATE " + base64(proof), " 903 "},
        {"NICK " + account + "\r\nUSER bench 0 * :bench\r\nCAP END", " 001 "},
    };
}

}  // namespace bench
