// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/irc_client.hpp"

#include <openssl/evp.h>

#include <regex>
#include <stdexcept>

namespace alloquy::test {

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    auto const length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<unsigned char const*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    text.resize(static_cast<std::size_t>(length));
    return text;
}

IrcClient::IrcClient(std::string name, std::uint16_t port, Security security, ClientCertificate const* certificate)
    : name_(std::move(name)), socket_(std::make_unique<Socket>(port, security, certificate)) {}

void IrcClient::fail(std::string const& what) const {
    throw std::runtime_error(name_ + ": " + what + ". Transcript:\n" + transcript_);
}

void IrcClient::send(std::string_view line) {
    transcript_.append("  > ").append(line).append("\n");
    if (!web_)
        socket_->write(std::string(line) + "\r\n");
    else if (web_->subprotocol() == "binary.ircv3.net")
        web_->send_binary(line);
    else
        web_->send_text(line);
}

std::string IrcClient::read_line(Clock::time_point deadline) {
    if (web_) {
        auto line = web_->read_message(deadline);
        transcript_ += "  < " + line + "\n";
        return line;
    }
    for (;;) {
        if (auto const end = buffer_.find('\n'); end != std::string::npos) {
            auto line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            if (line.ends_with('\r')) line.pop_back();
            transcript_ += "  < " + line + "\n";
            return line;
        }
        auto const bytes = socket_->read_some(deadline);
        if (bytes.empty()) throw std::runtime_error("connection closed");
        buffer_ += bytes;
    }
}

std::string IrcClient::expect(std::string const& pattern, Milliseconds limit) {
    std::regex const expression(pattern);
    auto const deadline = Clock::now() + limit;
    for (;;) {
        std::string line;
        try {
            line = read_line(deadline);
        } catch (std::runtime_error const& error) {
            fail("no line matching /" + pattern + "/: " + error.what());
        }
        if (line.starts_with("PING ")) send("PONG " + line.substr(5));
        if (std::regex_search(line, expression)) return line;
    }
}

std::string IrcClient::expect_close(Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    std::string last_error;
    for (;;) {
        try {
            auto const line = read_line(deadline);
            if (line.find("ERROR ") != std::string::npos) last_error = line;
        } catch (std::runtime_error const& error) {
            if (std::string_view(error.what()) == "connection closed") return last_error;
            fail("the connection was not closed");
        }
    }
}

void IrcClient::expect_silence_about(std::string const& pattern) {
    send("PING still-there");
    std::regex const expression(pattern);
    auto const deadline = Clock::now() + patience();
    for (;;) {
        auto const line = read_line(deadline);
        if (std::regex_search(line, expression)) fail("did not want a line matching /" + pattern + "/");
        if (line.find(" PONG ") != std::string::npos && line.find("still-there") != std::string::npos) return;
    }
}

void IrcClient::enter(std::string const& nick) {
    finish_entering(nick);
}

void IrcClient::enter_knowing(
    std::string const& capabilities, std::string const& account, std::string const& password
) {
    send("CAP REQ :" + capabilities);
    expect(" CAP .* ACK ");
    send("CAP END");
    send("PASS " + account + ":" + password);
    finish_entering(account);
}

void IrcClient::join(std::string const& channel) {
    send("JOIN " + channel);
    expect(" 366 ");
}

void IrcClient::begin_capabilities() {
    send("CAP LS 302");
    // The list may take several lines; the last one has no '*' before it.
    expect(R"( CAP \S+ LS :)");
    send("CAP REQ :sasl server-time message-tags account-tag echo-message");
    expect(" CAP .* ACK ");
}

void IrcClient::finish_entering(std::string const& nick) {
    send("NICK " + nick);
    send("USER " + nick + " 0 * :" + nick);
    expect(" 001 ");
    expect(" (376|422) ");
}

std::string IrcClient::authenticate(std::string const& mechanism, std::string const& payload) {
    send("AUTHENTICATE " + mechanism);
    auto const first = expect("(^| )AUTHENTICATE | 90[0-9] ");
    if (first.find(" 90") != std::string::npos) return first;
    // RFC-less but universal: chunks of 400 bytes, and a lone + after a full one.
    auto const encoded = payload.empty() ? std::string("+") : base64(payload);
    for (std::size_t at = 0; at < encoded.size(); at += 400) send("AUTHENTICATE " + encoded.substr(at, 400));
    if (encoded.size() % 400 == 0) send("AUTHENTICATE +");
    return expect(" 90[34567] ");
}

void IrcClient::enter_with_password(std::string const& account, std::string const& password) {
    begin_capabilities();
    auto const answer = authenticate("PLAIN", account + '\0' + account + '\0' + password);
    if (answer.find(" 903 ") == std::string::npos) fail("SASL PLAIN failed");
    send("CAP END");
    finish_entering(account);
}

void IrcClient::enter_with_token(std::string const& account, std::string const& token) {
    begin_capabilities();
    // RFC 7628, section 3.1: GS2 header, then key=value pairs between ^A.
    auto const answer = authenticate(
        "OAUTHBEARER", "n,a=" + account +
                           ",\x01"
                           "auth=Bearer " +
                           token + "\x01\x01"
    );
    if (answer.find(" 903 ") == std::string::npos) fail("SASL OAUTHBEARER failed");
    send("CAP END");
    finish_entering(account);
}

void IrcClient::enter_with_certificate(std::string const& account) {
    begin_capabilities();
    auto const answer = authenticate("EXTERNAL", "");
    if (answer.find(" 903 ") == std::string::npos) fail("SASL EXTERNAL failed");
    send("CAP END");
    finish_entering(account);
}

}  // namespace alloquy::test
