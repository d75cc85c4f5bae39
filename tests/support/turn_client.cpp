// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/turn_client.hpp"

#include "support/irc_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace alloquy::test {
namespace {

constexpr std::uint16_t kAllocate = 0x0003, kRefresh = 0x0004;
constexpr std::uint16_t kUsername = 0x0006, kIntegrity = 0x0008, kErrorCode = 0x0009, kRealm = 0x0014, kNonce = 0x0015;

std::string be16(unsigned value) {
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}
unsigned at16(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned>(
        static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1])
    );
}
std::string attribute(std::uint16_t type, std::string_view value) {
    std::string out = be16(type) + be16(static_cast<unsigned>(value.size()));
    out.append(value).append((4 - value.size() % 4) % 4, '\0');
    return out;
}
std::string hmac_sha1(std::string_view key, std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    HMAC(
        EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<unsigned char const*>(text.data()),
        text.size(), digest, &length
    );
    return {reinterpret_cast<char*>(digest), length};
}
std::string md5(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_md5(), nullptr);
    return {reinterpret_cast<char*>(digest), length};
}

}  // namespace

std::string turn_password(std::string_view secret, std::string_view username) {
    return base64(hmac_sha1(secret, username));
}

TurnClient::TurnClient(std::uint16_t port, std::string username, std::string password, Transport transport)
    : username_(std::move(username)), password_(std::move(password)) {
    if (transport == Transport::tls) {
        tls_ = std::make_unique<Socket>(port, Security::tls);
        return;
    }
    fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        throw std::runtime_error("no UDP socket for TURN");
}

TurnClient::~TurnClient() {
    if (fd_ >= 0) close(fd_);
}

std::string TurnClient::send_and_receive(std::string const& message) {
    if (tls_) {
        tls_->write(message);
        std::string packet;
        // The length in the header counts what follows its 20 bytes.
        while (packet.size() < 20 || packet.size() < 20 + at16(packet, 2)) {
            auto const bytes = tls_->read_some(Clock::now() + patience());
            if (bytes.empty()) throw std::runtime_error("the TURN server closed the connection");
            packet += bytes;
        }
        return packet;
    }
    char buffer[2048];
    if (send(fd_, message.data(), message.size(), 0) < 0) return {};
    pollfd entry{fd_, POLLIN, 0};
    if (poll(&entry, 1, 500) <= 0) return {};
    auto const count = recv(fd_, buffer, sizeof buffer, 0);
    return count < 20 ? std::string() : std::string(buffer, static_cast<std::size_t>(count));
}

TurnClient::Answer TurnClient::exchange(std::string const& message) {
    // UDP may lose the packet, or the answer: ask again with the same transaction until the time is up.
    auto const deadline = Clock::now() + patience();
    while (Clock::now() < deadline) {
        auto const received = send_and_receive(message);
        std::string_view const packet = received;
        if (packet.size() < 20 || packet.substr(8, 12) != std::string_view(message).substr(8, 12)) continue;
        Answer answer{(at16(packet, 0) & 0x0110) == 0x0100, 0, {}, {}};
        for (std::size_t at = 20; at + 4 <= packet.size();) {
            auto const type = at16(packet, at), length = at16(packet, at + 2);
            if (at + 4 + length > packet.size()) break;
            auto const value = packet.substr(at + 4, length);
            if (type == kErrorCode && length >= 4)
                answer.error = (value[2] & 7) * 100 + static_cast<unsigned char>(value[3]);
            if (type == kRealm) answer.realm = value;
            if (type == kNonce) answer.nonce = value;
            at += 4 + (length + 3) / 4 * 4;
        }
        return answer;
    }
    throw std::runtime_error("no answer from the TURN server");
}

int TurnClient::request(std::uint16_t method, std::string_view attributes) {
    for (int attempt = 0;; ++attempt) {
        std::string transaction(12, '\0');
        RAND_bytes(reinterpret_cast<unsigned char*>(transaction.data()), 12);
        std::string body(attributes);
        bool const with_credentials = !nonce_.empty();
        if (with_credentials)
            body += attribute(kUsername, username_) + attribute(kRealm, realm_) + attribute(kNonce, nonce_);
        // MESSAGE-INTEGRITY covers the header with a length that includes the attribute itself.
        auto const header = [&](std::size_t length) {
            return be16(method) + be16(static_cast<unsigned>(length)) + std::string("\x21\x12\xa4\x42") + transaction;
        };
        std::string message = header(body.size() + (with_credentials ? 24 : 0)) + body;
        if (with_credentials)
            message += attribute(kIntegrity, hmac_sha1(md5(username_ + ":" + realm_ + ":" + password_), message));
        auto const answer = exchange(message);
        if (answer.success) return 0;
        bool const ask_again = attempt == 0 && (answer.error == 438 || (answer.error == 401 && !with_credentials));
        if (!answer.nonce.empty()) nonce_ = answer.nonce;
        if (!answer.realm.empty()) realm_ = answer.realm;
        if (!ask_again) return answer.error;
    }
}

int TurnClient::allocate() {
    // REQUESTED-TRANSPORT: UDP.
    return request(kAllocate, attribute(0x0019, std::string_view("\x11\0\0\0", 4)));
}

int TurnClient::refresh() {
    return request(kRefresh, {});
}

}  // namespace alloquy::test
