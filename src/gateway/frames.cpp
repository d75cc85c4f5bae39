// SPDX-License-Identifier: GPL-2.0-or-later
// What clients say to the gateway, and the answers.
#include "session.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>

#include <algorithm>

namespace alloquy::gateway {
namespace {

std::string key_of(std::string_view token) {
    auto hash = crypto::hash_token(token);
    return std::string(hash.begin(), hash.end());
}

std::uint16_t close_code_for(Errc code) {
    switch (code) {
        case Errc::unauthenticated:
        case Errc::forbidden:
            return close_code::kUnauthenticated;
        case Errc::rate_limited:
            return close_code::kRateLimited;
        default:
            return close_code::kInternal;
    }
}

}  // namespace

Task<> Gateway::handle(Client& client, http::WebSocketMessage message) {
    if (!client.take_frame(settings_)) {
        client.close(close_code::kRateLimited, "too many frames");
        co_return;
    }
    auto refuse = [&client](std::string reason) { client.close(close_code::kBadFrame, reason); };
    if (!message.text) co_return refuse("frames are text");
    auto frame = http::parse_json(message.data);
    if (!frame) co_return refuse(frame.error().message);
    auto op_entry = frame->is_object() ? frame->find("op") : frame->end();
    if (op_entry == frame->end() || !op_entry->is_string()) co_return refuse("a frame is an object with an \"op\"");
    auto op = op_entry->get<std::string>();

    if (op == "heartbeat") co_return heartbeat(client, http::JsonFields::of(std::move(*frame)));
    if (op == "identify" || op == "resume") {
        if (client.session || client.identifying)
            co_return client.close(close_code::kAlreadyIdentified, "already identified");
        if (op == "resume") co_return resume(client, http::JsonFields::of(std::move(*frame)));
        co_return co_await identify(client, http::JsonFields::of(std::move(*frame)));
    }
    if (!client.session) co_return client.close(close_code::kUnauthenticated, "identify or resume first");
    if (op == "subscribe") co_return subscribe(client, *frame);
    auto operation = operations_.find(op);
    if (operation == operations_.end())
        co_return client.send_error(fail_as(Errc::invalid_input, "unknown_op", "this op is not known here").error());
    if (auto done = operation->second(client.session->identity, *frame); !done) client.send_error(done.error());
}

Task<> Gateway::identify(Client& client, http::JsonFields fields) {
    std::string op, token;
    std::optional<std::string> name;
    fields.required("op", op, {1, 64}).required("token", token, {1, 1024}).optional("client", name, {0, 256});
    if (auto ok = fields.finish(); !ok) {
        client.send_error(ok.error());
        co_return client.close(close_code::kBadFrame, "identify: " + ok.error().message);
    }

    client.identifying = true;
    struct Counted {
        Gateway& gateway;
        ~Counted() {
            if (--gateway.identifying_ == 0) gateway.revoked_meanwhile_.clear();
        }
    } counted{*this};
    ++identifying_;
    auto identity = co_await authenticate_(std::move(token), std::string(client.peer));
    std::shared_ptr<void> kept;
    if (identity && prepare_) {
        auto prepared = co_await prepare_(*identity);
        if (prepared)
            kept = std::move(*prepared);
        else
            identity = std::unexpected(prepared.error());
    }
    client.identifying = false;
    if (client.closing()) co_return;
    // Revoked between the database's answer and now: the event about it found no session to close.
    bool revoked = identity && std::ranges::any_of(revoked_meanwhile_, [&](Revocation const& gone) {
                       return (gone.first != 0 && gone.first == identity->session_id) ||
                              (gone.second != 0 && gone.second == identity->account_id);
                   });
    if (revoked) co_return client.close(close_code::kSessionRevoked, "signed out");
    if (!identity) {
        client.send_error(identity.error());
        co_return client.close(close_code_for(identity.error().code), identity.error().message);
    }

    auto session_token = crypto::random_token();
    if (!open_session(client, std::move(*identity), session_token, std::move(kept))) {
        client.send_error(fail_as(Errc::conflict, "too_many_sessions", "too many clients of this account").error());
        co_return client.close(close_code::kTooManySessions, "too many clients of this account");
    }
    auto const& who = client.session->identity;
    nlohmann::json ready{
        {"op", "ready"},
        {"session", session_token},
        {"account",
         {{"id", std::to_string(who.account_id)}, {"username", who.username}, {"owner", who.owner}, {"staff", who.staff}
         }},
        {"server", {{"name", settings_.server_name}, {"version", ALLOQUY_VERSION}}},
    };
    if (details_) details_(who, ready);
    client.send(ready);
    log::debug("gateway", "{} identified with {}", who.username, name.value_or("an unnamed client"));
}

Session* Gateway::open_session(
    Client& client, http::Identity identity, std::string const& token, std::shared_ptr<void> kept
) {
    if (!make_room(identity.account_id)) return nullptr;
    auto session = std::make_unique<Session>(Session{
        key_of(token), std::move(identity), Replay(settings_.replay_bytes, settings_.replay_events), std::move(kept)
    });
    auto* opened = session.get();
    by_account_[opened->identity.account_id].push_back(opened);
    sessions_.emplace(opened->key, std::move(session));
    attach(client, *opened);
    return opened;
}

void Gateway::resume(Client& client, http::JsonFields fields) {
    std::string op, token;
    std::int64_t seen = 0;
    fields.required("op", op, {1, 64}).required("session", token, {1, 128}).required("s", seen, 0, INT64_MAX);
    if (auto ok = fields.finish(); !ok) {
        client.send_error(ok.error());
        return client.close(close_code::kBadFrame, "resume: " + ok.error().message);
    }
    auto found = sessions_.find(key_of(token));
    // All failures look alike, so that session tokens can't be probed.
    if (found == sessions_.end() || !found->second->replay.can_continue_after(seen)) {
        if (found != sessions_.end()) {
            if (auto* other = found->second->client) other->close(close_code::kReplaced, "resumed elsewhere");
            erase(*found->second);
        }
        client.send_error(fail_as(Errc::not_found, "resume_failed", "this session can't be resumed").error());
        return client.close(close_code::kResumeFailed, "identify anew");
    }
    auto& session = *found->second;
    if (auto* other = session.client) {
        // The old connection may be half dead without knowing it.
        other->session = nullptr;
        other->close(close_code::kReplaced, "resumed elsewhere");
    }
    attach(client, session);
    session.replay.forget(seen);
    client.send({{"op", "resumed"}});
    session.replay.after(seen, [&](std::int64_t number, SharedEvent const& event) {
        client.send_event(number, *event);
    });
}

void Gateway::heartbeat(Client& client, http::JsonFields fields) {
    std::string op;
    std::optional<std::int64_t> seen;
    fields.required("op", op, {1, 64}).optional("s", seen, 0, INT64_MAX);
    if (auto ok = fields.finish(); !ok) return client.send_error(ok.error());
    if (client.session && seen && *seen <= client.session->replay.last()) client.session->replay.forget(*seen);
    client.send({{"op", "heartbeat_ack"}});
}

void Gateway::subscribe(Client& client, nlohmann::json const& frame) {
    auto const refuse = [&client](std::string const& key, std::string code, std::string message) {
        auto error = fail_as(Errc::invalid_input, std::move(code), std::move(message)).error();
        error.field = key.substr(0, 64);
        client.send_error(error);
    };
    // All of it or nothing.
    for (auto const& [key, value] : frame.items()) {
        if (key == "op") continue;
        if (!subscribers_.contains(key))
            return refuse(key, "unsupported_subscription", "this subscription is not known here");
        if (!value.is_boolean()) return refuse(key, "invalid_input", "must be true or false");
    }
    nlohmann::json answer{{"op", "subscribed"}};
    for (auto& [name, sessions] : subscribers_) {
        if (auto const asked = frame.find(name); asked != frame.end()) {
            if (asked->get<bool>())
                sessions.insert(client.session);
            else
                sessions.erase(client.session);
        }
        answer[name] = sessions.contains(client.session);
    }
    client.send(answer);
}

}  // namespace alloquy::gateway
