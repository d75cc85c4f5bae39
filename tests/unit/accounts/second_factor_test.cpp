// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"
#include "totp.hpp"

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

std::string from_base32(std::string_view text) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (char c : text) {
        buffer = (buffer << 5) | unsigned(kAlphabet.find(c));
        if ((bits += 5) < 8) continue;
        bits -= 8;
        out += char(buffer >> bits);
    }
    return out;
}

class SecondFactor : public test::AccountsFixture {
protected:
    /// What the authenticator app shows now, or some steps of 30 s later.
    std::string code(int later = 0) {
        auto step = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count() / 30;
        return totp_code(secret_, step + later);
    }
    void begin() {
        auto setup = run(accounts_->begin_totp(alice_.account.id, proof()));
        ASSERT_TRUE(setup) << setup.error().message;
        secret_ = from_base32(setup->secret);
        EXPECT_EQ(secret_.size(), 20U);
        EXPECT_NE(setup->uri.find("secret=" + setup->secret), std::string::npos);
    }
    void enable() {
        begin();
        ASSERT_TRUE(run(accounts_->confirm_totp(alice_.account.id, code())));
        clock_.advance(30s);
    }

    Registered const alice_ = add("alice");
    std::string secret_;
};

TEST_F(SecondFactor, IsAskedForOnceItIsConfirmed) {
    begin();
    EXPECT_TRUE(open_session("alice")) << "not before";
    EXPECT_EQ(error_of(run(accounts_->confirm_totp(alice_.account.id, "000000"))).reason, "wrong_code");
    ASSERT_TRUE(run(accounts_->confirm_totp(alice_.account.id, code())));
    clock_.advance(30s);
    EXPECT_EQ(error_of(open_session("alice")).reason, "totp_required");
    EXPECT_EQ(error_of(open_session("alice", kPassword, "000000")).reason, "wrong_code");
    EXPECT_TRUE(open_session("alice", kPassword, code()));
    EXPECT_TRUE(run(accounts_->find_by_id(alice_.account.id)).value()->totp);
}

TEST_F(SecondFactor, ShowsItselfOnlyToWhoKnowsThePassword) {
    enable();
    EXPECT_EQ(error_of(open_session("alice", "a wrong password")).reason, "wrong_credentials");
    EXPECT_EQ(error_of(open_session("alice", "a wrong password", code())).reason, "wrong_credentials");
}

TEST_F(SecondFactor, CodeIsGoodOnce) {
    enable();
    auto now = code();
    EXPECT_TRUE(open_session("alice", kPassword, now));
    EXPECT_EQ(error_of(open_session("alice", kPassword, now)).reason, "wrong_code");
    clock_.advance(30s);
    EXPECT_TRUE(open_session("alice", kPassword, code()));
}

TEST_F(SecondFactor, CodeOpensOneOfTwoSessionsAtOnce) {
    enable();
    auto [one, two] = run_both(
        accounts_->open_session("alice", proof(), code(), "", ""),
        accounts_->open_session("alice", proof(), code(), "", "")
    );
    EXPECT_NE(one.has_value(), two.has_value());
}

TEST_F(SecondFactor, CodeThatConfirmedIsUsed) {
    begin();
    auto now = code();
    ASSERT_TRUE(run(accounts_->confirm_totp(alice_.account.id, now)));
    EXPECT_EQ(error_of(open_session("alice", kPassword, now)).reason, "wrong_code");
}

TEST_F(SecondFactor, RecoveryCodeStandsInOnce) {
    enable();
    auto const& recovery = alice_.recovery_codes.front();
    EXPECT_TRUE(open_session("alice", kPassword, recovery));
    EXPECT_EQ(error_of(open_session("alice", kPassword, recovery)).reason, "wrong_code");
    EXPECT_TRUE(open_session("alice", kPassword, alice_.recovery_codes.at(1)));
}

TEST_F(SecondFactor, KeepsTheAccountPasswordFromBridges) {
    enable();
    EXPECT_EQ(error_of(sign_in("alice")).reason, "app_password_required");
    EXPECT_EQ(error_of(sign_in("alice", "a wrong password")).reason, "wrong_credentials");
    EXPECT_FALSE(run(accounts_->voice_identity(alice_.account.id)).value()->verifier);
    auto app_password = run(accounts_->add_app_password(alice_.account.id, "x", unsigned(Purpose::irc)));
    EXPECT_TRUE(sign_in("alice", app_password->secret));
}

