// SPDX-License-Identifier: GPL-2.0-or-later
// Upkeep over a real database in a folder of the test's own, in steps of three rows, with a clock that the test moves.
#pragma once
#include "support/accounts_fixture.hpp"

#include <alloquy/upkeep/exports.hpp>
#include <alloquy/upkeep/upkeep.hpp>

#include <set>

namespace alloquy::upkeep {

class UpkeepFixture : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    UpkeepFixture() {
        std::filesystem::create_directories(folder_ / "keys");
        account_settings_.registration = accounts::Registration::open;
        account_settings_.password_cost = {8 * 1024 * 1024, 1};
        account_settings_.keys = folder_ / "keys";
        open();
    }
    ~UpkeepFixture() override { close(); }

    /// Starts on what the folder has: also a restart.
    void open() {
        close();
        std::span<base::EmbeddedFile const> const migrations[] = {
            accounts::migrations(), rooms::Rooms::migrations(), privacy::Privacy::migrations(),
            messages::Messages::migrations(), Upkeep::migrations()
        };
        auto database = storage::Database::open((folder_ / "alloquy.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        accounts_ = std::make_unique<accounts::Accounts>(*database_, pool_, clock_, ids_, account_settings_);
        rooms_ = std::make_unique<rooms::Rooms>(*database_, clock_, ids_);
        privacy_ = std::make_unique<privacy::Privacy>(*database_, clock_);
        messages_ = std::make_unique<messages::Messages>(*database_, clock_, folder_ / "keys");
        for (auto const& opened : {accounts_->open(), rooms_->open(), messages_->open()})
            if (!opened) throw std::runtime_error(opened.error().message);
        settings_.step = 3;
        settings_.pause = std::chrono::milliseconds(0);
        upkeep_ = std::make_unique<Upkeep>(io_.get_executor(), *database_, clock_, *rooms_, *messages_, settings_);
        exports_ = std::make_unique<Exports>(clock_, *accounts_, *rooms_, *privacy_, *messages_);
    }
    void close() {
        exports_.reset();
        upkeep_.reset();
        messages_.reset();
        privacy_.reset();
        rooms_.reset();
        accounts_.reset();
        database_.reset();
    }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }
    void round() { test::run_task(io_, upkeep_->round()); }

    base::Id add(std::string const& name) {
        accounts::NewAccount wanted;
        wanted.username = name;
        wanted.password.password = "correct horse battery";
        auto account = run(accounts_->add_account(std::move(wanted), /*owner=*/false));
        if (!account) throw std::runtime_error(account.error().message);
        return account->id;
    }
    base::Id channel(std::string const& name) const { return rooms_->find_channel(name)->id; }
    base::Id conversation(base::Id one, base::Id other) { return run(rooms_->conversation(one, other)).value().id; }

    /// A message of this moment; the next one is a millisecond later. Its id.
    base::Id say(base::Id room, base::Id author, std::string text) {
        messages::NewMessage message;
        message.id = message_ids_.next();
        message.room = room;
        message.author = author;
        message.author_name = "somebody";
        message.source = "somebody!u@example.org";
        message.text = std::move(text);
        auto stored = run(messages_->store({message}));
        EXPECT_TRUE(stored && stored->front() == messages::Outcome::stored);
        clock_.advance(std::chrono::milliseconds(1));
        return message.id;
    }
    /// The texts that are left, "1 2 3"; "-" for one that was destroyed.
    std::string texts(base::Id room) {
        messages::Query query;
        query.room = room;
        query.limit = 100;
        std::string out;
        for (auto const& message : run(messages_->page(query)).value())
            out += (out.empty() ? "" : " ") + (message.redacted_at ? "-" : message.text);
        return out;
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    async::CpuPool pool_{1, 16};
    base::IdGenerator ids_{clock_, 0, 0}, message_ids_{clock_, 1, 0};
    accounts::Settings account_settings_;
    Settings settings_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<accounts::Accounts> accounts_;
    std::unique_ptr<rooms::Rooms> rooms_;
    std::unique_ptr<privacy::Privacy> privacy_;
    std::unique_ptr<messages::Messages> messages_;
    std::unique_ptr<Upkeep> upkeep_;
    std::unique_ptr<Exports> exports_;
};

}  // namespace alloquy::upkeep
