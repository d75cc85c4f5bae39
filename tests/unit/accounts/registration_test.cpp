// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <sys/stat.h>

namespace alloquy::accounts {
namespace {

using test::error_of;

class Registering : public test::AccountsFixture {
protected:
    void set_policy(Registration registration) { accounts_->set_policy(registration, false); }
    /// Of the table, which no public function counts apart from all accounts.
    std::int64_t count() { return run(accounts_->count()).value_or(-1); }
};

TEST_F(Registering, MakesAnAccountThatIsSignedIn) {
    std::vector<std::string> heard;
    auto subscription =
        accounts_->created.subscribe([&](AccountCreated const& event) { heard.push_back(event.account.username); });
    auto registered = try_register(new_account("Alice"));
    ASSERT_TRUE(registered) << registered.error().message;
    EXPECT_EQ(registered->account.username, "Alice");
    EXPECT_EQ(registered->account.display_name, "Alice");
    EXPECT_FALSE(registered->account.owner);
    EXPECT_EQ(registered->account.status, Status::active);
    EXPECT_EQ(registered->account.created_at, clock_.now());
    EXPECT_GT(registered->account.mumble_id, 0);
    EXPECT_EQ(registered->recovery_codes.size(), 10U);
    EXPECT_TRUE(works(registered->token));
    EXPECT_TRUE(open_session("Alice"));
    EXPECT_EQ(heard, std::vector<std::string>{"Alice"});
}

TEST_F(Registering, RefusesATakenNameInAnyCase) {
    add("Alice");
    for (auto const* name : {"Alice", "alice", "ALICE"}) {
        auto taken = try_register(new_account(name));
        EXPECT_EQ(error_of(taken).code, Errc::conflict) << name;
        EXPECT_EQ(error_of(taken).reason, "username_taken") << name;
        EXPECT_EQ(error_of(taken).field, "username") << name;
    }
    EXPECT_EQ(count(), 1);
}

TEST_F(Registering, LetsOneOfTwoWinWhoWantTheSameName) {
    auto [one, two] = run_both(
        accounts_->register_account(new_account("alice"), "", ""),
        accounts_->register_account(new_account("ALICE"), "", "")
    );
    EXPECT_NE(one.has_value(), two.has_value());
    EXPECT_EQ(error_of(one ? two : one).reason, "username_taken");
    EXPECT_EQ(count(), 1);
}

TEST_F(Registering, MakesAccountsForBridgesByTheSamePolicyAndWithoutASession) {
    auto made = run(accounts_->make_account("Alice", kPassword, kPeer));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->status, Status::active);
    EXPECT_TRUE(sign_in("alice"));
    EXPECT_TRUE(run(accounts_->sessions(made->id)).value().empty());
    auto attempt = [&](std::string name) { return run(accounts_->make_account(std::move(name), kPassword, kPeer)); };
    EXPECT_EQ(error_of(attempt("ALICE")).reason, "username_taken");
    EXPECT_EQ(error_of(attempt("no spaces")).field, "username");
    EXPECT_EQ(error_of(run(accounts_->make_account("bob", "short", kPeer))).reason, "password_too_short");
    set_policy(Registration::closed);
    EXPECT_EQ(error_of(attempt("bob")).reason, "registration_closed");
    set_policy(Registration::invite);
    EXPECT_EQ(error_of(attempt("bob")).reason, "invite_required");
    set_policy(Registration::approval);
    EXPECT_EQ(attempt("bob").value().status, Status::pending);
    EXPECT_EQ(error_of(sign_in("bob")).code, Errc::forbidden);
}

TEST_F(Registering, AsksForLeaveBeforeABridgeMakesAnAccount) {
    std::string asked;
    accounts_->admit_registration = [&](std::string const& peer) -> Result<> {
        asked = peer;
        return fail(Errc::rate_limited, "too many");
    };
    EXPECT_EQ(error_of(run(accounts_->make_account("alice", kPassword, kPeer))).code, Errc::rate_limited);
    EXPECT_EQ(asked, kPeer);
    EXPECT_EQ(count(), 0);
}

TEST_F(Registering, RefusesNamesAndPasswordsByTheirRules) {
    EXPECT_EQ(error_of(try_register(new_account("no spaces"))).reason, "username_invalid");
    EXPECT_EQ(error_of(try_register(new_account("NickServ"))).reason, "username_reserved");
    auto request = new_account("aliceliddell");
    request.password.password = "AliceLiddell";
    EXPECT_EQ(error_of(try_register(request)).reason, "password_is_username");
    request.password.password = "";
    EXPECT_EQ(error_of(try_register(request)).reason, "password_too_short");
    request.password.password = std::string(10'000'000, 'x');
    EXPECT_EQ(error_of(try_register(request)).reason, "password_too_long");
    request.password.password = "not utf-8 \xFF\xFE";
    EXPECT_EQ(error_of(try_register(request)).reason, "password_invalid");
    request = new_account("alice");
    request.display_name = "two\nlines";
    EXPECT_EQ(error_of(try_register(request)).field, "display_name");
    EXPECT_EQ(count(), 0);
    EXPECT_EQ(pool_.accepted(), 0U) << "what is refused anyway costs no Argon2id";
}

TEST_F(Registering, NeedsAnInviteUnderThatPolicy) {
    set_policy(Registration::invite);
    EXPECT_EQ(error_of(try_register(new_account("alice"))).reason, "invite_required");
    EXPECT_EQ(error_of(try_register(new_account("alice", "WRONG"))).reason, "invite_invalid");
    auto invite = run(accounts_->add_invite(std::nullopt, "", 1, std::nullopt));
    ASSERT_TRUE(invite);
    EXPECT_TRUE(try_register(new_account("alice", invite->code)));
}

TEST_F(Registering, IsClosedUnderThatPolicyAlsoWithAnInvite) {
    set_policy(Registration::closed);
    auto invite = run(accounts_->add_invite(std::nullopt, "", 1, std::nullopt));
    ASSERT_TRUE(invite);
    EXPECT_EQ(error_of(try_register(new_account("alice"))).reason, "registration_closed");
    EXPECT_EQ(error_of(try_register(new_account("alice", invite->code))).reason, "registration_closed");
}

TEST_F(Registering, WaitsForApprovalUnderThatPolicy) {
    set_policy(Registration::approval);
    auto registered = try_register(new_account("alice"));
    ASSERT_TRUE(registered);
    EXPECT_EQ(registered->account.status, Status::pending);
    EXPECT_EQ(registered->token, "");
    EXPECT_EQ(error_of(open_session("alice")).reason, "pending");
    EXPECT_EQ(error_of(sign_in("alice")).reason, "pending");
    EXPECT_EQ(error_of(open_session("alice", "wrong password")).reason, "wrong_credentials")
        << "told to its owner only";
    ASSERT_TRUE(run(accounts_->reactivate("alice")));
    EXPECT_TRUE(open_session("alice"));
}

TEST_F(Registering, WithAnInviteNeedsNoApproval) {
    set_policy(Registration::approval);
    auto invite = run(accounts_->add_invite(std::nullopt, "", 1, std::nullopt));
    auto registered = try_register(new_account("alice", invite->code));
    ASSERT_TRUE(registered);
    EXPECT_EQ(registered->account.status, Status::active);
    EXPECT_TRUE(works(registered->token));
}

TEST_F(Registering, WithTheOwnerTokenMakesTheOwnerUnderAnyPolicy) {
    for (auto policy : {Registration::closed}) {
        set_policy(policy);
        auto owner = add_owner("olive");
        EXPECT_TRUE(owner.account.owner);
        auto identity = run(accounts_->authenticate(owner.token, kPeer));
        ASSERT_TRUE(identity);
        EXPECT_TRUE(identity->owner);
        EXPECT_TRUE(identity->staff);
    }
}

TEST_F(Registering, OwnerTokenIsStableSecretAndGoodOnce) {
    auto token = run(accounts_->owner_token());
    ASSERT_TRUE(token);
    EXPECT_EQ(run(accounts_->owner_token()), *token);
    open();
    EXPECT_EQ(run(accounts_->owner_token()), *token) << "also after a restart";
    struct stat status{};
    ASSERT_EQ(::stat((settings_.keys / "owner-token").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);

    set_policy(Registration::closed);
    ASSERT_TRUE(try_register(new_account("olive", *token)));
    EXPECT_FALSE(try_register(new_account("eve", *token)));
    EXPECT_EQ(error_of(run(accounts_->owner_token())).reason, "owner_exists");
    EXPECT_FALSE(std::filesystem::exists(settings_.keys / "owner-token"));
}

TEST_F(Registering, OneOfTwoWithTheOwnerTokenWins) {
    auto token = run(accounts_->owner_token());
    ASSERT_TRUE(token);
    auto [one, two] = run_both(
        accounts_->register_account(new_account("olive", *token), "", ""),
        accounts_->register_account(new_account("eve", *token), "", "")
    );
    EXPECT_NE(one.has_value(), two.has_value());
    EXPECT_EQ(error_of(one ? two : one).reason, "owner_exists");
    EXPECT_EQ(count(), 1);
}

TEST_F(Registering, OwnerTokenLeftByACrashMakesNoSecondOwner) {
    auto token = run(accounts_->owner_token());
    ASSERT_TRUE(token);
    ASSERT_TRUE(try_register(new_account("olive", *token)));
    test::write_text(settings_.keys / "owner-token", *token + "\n");
    EXPECT_EQ(error_of(try_register(new_account("eve", *token))).reason, "owner_exists");
}

TEST_F(Registering, EmptyOwnerTokenFileOpensNothing) {
    test::write_text(settings_.keys / "owner-token", "");
    set_policy(Registration::closed);
    EXPECT_FALSE(try_register(new_account("eve", "")));
    EXPECT_FALSE(try_register(new_account("eve", "\n")));
}

TEST_F(Registering, ByAnAdministratorNeedsNoInviteAndKeepsTheRules) {
    set_policy(Registration::closed);
    auto made = run(accounts_->add_account(new_account("alice"), false));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->status, Status::active);
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(error_of(run(accounts_->add_account(new_account("ALICE"), false))).reason, "username_taken");
    EXPECT_EQ(error_of(run(accounts_->add_account(new_account("root"), false))).reason, "username_reserved");
    auto request = new_account("bob");
    request.display_name = "two\nlines";
    EXPECT_EQ(error_of(run(accounts_->add_account(request, false))).field, "display_name");
    request = new_account("bob");
    request.password.password = "short";
    EXPECT_EQ(error_of(run(accounts_->add_account(request, false))).reason, "password_too_short");
}

TEST_F(Registering, ByTheCommandLineMakesOneOwner) {
    ASSERT_TRUE(run(accounts_->owner_token()));
    auto owner = run(accounts_->add_account(new_account("olive"), true));
    ASSERT_TRUE(owner);
    EXPECT_TRUE(owner->owner);
    EXPECT_EQ(error_of(run(accounts_->add_account(new_account("eve"), true))).reason, "owner_exists");
    EXPECT_FALSE(std::filesystem::exists(settings_.keys / "owner-token"));
}

TEST_F(Registering, SurvivesARestart) {
    auto alice = add("alice");
    open();
    EXPECT_TRUE(works(alice.token));
    EXPECT_TRUE(open_session("alice"));
}

TEST_F(Registering, KeepsNoPasswordTokenOrCodeInTheDatabase) {
    auto alice = add("alice");
    accounts_.reset();
    database_.reset();
    std::string stored;
    for (auto const& file : std::filesystem::directory_iterator(folder_.path()))
        if (file.is_regular_file()) stored += test::read_text(file.path());
    ASSERT_NE(stored.find("alice"), std::string::npos);
    EXPECT_EQ(stored.find(kPassword), std::string::npos);
    EXPECT_EQ(stored.find(alice.token), std::string::npos);
    for (auto const& code : alice.recovery_codes) {
        EXPECT_EQ(stored.find(code), std::string::npos);
        EXPECT_EQ(stored.find(crypto::normalize_code(code)), std::string::npos);
    }
    open();
}

}  // namespace
}  // namespace alloquy::accounts
