// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/fake_directory.hpp"

#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::test {
namespace {

/// libsodium's least.
constexpr crypto::PasswordCost kCheap{8192, 1};

std::unexpected<Error> not_here() {
    return fail(Errc::unavailable, "not part of this test");
}

}  // namespace

base::Id FakeDirectory::add(std::string username, std::string const& password, bool announce) {
    auto id = ++last_id_;
    Person person;
    person.account.id = id;
    person.account.username = username;
    person.account.mumble_id = std::int32_t(id);
    person.voice.id = id;
    person.voice.mumble_id = std::int32_t(id);
    person.voice.username = username;
    person.voice.may_sign_in = true;
    person.voice.verifier = crypto::hash_password(password, kCheap).value();
    people_.emplace(id, person);
    if (announce) created.publish({person.account});
    return id;
}

void FakeDirectory::set_password(base::Id id, std::string const& password) {
    auto& person = people_.at(id);
    person.voice.verifier = crypto::hash_password(password, kCheap).value();
    credentials_changed.publish({id, person.account.username});
}

void FakeDirectory::add_app_password(base::Id id, std::string const& secret) {
    auto& person = people_.at(id);
    person.voice.app_passwords.push_back(accounts::app_password_hash(secret));
    credentials_changed.publish({id, person.account.username});
}

void FakeDirectory::revoke_app_passwords(base::Id id) {
    auto& person = people_.at(id);
    person.voice.app_passwords.clear();
    credential_revoked.publish({id, person.account.username, 1});
}

void FakeDirectory::suspend(base::Id id, std::string reason) {
    auto& person = people_.at(id);
    person.voice.may_sign_in = false;
    person.account.status = accounts::Status::suspended;
    suspended.publish({id, person.account.username, std::move(reason)});
}

void FakeDirectory::reactivate(base::Id id) {
    auto& person = people_.at(id);
    person.voice.may_sign_in = true;
    person.account.status = accounts::Status::active;
    reactivated.publish({id, person.account.username});
}

void FakeDirectory::rename(base::Id id, std::string username) {
    auto& person = people_.at(id);
    auto old = person.account.username;
    person.account.username = person.voice.username = username;
    renamed.publish({id, old, username});
}

void FakeDirectory::remove(base::Id id) {
    auto username = people_.at(id).account.username;
    people_.erase(id);
    deleted.publish({id, username});
}

base::Id FakeDirectory::add_token(base::Id id, std::string token) {
    tokens_[std::move(token)] = {id, ++last_credential_};
    return last_credential_;
}

void FakeDirectory::revoke_token(std::string const& token) {
    auto [id, credential] = tokens_.at(token);
    tokens_.erase(token);
    credential_revoked.publish({id, people_.at(id).account.username, credential});
}

Result<accounts::SignIn> FakeDirectory::admit(Person const& person, base::Id credential) {
    if (!person.voice.may_sign_in) return fail(Errc::forbidden, "This account is suspended.");
    accounts::SignIn sign_in;
    sign_in.account = person.account;
    sign_in.credential = credential;
    return sign_in;
}

Task<Result<accounts::SignIn>> FakeDirectory::sign_in_with_password(
    std::string username, std::string password, accounts::Purpose, std::string peer
) {
    last_peer_ = std::move(peer);
    if (broken_) co_return not_here();
    for (auto const& [id, person] : people_) {
        if (!base::equals_ignoring_case(person.account.username, username)) continue;
        for (auto const& hash : person.voice.app_passwords)
            if (hash == accounts::app_password_hash(password)) co_return admit(person, 1);
        if (crypto::verify_password(*person.voice.verifier, password).value()) co_return admit(person, 0);
    }
    co_return fail(Errc::unauthenticated, "wrong name or password");
}
Task<Result<accounts::SignIn>> FakeDirectory::sign_in_with_certificate(
    std::string username, std::string sha256_hex, accounts::Purpose
) {
    if (broken_) co_return not_here();
    for (auto const& [id, person] : people_)
        for (auto const& certificate : person.voice.certificates)
            if (certificate == sha256_hex &&
                (username.empty() || base::equals_ignoring_case(person.account.username, username)))
                co_return admit(person, 0);
    co_return fail(Errc::unauthenticated, "unknown certificate");
}
Task<Result<accounts::SignIn>> FakeDirectory::sign_in_with_token(std::string token, accounts::Purpose) {
    if (broken_) co_return not_here();
    auto found = tokens_.find(token);
    if (found == tokens_.end()) co_return fail(Errc::unauthenticated, "unknown token");
    co_return admit(people_.at(found->second.first), found->second.second);
}

