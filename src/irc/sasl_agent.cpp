// SPDX-License-Identifier: GPL-2.0-or-later
#include "sasl_agent.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/irc/server_line.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

constexpr std::string_view kLog = "irc";
constexpr std::string_view kPlaintextRefused =
    "Your connection is not encrypted, so no password is accepted on it. Connect with TLS.";

/// Names come from strangers: short in the log, whatever they hold.
std::string shown(std::string_view name) {
    return name.empty() ? std::string("(no name)") : line_text(name, 64);
}

}  // namespace

SaslAgent::Attempt* SaslAgent::begin(std::string_view uid) {
    if (uid.empty() || uid.size() > 16) return nullptr;
    auto found = attempts_.find(std::string(uid));
    if (found == attempts_.end()) {
        if (attempts_.size() >= kMaxAttempts) return nullptr;
        found = attempts_.try_emplace(std::string(uid)).first;
    } else {
        found->second = Attempt();
    }
    found->second.serial = ++last_serial_;
    found->second.started = std::chrono::steady_clock::now();
    return &found->second;
}

void SaslAgent::sasl_received(
    std::string_view uid, std::string_view kind, std::vector<std::string_view> const& values
) {
    std::string const id(uid);
    auto value = [&](std::size_t i) { return i < values.size() ? values[i] : std::string_view(); };
    if (kind == "H") {
        // host ip P|S: the attempt's beginning, before the mechanism is known.
        if (auto* attempt = begin(uid)) {
            attempt->ip = value(1).substr(0, 64);
            attempt->encrypted = value(2) == "S";
        }
        return;
    }
    if (kind == "S") return start(id, values);
    auto found = attempts_.find(id);
    if (found == attempts_.end() || found->second.pass) return;
    if (kind == "C") return data(id, found->second, value(0));
    if (kind == "D") attempts_.erase(found);
}

void SaslAgent::start(std::string const& uid, std::vector<std::string_view> const& values) {
    auto found = attempts_.find(uid);
    if (found == attempts_.end()) {
        host_.notice(uid, "Too many sign-ins are under way. Try again in a moment.");
        return host_.sasl_reply(uid, "D", "F");
    }
    auto& attempt = found->second;
    // A second start without a new announcement belongs to no dialogue InspIRCd would hold.
    if (attempt.stage != Stage::announced) return end(uid, "F");
    auto mechanism = parse_mechanism(values.empty() ? std::string_view() : values[0]);
    if (!mechanism) {
        host_.sasl_reply(uid, "M", kMechanismList);
        return end(uid, "F");
    }
    if (!attempt.encrypted) {
        // Before the client sends anything secret.
        host_.notice(uid, kPlaintextRefused);
        return end(uid, "F");
    }
    attempt.mechanism = *mechanism;
    attempt.stage = Stage::receiving;
    if (values.size() > 1 && values[1].size() == 64) attempt.certificate = base::to_lower(values[1]);
    if (*mechanism == Mechanism::external && attempt.certificate.empty()) {
        host_.notice(uid, "Your client showed no certificate.");
        return end(uid, "F");
    }
    host_.sasl_reply(uid, "C", "+");
}

void SaslAgent::data(std::string const& uid, Attempt& attempt, std::string_view chunk) {
    if (chunk == "*") return end(uid, "A");
    switch (attempt.stage) {
        case Stage::receiving:
            break;
        case Stage::refused_token:  // the client acknowledged the error message (RFC 7628 §3.2.3)
        case Stage::announced:
        case Stage::verifying:  // data that nobody asked for
            return end(uid, "F");
    }
    auto message = attempt.message.add(chunk);
    if (!message) {
        log::info(kLog, "sign-in from {} refused: {}", shown(attempt.ip), message.error().message);
        return end(uid, "F");
    }
    if (*message) message_complete(uid, attempt, std::move(**message));
}

void SaslAgent::message_complete(std::string const& uid, Attempt& attempt, std::string message) {
    auto malformed = [&](Error const& error) {
        crypto::wipe(message);
        log::info(kLog, "sign-in from {} refused: {}", shown(attempt.ip), error.message);
        host_.notice(uid, error.message);
        end(uid, "F");
    };
    switch (attempt.mechanism) {
        case Mechanism::plain: {
            auto credentials = parse_sasl_plain(message);
            if (!credentials) return malformed(credentials.error());
            crypto::wipe(message);
            return verify_password(uid, attempt, std::move(credentials->username), std::move(credentials->password));
        }
        case Mechanism::external: {
            auto username = parse_sasl_external(message);
            if (!username) return malformed(username.error());
            auto check = directory_.sign_in_with_certificate(*username, attempt.certificate, accounts::Purpose::irc);
            return verify(uid, attempt, std::move(*username), std::move(check));
        }
        case Mechanism::oauthbearer: {
            auto credentials = parse_sasl_oauthbearer(message);
            if (!credentials) return malformed(credentials.error());
            crypto::wipe(message);
            auto check = directory_.sign_in_with_token(std::move(credentials->token), accounts::Purpose::irc);
            return verify(uid, attempt, std::move(credentials->username), std::move(check));
        }
    }
}

