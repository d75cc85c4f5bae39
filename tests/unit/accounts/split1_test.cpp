// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts whose client hashes the password itself and sends only the derived key.
#include "support/accounts_fixture.hpp"

namespace alloquy::accounts {
namespace {

using test::error_of;

constexpr crypto::PasswordCost kClientCost{19 * 1024 * 1024, 2};

class Split1 : public test::AccountsFixture {
protected:
    NewPassword client_password(std::string const& password) {
        NewPassword made;
        made.salt = crypto::random_bytes(16);
        made.client_cost = kClientCost;
        made.auth_key = crypto::derive_split1_auth_key(password, made.salt, kClientCost).value();
        return made;
    }
    Account register_with(NewPassword password) {
        auto request = new_account("alice");
        request.password = std::move(password);
        auto registered = try_register(request);
        EXPECT_TRUE(registered);
        return registered ? registered->account : Account{};
    }
    Result<OpenedSession> open_with_key(std::string key) {
        return run(accounts_->open_session("alice", PasswordProof{{}, std::move(key)}, "", "test", kPeer));
    }
};

TEST_F(Split1, SignsInByTheKeyWithoutHashing) {
    auto password = client_password(kPassword);
    EXPECT_EQ(register_with(password).scheme, Scheme::split1);
    auto before = pool_.accepted();
    EXPECT_TRUE(open_with_key(password.auth_key));
    EXPECT_EQ(error_of(open_with_key(crypto::random_bytes(32))).reason, "wrong_credentials");
    EXPECT_EQ(pool_.accepted(), before);
}

TEST_F(Split1, SignsInByTheRawPasswordThroughTheSameDerivation) {
    register_with(client_password(kPassword));
    EXPECT_TRUE(sign_in("alice"));
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(error_of(sign_in("alice", "a wrong password")).reason, "wrong_credentials");
}

TEST_F(Split1, TellsTheClientWhatItUsed) {
    auto password = client_password(kPassword);
    register_with(password);
    auto parameters = run(accounts_->auth_parameters("ALICE"));
    ASSERT_TRUE(parameters);
    EXPECT_EQ(parameters->scheme, Scheme::split1);
    EXPECT_EQ(parameters->salt, password.salt);
    EXPECT_EQ(parameters->cost, kClientCost);
}

TEST_F(Split1, KeyOfAPasswordAccountIsWrong) {
    add("alice");
    EXPECT_EQ(error_of(open_with_key(std::string(32, '\0'))).reason, "wrong_credentials");
    EXPECT_EQ(error_of(open_with_key(crypto::random_bytes(32))).reason, "wrong_credentials");
}

TEST_F(Split1, KeyForAnUnknownNameIsWrong) {
    for (int i = 0; i < 8; ++i) {
        auto name = "nobody" + std::to_string(i);
        for (auto const& key : {std::string(32, '\0'), crypto::random_bytes(32)})
            EXPECT_EQ(
                error_of(run(accounts_->open_session(name, PasswordProof{{}, key}, "", "", kPeer))).reason,
                "wrong_credentials"
            );
    }
}

TEST_F(Split1, RefusesKeysSaltsAndCostsOutOfBounds) {
    auto refused = [&](auto change) {
        auto request = new_account("alice");
        request.password = NewPassword{{}, std::string(32, 'k'), std::string(16, 's'), kClientCost};
        change(request.password);
        return error_of(try_register(request)).field;
    };
    EXPECT_EQ(refused([](auto& p) { p.auth_key.pop_back(); }), "auth_key");
    EXPECT_EQ(refused([](auto& p) { p.salt.push_back('s'); }), "salt");
    EXPECT_EQ(refused([](auto& p) { p.client_cost.memory = 8 * 1024 * 1024; }), "memlimit");
    EXPECT_EQ(refused([](auto& p) { p.client_cost.memory = std::uint64_t(1) << 40; }), "memlimit");
    EXPECT_EQ(refused([](auto& p) { p.client_cost.passes = 1; }), "opslimit");
    EXPECT_EQ(refused([](auto& p) { p.client_cost.passes = 1000; }), "opslimit");
}

TEST_F(Split1, KeepsNoKeyInTheDatabase) {
    auto password = client_password(kPassword);
    register_with(password);
    accounts_.reset();
    database_.reset();
    for (auto const& file : std::filesystem::directory_iterator(folder_.path()))
        if (file.is_regular_file()) EXPECT_EQ(test::read_text(file.path()).find(password.auth_key), std::string::npos);
    open();
}

TEST_F(Split1, IsNotAnsweredByMumblesSnapshot) {
    auto account = register_with(client_password(kPassword));
    auto identity = run(accounts_->voice_identity(account.id));
    ASSERT_TRUE(identity && *identity);
    EXPECT_FALSE((*identity)->verifier);
}

TEST_F(Split1, CanBeChangedToAndFromAPassword) {
    auto first = client_password(kPassword);
    auto id = register_with(first).id;
    PasswordProof key{{}, first.auth_key};
    ASSERT_TRUE(run(accounts_->change_password(id, key, new_password("a raw password"), 0)));
    EXPECT_EQ(run(accounts_->auth_parameters("alice"))->scheme, Scheme::password);
    EXPECT_EQ(error_of(open_with_key(first.auth_key)).reason, "wrong_credentials");
    auto second = client_password("a third password");
    ASSERT_TRUE(run(accounts_->change_password(id, proof("a raw password"), second, 0)));
    EXPECT_EQ(run(accounts_->auth_parameters("alice"))->salt, second.salt);
    EXPECT_TRUE(open_with_key(second.auth_key));
    EXPECT_TRUE(sign_in("alice", "a third password"));
}

}  // namespace
}  // namespace alloquy::accounts
