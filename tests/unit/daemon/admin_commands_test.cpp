// SPDX-License-Identifier: GPL-2.0-or-later
#include "admin_commands.hpp"

#include "support/accounts_fixture.hpp"

namespace alloquy::daemon {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class AdministrativeCommands : public test::AccountsFixture {
protected:
    json ask(json request) { return run(commands_.run(std::move(request))); }
    /// The error's code; empty when it worked.
    std::string refusal(json request) {
        auto answer = ask(std::move(request));
        return answer.at("ok").get<bool>() ? "" : answer.at("error").at("code").get<std::string>();
    }

    AdminCommands commands_{*accounts_, clock_, "https://chat.example.org"};
};

TEST_F(AdministrativeCommands, AddUsersAndOneOwner) {
    auto added = ask({{"command", "user.add"}, {"username", "alice"}, {"password", kPassword}});
    EXPECT_EQ(added.at("ok"), true) << added;
    EXPECT_EQ(added.at("username"), "alice");
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(refusal({{"command", "user.add"}, {"username", "olive"}, {"password", kPassword}, {"owner", true}}), "");
    EXPECT_EQ(
        refusal({{"command", "user.add"}, {"username", "eve"}, {"password", kPassword}, {"owner", true}}),
        "owner_exists"
    );
    EXPECT_EQ(refusal({{"command", "user.add"}, {"username", "Alice"}, {"password", kPassword}}), "username_taken");
    auto refused = ask({{"command", "user.add"}, {"username", "bob"}, {"password", ""}});
    EXPECT_EQ(refused.at("error").at("field"), "password");
    EXPECT_FALSE(refused.at("error").at("message").get<std::string>().empty());
}

TEST_F(AdministrativeCommands, LeaveStoredMessagesToARunningServer) {
    for (auto const* command : {"messages.rotate-key", "messages.status", "user.export", "user.delete-messages"})
        EXPECT_EQ(refusal({{"command", command}, {"username", "alice"}}), "unavailable") << command;
}

TEST_F(AdministrativeCommands, ListEverybody) {
    add("alice");
    add("bob");
    ASSERT_EQ(refusal({{"command", "user.ban"}, {"username", "bob"}, {"reason", "abuse"}}), "");
    auto items = ask({{"command", "user.list"}}).at("items");
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].at("username"), "alice");
    EXPECT_EQ(items[0].at("status"), "active");
    EXPECT_EQ(items[1].at("status"), "banned");
    EXPECT_EQ(items[1].at("reason"), "abuse");
}

TEST_F(AdministrativeCommands, SuspendForAWhileReactivateAndDelete) {
    add("alice");
    EXPECT_EQ(refusal({{"command", "user.suspend"}, {"username", "alice"}, {"reason", "spam"}, {"seconds", 3600}}), "");
    EXPECT_FALSE(open_session("alice"));
    clock_.advance(1h);
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(refusal({{"command", "user.suspend"}, {"username", "alice"}}), "");
    EXPECT_EQ(refusal({{"command", "user.reactivate"}, {"username", "alice"}}), "");
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(refusal({{"command", "user.delete"}, {"username", "alice"}}), "");
    EXPECT_EQ(refusal({{"command", "user.delete"}, {"username", "alice"}}), "account_not_found");
}

TEST_F(AdministrativeCommands, PrintLinksThatWork) {
    auto owner = ask({{"command", "owner-link"}});
    EXPECT_EQ(owner.at("url"), "https://chat.example.org/owner#" + owner.at("token").get<std::string>());
    accounts_->set_policy(accounts::Registration::invite, false);
    ASSERT_TRUE(try_register(new_account("olive", owner.at("token").get<std::string>())));
    EXPECT_EQ(refusal({{"command", "owner-link"}}), "owner_exists");

    auto invite = ask({{"command", "invite"}, {"uses", 1}, {"seconds", 86400}, {"note", "for friends"}});
    EXPECT_EQ(invite.at("url"), "https://chat.example.org/join#" + invite.at("code").get<std::string>());
    EXPECT_EQ(invite.at("expires_at"), base::to_rfc3339(clock_.now() + 24h));
    ASSERT_TRUE(try_register(new_account("alice", invite.at("code").get<std::string>())));
    EXPECT_FALSE(try_register(new_account("bob", invite.at("code").get<std::string>())));
    EXPECT_EQ(ask({{"command", "invite"}}).at("expires_at"), nullptr);

    auto reset = ask({{"command", "user.reset-password"}, {"username", "alice"}});
    auto url = reset.at("url").get<std::string>();
    ASSERT_TRUE(url.starts_with("https://chat.example.org/reset#"));
    EXPECT_TRUE(run(accounts_->reset_password(url.substr(url.find('#') + 1), new_password("a new password"))));
    EXPECT_TRUE(open_session("alice", "a new password"));
}

TEST_F(AdministrativeCommands, AnswerGarbageWithAnError) {
    add("alice");
    EXPECT_EQ(refusal(json::object()), "not_found");
    EXPECT_EQ(refusal({{"command", 5}}), "not_found");
    EXPECT_EQ(refusal({{"command", "user.explode"}}), "not_found");
    EXPECT_EQ(refusal({{"command", "user.ban"}, {"username", json::array()}}), "account_not_found");
    EXPECT_EQ(refusal({{"command", "user.add"}, {"username", "bob"}, {"password", kPassword}, {"owner", "yes"}}), "");
    EXPECT_FALSE(run(accounts_->find_by_username("bob")).value()->owner);
    for (auto const& seconds :
         {json(INT64_MAX), json(UINT64_MAX), json(0), json(-1), json("1"), json(1.5), json(nullptr)}) {
        EXPECT_EQ(refusal({{"command", "user.suspend"}, {"username", "alice"}, {"seconds", seconds}}), "invalid_input");
        EXPECT_EQ(refusal({{"command", "invite"}, {"seconds", seconds}}), "invalid_input");
    }
    EXPECT_TRUE(open_session("alice"));
}

}  // namespace
}  // namespace alloquy::daemon
