// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts over a real database in a folder of the test's own, with cheap hashing and a clock that the test moves.
#pragma once
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

namespace alloquy::test {

class AccountsFixture : public testing::Test {
protected:
    static constexpr char const* kPassword = "correct horse battery";
    static constexpr char const* kPeer = "192.0.2.1";

    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    AccountsFixture() {
        settings_.registration = accounts::Registration::open;
        settings_.password_cost = {8 * 1024 * 1024, 1};
        settings_.failed_sign_ins = {0.001, 1000};
        settings_.failed_per_account = {0.001, 1000};
        settings_.keys = folder_ / "keys";
        std::filesystem::create_directories(settings_.keys);
        open();
    }
    ~AccountsFixture() override {
        accounts_.reset();
        database_.reset();
    }

    /// Starts on what the data directory has, with `settings_`: also a restart.
    void open() {
        accounts_.reset();
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {accounts::migrations()};
        auto database = storage::Database::open((folder_ / "alloquy.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        accounts_ = std::make_unique<accounts::Accounts>(*database_, pool_, clock_, ids_, settings_);
        if (auto opened = accounts_->open(); !opened) throw std::runtime_error(opened.error().message);
    }

    template <class T>
    T run(Task<T> task) {
        return run_task(io_, std::move(task));
    }

    /// Both at once; the results in the order of the arguments.
    template <class T>
    std::pair<T, T> run_both(Task<T> one, Task<T> two) {
        std::pair<std::optional<T>, std::optional<T>> results;
        asio::co_spawn(io_, std::move(one), [&](std::exception_ptr, T value) { results.first = std::move(value); });
        asio::co_spawn(io_, std::move(two), [&](std::exception_ptr, T value) { results.second = std::move(value); });
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        io_.restart();
        while (!(results.first && results.second) && std::chrono::steady_clock::now() < deadline)
            io_.run_one_until(deadline);
        if (!results.first || !results.second) throw std::runtime_error("the tasks did not end in time");
        return {std::move(*results.first), std::move(*results.second)};
    }

    static accounts::NewAccount new_account(std::string username, std::string invite = {}) {
        accounts::NewAccount request;
        request.username = std::move(username);
        request.password.password = kPassword;
        request.invite = std::move(invite);
        return request;
    }
    Result<accounts::Registered> try_register(accounts::NewAccount request) {
        return run(accounts_->register_account(std::move(request), "test", kPeer));
    }
    accounts::Registered add(std::string username) {
        auto registered = try_register(new_account(std::move(username)));
        if (!registered) throw std::runtime_error("cannot register: " + registered.error().message);
        return *registered;
    }
    accounts::Registered add_owner(std::string username) {
        auto token = run(accounts_->owner_token());
        if (!token) throw std::runtime_error("no owner token: " + token.error().message);
        auto registered = try_register(new_account(std::move(username), *token));
        if (!registered) throw std::runtime_error("cannot register: " + registered.error().message);
        return *registered;
    }

    static accounts::PasswordProof proof(std::string password = kPassword) { return {std::move(password), {}}; }
    static accounts::NewPassword new_password(std::string password) { return {std::move(password), {}, {}, {}}; }

    Result<accounts::OpenedSession> open_session(
        std::string username, std::string password = kPassword, std::string code = {}, std::string peer = kPeer
    ) {
        return run(accounts_->open_session(
            std::move(username), proof(std::move(password)), std::move(code), "test", std::move(peer)
        ));
    }
    Result<accounts::SignIn> sign_in(
        std::string username, std::string password = kPassword, accounts::Purpose purpose = accounts::Purpose::irc,
        std::string peer = kPeer
    ) {
        return run(accounts_->sign_in_with_password(std::move(username), std::move(password), purpose, std::move(peer))
        );
    }
    bool works(std::string const& token) { return run(accounts_->authenticate(token, kPeer)).has_value(); }

    TempDir folder_;
    FakeClock clock_;
    asio::io_context io_{1};
    async::CpuPool pool_{2, 64};
    base::IdGenerator ids_{clock_, 0, 0};
    accounts::Settings settings_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<accounts::Accounts> accounts_;
};

}  // namespace alloquy::test
