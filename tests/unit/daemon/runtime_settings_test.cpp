// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime_settings.hpp"

#include "settings.hpp"
#include "support/accounts_fixture.hpp"

#include <nlohmann/json.hpp>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

class RuntimeSettings : public test::AccountsFixture {
protected:
    RuntimeSettings() {
        add_settings_routes(router_, *database_, *accounts_, config_, clock_);
        accounts_->set_policy(config_.accounts.registration, config_.accounts.members_may_invite);
    }
    http::Response ask(http::Method method, std::string const& body = {}) {
        http::Request request;
        request.method = method;
        request.path = "/api/v1/admin/settings";
        request.peer = kPeer;
        request.headers = {{"authorization", "Bearer owner"}};
        request.body = body;
        return run(router_.handle(std::move(request)));
    }
    StoredSettings stored() {
        return run(database_->read([](storage::Connection& db) { return read_stored_settings(db); })).value();
    }

    static Task<Result<http::Identity>> identify() {
        http::Identity owner;
        owner.username = "olive";
        owner.owner = owner.staff = true;
        co_return owner;
    }
    static http::RateLimits::Rates no_limits() {
        http::RateLimits::Rates rates;
        rates.fill({1e6, 1e6});
        return rates;
    }

    Config config_ = read_config("", "", {}).value();
    http::RateLimits limits_{no_limits()};
    http::Router router_{[](std::string, std::string) { return identify(); }, limits_};
};

TEST_F(RuntimeSettings, AreShownAndChanged) {
    auto shown = ask(http::Method::get);
    EXPECT_EQ(shown.status, 200U);
    EXPECT_EQ(json::parse(shown.body).at("accounts.registration"), "invite");
    auto changed = ask(http::Method::patch, R"({"accounts.registration": "closed"})");
    EXPECT_EQ(changed.status, 200U) << changed.body;
    EXPECT_EQ(json::parse(changed.body).at("accounts.registration"), "closed");
    EXPECT_EQ(accounts_->settings().registration, accounts::Registration::closed);
    EXPECT_EQ(config_.accounts.registration, accounts::Registration::closed);
    EXPECT_EQ(stored(), (StoredSettings{{"accounts.registration", "closed"}}));
}

TEST_F(RuntimeSettings, AreRefusedTogetherWhenOneIsWrong) {
    auto refused =
        ask(http::Method::patch, R"({"accounts.members_may_invite": "true", "accounts.registration": "all"})");
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(json::parse(refused.body).at("field"), "accounts.registration");
    EXPECT_TRUE(stored().empty());
    EXPECT_FALSE(config_.accounts.members_may_invite);
    EXPECT_EQ(ask(http::Method::patch, R"({"http.port": "1"})").status, 400U);
}

TEST_F(RuntimeSettings, WinOverFileAndCommandLineAtTheNextStart) {
    ASSERT_EQ(ask(http::Method::patch, R"({"accounts.registration": "approval"})").status, 200U);
    auto next = read_config("[accounts]\nregistration = \"closed\"\n", "f", {"accounts.registration=open"}).value();
    apply_stored_settings(next, stored());
    EXPECT_EQ(next.accounts.registration, accounts::Registration::approval);
}

TEST_F(RuntimeSettings, ThatThisVersionDoesNotKnowAreLeftOut) {
    auto next = config_;
    testing::internal::CaptureStderr();
    apply_stored_settings(
        next, {{"http.port", "1"},
               {"accounts.registration", "nonsense"},
               {"no.such", "x"},
               {"accounts.members_may_invite", "true"}}
    );
    auto logged = testing::internal::GetCapturedStderr();
    EXPECT_EQ(next.http.port, config_.http.port);
    EXPECT_EQ(next.accounts.registration, config_.accounts.registration);
    EXPECT_TRUE(next.accounts.members_may_invite);
    for (auto const* name : {"http.port", "accounts.registration", "no.such"})
        EXPECT_NE(logged.find(name), std::string::npos) << logged;
}

}  // namespace
}  // namespace alloquy::daemon