Task<Result<std::optional<accounts::Account>>> FakeDirectory::find_by_username(std::string username) {
    if (broken_) co_return not_here();
    for (auto const& [id, person] : people_)
        if (base::equals_ignoring_case(person.account.username, username)) co_return person.account;
    co_return std::nullopt;
}

Task<Result<std::vector<std::optional<accounts::Account>>>> FakeDirectory::find_by_usernames(
    std::vector<std::string> usernames
) {
    std::vector<std::optional<accounts::Account>> found;
    for (auto const& username : usernames) {
        auto account = co_await find_by_username(username);
        if (!account) co_return std::unexpected(account.error());
        found.push_back(std::move(*account));
    }
    co_return found;
}

Task<Result<std::optional<accounts::Account>>> FakeDirectory::find_by_id(base::Id id) {
    if (broken_) co_return not_here();
    auto entry = people_.find(id);
    if (entry == people_.end()) co_return std::nullopt;
    co_return entry->second.account;
}

Task<Result<std::vector<accounts::VoiceIdentity>>> FakeDirectory::voice_identities(base::Id after, std::size_t limit) {
    if (broken_) co_return not_here();
    std::vector<accounts::VoiceIdentity> page;
    for (auto entry = people_.upper_bound(after); entry != people_.end() && page.size() < limit; ++entry)
        page.push_back(entry->second.voice);
    co_return page;
}

Task<Result<std::optional<accounts::VoiceIdentity>>> FakeDirectory::voice_identity(base::Id id) {
    if (broken_) co_return not_here();
    auto entry = people_.find(id);
    if (entry == people_.end()) co_return std::nullopt;
    co_return entry->second.voice;
}

Task<Result<>> FakeDirectory::enrol_certificate(base::Id account, std::string sha256_hex, std::string) {
    if (broken_) co_return not_here();
    auto& person = people_.at(account);
    ++enrolments_;
    person.voice.certificates.push_back(std::move(sha256_hex));
    credentials_changed.publish({account, person.account.username});
    co_return Result<>{};
}

Task<Result<accounts::Account>> FakeDirectory::make_account(
    std::string username, std::string password, std::string peer
) {
    last_peer_ = std::move(peer);
    if (broken_) co_return not_here();
    if (refuse_registration) co_return std::unexpected(*refuse_registration);
    if (auto valid = accounts::check_username(username); !valid) co_return std::unexpected(valid.error());
    if (auto valid = accounts::check_new_password(password, username); !valid) co_return std::unexpected(valid.error());
    auto taken = co_await find_by_username(username);
    if (taken && *taken) co_return fail_as(Errc::conflict, "username_taken", "that name is taken");
    auto& made = people_.at(add(std::move(username), password));
    if (registrations_wait) {
        made.account.status = accounts::Status::pending;
        made.voice.may_sign_in = false;
    }
    co_return made.account;
}

Task<Result<accounts::Account>> FakeDirectory::set_display_name(base::Id account, std::string display_name) {
    if (broken_) co_return not_here();
    auto& made = people_.at(account).account;
    made.display_name = std::move(display_name);
    display_name_changed.publish({made});
    co_return made;
}

}  // namespace alloquy::test
