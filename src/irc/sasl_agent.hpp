// SPDX-License-Identifier: GPL-2.0-or-later
// Answers sign-ins that InspIRCd relays: SASL (its ENCAP SASL messages) and PASS (from our module). One attempt per
// connection; every attempt ends in success, failure or abort, within a time.
#pragma once
#include "sasl.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alloquy::irc {

/// What the agent needs of the bridge.
class SaslHost {
public:
    virtual ~SaslHost() = default;
    /// One message of the SASL dialogue to `uid`: kind C (data), D (done: S success, F failure, A abort), M
    /// (mechanisms).
    virtual void sasl_reply(std::string const& uid, std::string_view kind, std::string_view value) = 0;
    virtual void pass_reply(std::string const& uid, bool accepted, std::string_view reason) = 0;
    virtual void notice(std::string const& uid, std::string_view text) = 0;
    /// The connection belongs to this account from now on; called before the success reply.
    virtual void signed_in(std::string const& uid, accounts::SignIn const& sign_in) = 0;
    virtual void spawn(Task<> task) = 0;
};

class SaslAgent {
public:
    /// Attempts that may be under way at once; more are told to come back.
    static constexpr std::size_t kMaxAttempts = 4096;
    static constexpr std::chrono::seconds kTimeLimit{30};

    SaslAgent(SaslHost& host, accounts::Directory& directory) : host_(host), directory_(directory) {}

    /// `ENCAP <us> SASL <uid> <agent|*> <kind> [value …]`: H host ip P|S · S mechanism [fingerprint …] · C data · D A.
    void sasl_received(std::string_view uid, std::string_view kind, std::vector<std::string_view> const& values);

    /// PASS from a connection without capabilities.
    void pass_received(
        std::string_view uid, std::string_view ip, bool encrypted, std::string username, std::string password
    );

    /// The connection is gone.
    void forget(std::string_view uid);
    /// Everything of the account (`credential` 0), or what was signed in with one credential, ended: attempts being
    /// checked right now must not succeed any more.
    void revoke(base::Id account, base::Id credential);
    /// Ends attempts older than kTimeLimit.
    void sweep(std::chrono::steady_clock::time_point now);
    /// The link is gone, and with it whoever waited for an answer.
    void clear();

    std::size_t attempts() const { return attempts_.size(); }

private:
    enum class Stage { announced, receiving, verifying, refused_token };
    struct Attempt {
        std::uint64_t serial = 0;  ///< Tells this attempt from a later one of the same connection.
        bool pass = false;
        bool encrypted = false;
        Stage stage = Stage::announced;
        Mechanism mechanism = Mechanism::plain;
        std::string ip;
        std::string certificate;
        SaslMessage message;
        std::chrono::steady_clock::time_point started;
    };
    struct Revocation {
        std::uint64_t number;
        base::Id account;
        base::Id credential;
    };

    Attempt* begin(std::string_view uid);
    void start(std::string const& uid, std::vector<std::string_view> const& values);
    void data(std::string const& uid, Attempt& attempt, std::string_view chunk);
    void message_complete(std::string const& uid, Attempt& attempt, std::string message);
    void verify_password(std::string const& uid, Attempt& attempt, std::string username, std::string password);
    void verify(std::string const& uid, Attempt& attempt, std::string name, Task<Result<accounts::SignIn>> check);
    Task<> await_verdict(std::string uid, std::uint64_t serial, std::string name, Task<Result<accounts::SignIn>> check);
    void succeed(std::string const& uid, Attempt const& attempt, accounts::SignIn const& sign_in);
    void refuse(std::string const& uid, Attempt& attempt, std::string_view name, Error const& error);
    /// Removes the attempt and answers: "F" failure or "A" abort.
    void end(std::string const& uid, std::string_view result);
    bool revoked_since(std::uint64_t number, accounts::SignIn const& sign_in) const;

    SaslHost& host_;
    accounts::Directory& directory_;
    std::unordered_map<std::string, Attempt> attempts_;
    std::uint64_t last_serial_ = 0;
    std::size_t verifying_ = 0;
    std::uint64_t last_revocation_ = 0;
    std::vector<Revocation> revocations_;  ///< Since the oldest check under way.
};

}  // namespace alloquy::irc
