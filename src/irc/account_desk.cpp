// SPDX-License-Identifier: GPL-2.0-or-later
#include "account_desk.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/irc/server_line.hpp>

#include <fmt/format.h>

namespace alloquy::irc {
namespace {

constexpr std::string_view kLog = "irc";
constexpr std::string_view kUnavailable = "TEMPORARILY_UNAVAILABLE";

}  // namespace

RegisterReply explain_refusal(Error const& error, std::string_view url) {
    if (error.reason == "username_taken") return {"ACCOUNT_EXISTS", "Somebody has that name already."};
    if (error.field == "username") return {"BAD_ACCOUNT_NAME", "The name " + error.message};
    if (error.reason == "password_too_short" || error.reason == "password_is_username")
        return {"WEAK_PASSWORD", "The password " + error.message};
    if (error.field == "password") return {"UNACCEPTABLE_PASSWORD", "The password " + error.message};
    // The specification has no code for these; the text says what would help.
    if (error.reason == "invite_required") return {kUnavailable, fmt::format("Registration needs an invite: {}", url)};
    if (error.reason == "registration_closed") return {kUnavailable, "This server takes no new accounts."};
    if (error.code == Errc::rate_limited)
        return {kUnavailable, "Too many accounts were made from your address. Try again later."};
    return {kUnavailable, "Making an account isn't possible at the moment. Try again later."};
}

void AccountDesk::register_received(
    std::string_view uid, std::string_view ip, std::string username, std::string password
) {
    std::string const id(uid);
    if (uid.empty() || uid.size() > 16 || requests_.size() >= kMaxRequests) {
        crypto::wipe(password);
        return host_.register_reply(
            id, "*", {kUnavailable, "Too many accounts are being made. Try again in a moment."}
        );
    }
    auto const serial = ++last_serial_;
    requests_[id] = serial;
    host_.spawn(make(id, serial, std::move(username), std::move(password), std::string(ip.substr(0, 64))));
}

Task<> AccountDesk::make(
    std::string uid, std::uint64_t serial, std::string username, std::string password, std::string ip
) {
    auto const shown = line_text(username, 64);
    auto made = co_await directory_.make_account(std::move(username), std::move(password), ip);
    if (made) {
        log::info(kLog, "account {} was made on IRC from {}", made->username, ip);
    } else {
        log::info(kLog, "making the account {} from {} refused: {}", shown, line_text(ip, 64), made.error().reason);
    }
    // Gone, or begun anew after the module had given up: the answer belongs to nobody.
    auto found = requests_.find(uid);
    if (found == requests_.end() || found->second != serial) co_return;
    requests_.erase(found);
    if (!made) {
        bool const one_word = !shown.empty() && shown.find(' ') == std::string::npos;
        co_return host_.register_reply(uid, one_word ? shown : "*", explain_refusal(made.error(), url_));
    }
    if (made->status != accounts::Status::active) {
        RegisterReply const waits{"VERIFICATION_REQUIRED", "Your account waits for an administrator's approval."};
        co_return host_.register_reply(uid, made->username, waits);
    }
    host_.signed_in(uid, accounts::SignIn{.account = *made});
    host_.register_reply(uid, made->username, {"SUCCESS", fmt::format("Welcome! Recovery codes are at {}", url_)});
}

}  // namespace alloquy::irc