void SaslAgent::pass_received(
    std::string_view uid, std::string_view ip, bool encrypted, std::string username, std::string password
) {
    std::string const id(uid);
    auto* attempt = begin(uid);
    if (!attempt) {
        crypto::wipe(password);
        return host_.pass_reply(id, false, "Too many sign-ins are under way. Try again in a moment.");
    }
    attempt->pass = true;
    attempt->ip = ip.substr(0, 64);
    attempt->encrypted = encrypted;
    if (!encrypted) {
        crypto::wipe(password);
        attempts_.erase(id);
        return host_.pass_reply(id, false, kPlaintextRefused);
    }
    if (!base::is_utf8(username) || !base::is_utf8(password) || password.empty()) {
        crypto::wipe(password);
        attempts_.erase(id);
        return host_.pass_reply(id, false, "The name or the password is not valid.");
    }
    verify_password(id, *attempt, std::move(username), std::move(password));
}

void SaslAgent::verify_password(std::string const& uid, Attempt& attempt, std::string username, std::string password) {
    auto check = directory_.sign_in_with_password(username, std::move(password), accounts::Purpose::irc, attempt.ip);
    verify(uid, attempt, std::move(username), std::move(check));
}

void SaslAgent::verify(
    std::string const& uid, Attempt& attempt, std::string name, Task<Result<accounts::SignIn>> check
) {
    attempt.stage = Stage::verifying;
    host_.spawn(await_verdict(uid, attempt.serial, std::move(name), std::move(check)));
}

Task<> SaslAgent::await_verdict(
    std::string uid, std::uint64_t serial, std::string name, Task<Result<accounts::SignIn>> check
) {
    // Counts down on every way out, also when the task is cancelled.
    struct Counted {
        SaslAgent& agent;
        explicit Counted(SaslAgent& owner) : agent(owner) { ++agent.verifying_; }
        Counted(Counted const&) = delete;
        Counted& operator=(Counted const&) = delete;
        ~Counted() {
            if (--agent.verifying_ == 0) agent.revocations_.clear();
        }
    } const counted(*this);
    auto const begun = last_revocation_;
    auto verdict = co_await std::move(check);

    // Aborted, timed out or begun anew meanwhile: the answer belongs to nobody.
    auto found = attempts_.find(uid);
    if (found == attempts_.end() || found->second.serial != serial) co_return;
    auto& attempt = found->second;
    if (verdict && revoked_since(begun, *verdict))
        verdict = fail(Errc::forbidden, "This account may not sign in any more.");
    // The token says who it is; a client that claims another name is confused or worse.
    if (verdict && attempt.mechanism == Mechanism::oauthbearer && !attempt.pass && !name.empty() &&
        !base::equals_ignoring_case(name, verdict->account.username))
        verdict = fail(Errc::unauthenticated, "The token belongs to another account.");
    if (!verdict) co_return refuse(uid, attempt, name, verdict.error());
    succeed(uid, attempt, *verdict);
}

void SaslAgent::succeed(std::string const& uid, Attempt const& attempt, accounts::SignIn const& sign_in) {
    bool const pass = attempt.pass;
    log::debug(kLog, "{} signed in from {}", sign_in.account.username, attempt.ip);
    attempts_.erase(uid);
    host_.signed_in(uid, sign_in);
    pass ? host_.pass_reply(uid, true, "") : host_.sasl_reply(uid, "D", "S");
}

void SaslAgent::refuse(std::string const& uid, Attempt& attempt, std::string_view name, Error const& error) {
    log::info(kLog, "sign-in as {} from {} refused: {}", shown(name), shown(attempt.ip), error.reason);
    if (attempt.pass) {
        attempts_.erase(uid);
        return host_.pass_reply(uid, false, error.message);
    }
    // 904 says enough about wrong credentials; other reasons a person must be told.
    if (error.code != Errc::unauthenticated) host_.notice(uid, error.message);
    if (attempt.mechanism == Mechanism::oauthbearer) {
        attempt.stage = Stage::refused_token;
        for (auto const& chunk : sasl_chunks(crypto::to_base64(oauthbearer_failure())))
            host_.sasl_reply(uid, "C", chunk);
        return;
    }
    end(uid, "F");
}

void SaslAgent::end(std::string const& uid, std::string_view result) {
    attempts_.erase(uid);
    host_.sasl_reply(uid, "D", result);
}

void SaslAgent::forget(std::string_view uid) {
    attempts_.erase(std::string(uid));
}

void SaslAgent::revoke(base::Id account, base::Id credential) {
    ++last_revocation_;
    if (verifying_ > 0) revocations_.push_back({last_revocation_, account, credential});
}

bool SaslAgent::revoked_since(std::uint64_t number, accounts::SignIn const& sign_in) const {
    return std::ranges::any_of(revocations_, [&](Revocation const& revocation) {
        return revocation.number > number && revocation.account == sign_in.account.id &&
               (revocation.credential == 0 || revocation.credential == sign_in.credential);
    });
}

void SaslAgent::sweep(std::chrono::steady_clock::time_point now) {
    std::vector<std::string> late;
    for (auto const& [uid, attempt] : attempts_)
        if (now - attempt.started > kTimeLimit) late.push_back(uid);
    for (auto const& uid : late) {
        bool const pass = attempts_.find(uid)->second.pass;
        log::info(kLog, "a sign-in took too long and was ended");
        if (pass) {
            attempts_.erase(uid);
            host_.pass_reply(uid, false, "Signing in took too long. Try again.");
        } else {
            end(uid, "A");
        }
    }
}

void SaslAgent::clear() {
    attempts_.clear();
}

}  // namespace alloquy::irc
