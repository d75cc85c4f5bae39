// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts in memory, for tests of bridges without the database.
#pragma once
#include <alloquy/accounts/directory.hpp>

#include <map>
#include <string>

namespace alloquy::test {

class FakeDirectory final : public accounts::Directory {
public:
    struct Person {
        accounts::Account account;
        accounts::VoiceIdentity voice;
    };

    /// A new account; Argon2id at its cheapest, so that tests are quick. Publishes AccountCreated when `announce`.
    base::Id add(std::string username, std::string const& password, bool announce = false);
    void set_password(base::Id id, std::string const& password);
    void add_app_password(base::Id id, std::string const& secret);
    void revoke_app_passwords(base::Id id);
    /// A session token; returns its credential id.
    base::Id add_token(base::Id id, std::string token);
    void revoke_token(std::string const& token);
    void suspend(base::Id id, std::string reason);
    void reactivate(base::Id id);
    void rename(base::Id id, std::string username);
    void remove(base::Id id);
    Person& person(base::Id id) { return people_.at(id); }
    std::size_t enrolments() const { return enrolments_; }
    /// The address of the last sign-in with a password.
    std::string const& last_peer() const { return last_peer_; }
    /// Makes every question fail, as when the disk is full.
    void set_broken(bool broken) { broken_ = broken; }

    Task<Result<accounts::SignIn>> sign_in_with_password(std::string, std::string, accounts::Purpose, std::string)
        override;
    Task<Result<accounts::SignIn>> sign_in_with_certificate(std::string, std::string, accounts::Purpose) override;
    Task<Result<accounts::SignIn>> sign_in_with_token(std::string, accounts::Purpose) override;
    Task<Result<std::optional<accounts::Account>>> find_by_username(std::string username) override;
    Task<Result<std::vector<std::optional<accounts::Account>>>> find_by_usernames(std::vector<std::string>) override;
    Task<Result<std::optional<accounts::Account>>> find_by_id(base::Id id) override;
    Task<Result<std::vector<accounts::VoiceIdentity>>> voice_identities(base::Id after, std::size_t limit) override;
    Task<Result<std::optional<accounts::VoiceIdentity>>> voice_identity(base::Id id) override;
    Task<Result<>> enrol_certificate(base::Id account, std::string sha256_hex, std::string name) override;
    /// By no policy: every valid name that is free, unless `refuse_registration` says why not.
    Task<Result<accounts::Account>> make_account(std::string username, std::string password, std::string peer) override;
    Task<Result<accounts::Account>> set_display_name(base::Id account, std::string display_name) override;

    std::optional<Error> refuse_registration;
    bool registrations_wait = false;  ///< For approval.

private:
    static Result<accounts::SignIn> admit(Person const& person, base::Id credential);

    std::map<base::Id, Person> people_;
    std::map<std::string, std::pair<base::Id, base::Id>> tokens_;
    base::Id last_credential_ = 100;
    std::string last_peer_;
    base::Id last_id_ = 1000;
    std::size_t enrolments_ = 0;
    bool broken_ = false;
};

}  // namespace alloquy::test