TEST_F(SecondFactor, GuessingIsLimited) {
    settings_.failed_per_account = {0.001, 5};
    open();
    enable();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(error_of(open_session("alice", kPassword, "000000")).reason, "wrong_code");
    EXPECT_EQ(error_of(open_session("alice", kPassword, code())).code, Errc::rate_limited);
}

TEST_F(SecondFactor, BeingAskedForItIsNoFailure) {
    settings_.failed_per_account = {0.001, 3};
    open();
    enable();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(error_of(open_session("alice")).reason, "totp_required");
    EXPECT_TRUE(open_session("alice", kPassword, code()));
}

TEST_F(SecondFactor, NeedsThePasswordToBeginAndToRemove) {
    EXPECT_EQ(
        error_of(run(accounts_->begin_totp(alice_.account.id, proof("a wrong password")))).reason, "wrong_credentials"
    );
    enable();
    EXPECT_EQ(
        error_of(run(accounts_->remove_totp(alice_.account.id, proof("a wrong password")))).reason, "wrong_credentials"
    );
    ASSERT_TRUE(run(accounts_->remove_totp(alice_.account.id, proof())));
    EXPECT_TRUE(open_session("alice"));
    EXPECT_TRUE(sign_in("alice"));
}

TEST_F(SecondFactor, IsNotReplacedWhileItIsInEffect) {
    enable();
    EXPECT_EQ(error_of(run(accounts_->begin_totp(alice_.account.id, proof()))).reason, "totp_enabled");
    EXPECT_EQ(error_of(run(accounts_->confirm_totp(alice_.account.id, code()))).reason, "totp_enabled");
    EXPECT_TRUE(open_session("alice", kPassword, code()));
}

TEST_F(SecondFactor, MustBeBegunBeforeItIsConfirmed) {
    EXPECT_EQ(error_of(run(accounts_->confirm_totp(alice_.account.id, "123456"))).reason, "totp_not_begun");
}

TEST_F(SecondFactor, CodeOfASecretThatWasBegunAnewConfirmsNothing) {
    begin();
    auto old = code();
    begin();
    EXPECT_EQ(error_of(run(accounts_->confirm_totp(alice_.account.id, old))).reason, "wrong_code");
    EXPECT_TRUE(run(accounts_->confirm_totp(alice_.account.id, code())));
}

TEST_F(SecondFactor, ConfirmationOvertakenByANewBeginningLocksNobodyOut) {
    begin();
    auto confirmation = code();
    auto fresh = std::make_shared<std::optional<Result<Accounts::TotpSetup>>>();
    auto confirmed = std::make_shared<std::optional<Result<>>>();
    asio::co_spawn(
        io_, accounts_->begin_totp(alice_.account.id, proof()),
        [fresh](std::exception_ptr, Result<Accounts::TotpSetup> result) { *fresh = std::move(result); }
    );
    asio::co_spawn(
        io_, accounts_->confirm_totp(alice_.account.id, confirmation),
        [confirmed](std::exception_ptr, Result<> result) { *confirmed = std::move(result); }
    );
    while (!*fresh || !*confirmed) {
        io_.restart();
        io_.run_one_for(60s);
    }
    // Whichever came first: what is in effect is what the owner has.
    if (*fresh && **fresh) secret_ = from_base32((**fresh)->secret);
    clock_.advance(30s);
    auto in_effect = run(accounts_->find_by_id(alice_.account.id)).value()->totp;
    EXPECT_TRUE(open_session("alice", kPassword, in_effect ? code() : ""));
}

TEST_F(SecondFactor, SecretIsSealedInTheDatabase) {
    enable();
    accounts_.reset();
    database_.reset();
    for (auto const& file : std::filesystem::directory_iterator(folder_.path()))
        if (file.is_regular_file()) EXPECT_EQ(test::read_text(file.path()).find(secret_), std::string::npos);
    open();
    EXPECT_TRUE(open_session("alice", kPassword, code())) << "and still opens after a restart";
}

}  // namespace
}  // namespace alloquy::accounts
