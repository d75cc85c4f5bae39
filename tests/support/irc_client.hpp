// SPDX-License-Identifier: GPL-2.0-or-later
// An IRC connection that a test drives line by line. Failures show the whole transcript.
#pragma once
#include "support/socket.hpp"
#include "support/ws_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace alloquy::test {

class IrcClient {
public:
    /// `name` marks this client's lines in transcripts.
    IrcClient(
        std::string name, std::uint16_t port, Security security = Security::tls,
        ClientCertificate const* certificate = nullptr
    );

    /// By WebSocket, in the kind of messages that its subprotocol has.
    IrcClient(std::string name, std::unique_ptr<WsClient> web) : name_(std::move(name)), web_(std::move(web)) {}

    void send(std::string_view line);
    /// The next line that matches somewhere, skipping others; answers PING by itself. Throws with the transcript when
    /// the time is up or the connection ends.
    std::string expect(std::string const& pattern, Milliseconds limit = patience());
    /// Reads on until the server closes the connection; returns the last ERROR line or "".
    std::string expect_close(Milliseconds limit = patience());
    /// Throws if a matching line comes before the answer to a PING sent now: everything the server had to say came
    /// before that answer.
    void expect_silence_about(std::string const& pattern);

    /// NICK, USER and waiting for 001.
    void enter(std::string const& nick);
    /// These capabilities, PASS, and waiting for 001.
    void enter_knowing(std::string const& capabilities, std::string const& account, std::string const& password);
    /// JOIN and waiting for the end of NAMES.
    void join(std::string const& channel);
    /// CAP, SASL PLAIN, NICK, USER and waiting for 001.
    void enter_with_password(std::string const& account, std::string const& password);
    /// CAP, SASL OAUTHBEARER with a session token.
    void enter_with_token(std::string const& account, std::string const& token);
    /// CAP, SASL EXTERNAL with the connection's certificate.
    void enter_with_certificate(std::string const& account);
    /// Sends a SASL exchange up to the numeric that ends it (900 … 908) and returns that line.
    std::string authenticate(std::string const& mechanism, std::string const& payload);

    std::string fingerprint() const { return socket_->fingerprint(); }
    /// Of a connection by WebSocket.
    unsigned closed_with() const { return web_->closed_with(); }
    std::string const& transcript() const { return transcript_; }

private:
    void begin_capabilities();
    void finish_entering(std::string const& nick);
    std::string read_line(Clock::time_point deadline);
    [[noreturn]] void fail(std::string const& what) const;

    std::string name_;
    std::unique_ptr<Socket> socket_;  ///< Either this
    std::unique_ptr<WsClient> web_;   ///< or that.
    std::string buffer_;
    std::string transcript_;
};

std::string base64(std::string_view bytes);

}  // namespace alloquy::test
