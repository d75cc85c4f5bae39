// SPDX-License-Identifier: GPL-2.0-or-later
// What REGISTER on IRC is answered (IRCv3 account-registration).
#include "account_desk.hpp"

#include "support/fake_directory.hpp"
#include "support/run_task.hpp"

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

class Desk : public testing::Test, public AccountDeskHost {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    void register_reply(std::string const& uid, std::string_view account, RegisterReply const& reply) override {
        answers_ += uid + " " + std::string(reply.code) + " " + std::string(account) + "; ";
        text_ = reply.text;
    }
    void signed_in(std::string const& uid, accounts::SignIn const& sign_in) override {
        answers_ += uid + " is " + sign_in.account.username + "; ";
    }
    void spawn(Task<> task) override { waiting_.push_back(std::move(task)); }

    std::string take() {
        for (auto& task : std::exchange(waiting_, {})) test::run_task(io_, done(std::move(task)));
        return std::exchange(answers_, {});
    }
    static Task<int> done(Task<> task) {
        co_await std::move(task);
        co_return 0;
    }
    std::string ask(std::string name, std::string password = "correct horse") {
        desk_.register_received("0ALAAAAAB", "192.0.2.7", std::move(name), std::move(password));
        return take();
    }

    asio::io_context io_{1};
    test::FakeDirectory directory_;
    AccountDesk desk_{*this, directory_, "https://chat.example.org"};
    std::vector<Task<>> waiting_;
    std::string answers_, text_;
};

TEST_F(Desk, MakesTheAccountAndSignsItsClientInBeforeItSaysSo) {
    EXPECT_EQ(ask("Carol"), "0ALAAAAAB is Carol; 0ALAAAAAB SUCCESS Carol; ");
    EXPECT_EQ(directory_.last_peer(), "192.0.2.7");
}

TEST_F(Desk, NeverSignsInWhoWaitsForApproval) {
    directory_.registrations_wait = true;
    EXPECT_EQ(ask("Carol"), "0ALAAAAAB VERIFICATION_REQUIRED Carol; ");
}

TEST_F(Desk, SaysWhyItRefusesWithTheCodesOfTheSpecification) {
    directory_.add("alice", "correct horse");
    EXPECT_EQ(ask("ALICE"), "0ALAAAAAB ACCOUNT_EXISTS ALICE; ");
    EXPECT_EQ(ask("two words"), "0ALAAAAAB BAD_ACCOUNT_NAME *; ");
    EXPECT_EQ(ask("NickServ"), "0ALAAAAAB BAD_ACCOUNT_NAME NickServ; ");
    EXPECT_EQ(ask("carol", "short"), "0ALAAAAAB WEAK_PASSWORD carol; ");
    EXPECT_EQ(ask("caroline", "Caroline"), "0ALAAAAAB WEAK_PASSWORD caroline; ");
    EXPECT_EQ(ask("carol", "bytes \xFF\xFE\xFD\xFC"), "0ALAAAAAB UNACCEPTABLE_PASSWORD carol; ");
    directory_.refuse_registration = fail_as(Errc::forbidden, "invite_required", "").error();
    EXPECT_EQ(ask("carol"), "0ALAAAAAB TEMPORARILY_UNAVAILABLE carol; ");
    EXPECT_EQ(text_, "Registration needs an invite: https://chat.example.org");
    directory_.refuse_registration = fail_as(Errc::forbidden, "registration_closed", "").error();
    EXPECT_EQ(ask("carol"), "0ALAAAAAB TEMPORARILY_UNAVAILABLE carol; ");
    directory_.refuse_registration = fail(Errc::rate_limited, "").error();
    EXPECT_EQ(ask("carol"), "0ALAAAAAB TEMPORARILY_UNAVAILABLE carol; ");
    directory_.set_broken(true);
    EXPECT_EQ(ask("carol"), "0ALAAAAAB TEMPORARILY_UNAVAILABLE carol; ");
}

TEST_F(Desk, AnswersNobodyWhoLeftOrBeganAnew) {
    desk_.register_received("0ALAAAAAB", "192.0.2.7", "carol", "correct horse");
    desk_.forget("0ALAAAAAB");
    EXPECT_EQ(take(), "");
    desk_.register_received("0ALAAAAAB", "192.0.2.7", "dave", "correct horse");
    desk_.register_received("0ALAAAAAB", "192.0.2.7", "erin", "correct horse");
    EXPECT_EQ(take(), "0ALAAAAAB is erin; 0ALAAAAAB SUCCESS erin; ");
}

TEST_F(Desk, TurnsRequestsAwayWhenTooManyAreUnderWay) {
    for (std::size_t i = 0; i < AccountDesk::kMaxRequests; ++i)
        desk_.register_received("0AL" + std::to_string(100'000 + i), "192.0.2.7", "x", "short");
    desk_.register_received("0ALAAAAAB", "192.0.2.7", "carol", "correct horse");
    EXPECT_EQ(std::exchange(answers_, {}), "0ALAAAAAB TEMPORARILY_UNAVAILABLE *; ");
}

}  // namespace
}  // namespace alloquy::irc
