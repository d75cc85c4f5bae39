// SPDX-License-Identifier: GPL-2.0-or-later
// A small Mumble client for tests: TLS control connection, sign-in, channels and users, text, ping; no voice.
// The protocol buffers are written and read by hand; the fields are those of Mumble.proto.
//
//   MumbleClient alice(port, {.username = "alice", .password = "…"});
//   auto refused = alice.sign_in();          // empty when signed in, else why not
//   alice.ping();                            // round trip through the server's main thread
//   auto end = alice.wait_until_removed();   // the reason of a kick
#pragma once
#include "support/socket.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::test {

/// Message types, in the order of Mumble's protocol.
enum class MumbleType : std::uint16_t {
    version = 0,
    udp_tunnel = 1,
    authenticate = 2,
    ping = 3,
    reject = 4,
    server_sync = 5,
    channel_remove = 6,
    channel_state = 7,
    user_remove = 8,
    user_state = 9,
    text_message = 11,
    permission_denied = 12,
};

/// A protocol buffer as fields: numbers as std::uint64_t, strings and bytes as std::string. Other wire types are
/// skipped.
struct MumbleMessage {
    std::uint16_t type = 0;
    std::multimap<unsigned, std::uint64_t> numbers;
    std::multimap<unsigned, std::string> strings;

    std::optional<std::uint64_t> number(unsigned field) const;
    std::string text(unsigned field) const;  ///< Empty when missing.
};

class MumbleWriter {
public:
    MumbleWriter& number(unsigned field, std::uint64_t value);
    MumbleWriter& text(unsigned field, std::string_view value);
    std::string const& bytes() const { return bytes_; }

private:
    void varint(std::uint64_t value);
    std::string bytes_;
};
/// Throws std::runtime_error on bytes that are no protocol buffer.
MumbleMessage parse_mumble_message(std::uint16_t type, std::string_view bytes);

class MumbleClient {
public:
    struct Options {
        std::string username;
        std::string password;
        std::optional<ClientCertificate> certificate{};
    };
    struct Refusal {
        unsigned type = 0;  ///< Reject.RejectType: 3 wrong user password, 4 wrong server password …
        std::string reason;
    };
    struct User {
        std::string name;
        std::int32_t user_id = -1;
        std::uint32_t channel = 0;
    };

    /// Connects to 127.0.0.1 and shakes hands. Throws when that fails.
    MumbleClient(std::uint16_t port, Options options);

    /// Sends Version and Authenticate and waits for the answer. Empty when signed in. Throws when the server neither
    /// accepts nor refuses in time; a connection closed without an answer is a Refusal of type 0.
    std::optional<Refusal> sign_in(Milliseconds limit = patience());

    /// How long a ping took. Throws when there is no answer in time.
    Milliseconds ping(Milliseconds limit = patience());
    void send_text(std::uint32_t channel, std::string_view text);
    /// The next text message's text. Throws when none comes in time.
    std::string wait_for_text(Milliseconds limit = patience());
    /// Why the server removed us: the kick's reason, or empty when it only closed the connection. Throws when we are
    /// still there at the end.
    std::string wait_until_removed(Milliseconds limit = patience());
    /// Reads whatever is there, e.g. to see users() and channels() change.
    void read_for(Milliseconds time);

    std::uint32_t session() const { return session_; }
    std::string const& welcome_text() const { return welcome_text_; }
    std::string fingerprint() const { return socket_.fingerprint(); }
    /// By session, as the server told.
    std::map<std::uint32_t, User> const& users() const { return users_; }
    /// Names by number; 0 is the root.
    std::map<std::uint32_t, std::string> const& channels() const { return channels_; }
    /// The channel we are in.
    std::uint32_t channel() const;

    void send(MumbleType type, MumbleWriter const& message);
    /// The next message, after it was applied to users() and channels(). Empty at the end of the connection. Throws
    /// at the deadline.
    std::optional<MumbleMessage> receive(Clock::time_point deadline);

private:
    void apply(MumbleMessage const& message);

    Options options_;
    Socket socket_;
    std::string buffer_;
    std::uint32_t session_ = 0;
    std::string welcome_text_;
    std::map<std::uint32_t, User> users_;
    std::map<std::uint32_t, std::string> channels_;
};

}  // namespace alloquy::test
