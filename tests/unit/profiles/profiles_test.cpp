// SPDX-License-Identifier: GPL-2.0-or-later
// The store of profiles, over the real accounts and rooms.
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <gtest/gtest.h>

namespace alloquy::profiles {
namespace {

using test::error_of;

class StoredProfiles : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    StoredProfiles() {
        accounts::Settings settings;
        settings.registration = accounts::Registration::open;
        settings.password_cost = {8 * 1024 * 1024, 1};
        settings.keys = folder_ / "keys";
        std::filesystem::create_directories(settings.keys);
        std::span<base::EmbeddedFile const> const migrations[] = {
            accounts::migrations(), rooms::Rooms::migrations(), Profiles::migrations()
        };
        database_ = storage::Database::open((folder_ / "alloquy.db").string(), migrations).value();
        accounts_ = std::make_unique<accounts::Accounts>(*database_, pool_, clock_, ids_, settings);
        EXPECT_TRUE(accounts_->open());
        rooms_ = std::make_unique<rooms::Rooms>(*database_, clock_, ids_);
        EXPECT_TRUE(rooms_->open());
        profiles_ = std::make_unique<Profiles>(*database_, *accounts_);
        subscription_ = profiles_->updated.subscribe([this](ProfileUpdated const& event) { events_.push_back(event); });
        alice_ = run(accounts_->make_account("Alice", "correct horse", "")).value();
    }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }
    Result<Profiles::Changed> change(Change change, std::string origin = {}) {
        return run(profiles_->change_account(alice_.id, std::move(change), std::move(origin)));
    }
    Values of_alice() {
        auto account = run(accounts_->find_by_id(alice_.id)).value();
        return run(profiles_->of_account(*account)).value();
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    async::CpuPool pool_{1, 16};
    base::IdGenerator ids_{clock_, 0, 0};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<accounts::Accounts> accounts_;
    std::unique_ptr<rooms::Rooms> rooms_;
    std::unique_ptr<Profiles> profiles_;
    base::Subscription subscription_;
    std::vector<ProfileUpdated> events_;
    accounts::Account alice_;
};

TEST_F(StoredProfiles, KeepsWhatIsSetAndTellsWhatIsDifferent) {
    auto done = change({{"status", "away"}, {"color", "#ff0000"}}, "0ALAAAAAB");
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->values, (Values{{"status", "away"}, {"color", "#ff0000"}}));
    EXPECT_EQ(of_alice(), done->values);
    ASSERT_EQ(events_.size(), 1U);
    EXPECT_EQ(events_[0].username, "Alice");
    EXPECT_EQ(events_[0].origin, "0ALAAAAAB");
    EXPECT_EQ(events_[0].changed.size(), 2U);

    done = change({{"status", "away"}, {"color", std::nullopt}, {"pronouns", std::nullopt}});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->changed, (Change{{"color", std::nullopt}})) << "the rest is as it was";
    EXPECT_EQ(of_alice(), (Values{{"status", "away"}}));
    EXPECT_EQ(events_.size(), 2U);
    EXPECT_TRUE(change({{"status", "away"}}));
    EXPECT_EQ(events_.size(), 2U) << "nothing changed";
}

TEST_F(StoredProfiles, ChangesNothingWhenOnePartIsRefused) {
    EXPECT_EQ(error_of(change({{"status", "fine"}, {"color", "red"}})).field, "color");
    EXPECT_EQ(error_of(change({{"status", "fine"}, {"No key", std::nullopt}})).reason, "key_invalid");
    EXPECT_TRUE(of_alice().empty());
    Change many;
    for (std::size_t i = 0; i <= kMaxKeys; ++i) many.emplace("example.org/" + std::to_string(i), "x");
    EXPECT_EQ(error_of(change(many)).reason, "too_many_keys");
    EXPECT_TRUE(of_alice().empty());
    many.erase(many.begin());
    EXPECT_TRUE(change(many));
    EXPECT_EQ(error_of(change({{"status", "one more"}})).reason, "too_many_keys");
    EXPECT_EQ(events_.size(), 1U);
}

TEST_F(StoredProfiles, TheDisplayNameIsTheOneOfTheAccount) {
    auto done = change({{"display-name", "Alice L."}, {"status", "here"}}, "0ALAAAAAB");
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->values, (Values{{"display-name", "Alice L."}, {"status", "here"}}));
    EXPECT_EQ(run(accounts_->find_by_id(alice_.id)).value()->display_name, "Alice L.");
    ASSERT_EQ(events_.size(), 2U);
    EXPECT_EQ(events_[1].changed, (Change{{"display-name", "Alice L."}}));
    EXPECT_EQ(events_[1].origin, "0ALAAAAAB");

    // And the other way round.
    ASSERT_TRUE(run(accounts_->set_display_name(alice_.id, "Al")));
    EXPECT_EQ(of_alice().at("display-name"), "Al");
    EXPECT_EQ(events_.back().changed, (Change{{"display-name", "Al"}}));
    EXPECT_EQ(events_.back().origin, "");

    // Without one it is the username, which isn't a value.
    ASSERT_TRUE(change({{"display-name", std::nullopt}}));
    EXPECT_EQ(run(accounts_->find_by_id(alice_.id)).value()->display_name, "Alice");
    EXPECT_FALSE(of_alice().contains("display-name"));
    EXPECT_EQ(events_.back().changed, (Change{{"display-name", std::nullopt}}));
}

TEST_F(StoredProfiles, ReadsManyAtOnceInOrder) {
    auto bob = run(accounts_->make_account("bob", "correct horse", "")).value();
    ASSERT_TRUE(change({{"status", "away"}}));
    ASSERT_TRUE(run(profiles_->change_account(bob.id, {{"color", "#00ff00"}})));
    auto both = run(profiles_->of_accounts({bob, alice_, bob}));
    ASSERT_TRUE(both);
    Values const of_bob{{"color", "#00ff00"}}, of_alice{{"status", "away"}};
    EXPECT_EQ(*both, (std::vector<Values>{of_bob, of_alice, of_bob}));
    EXPECT_TRUE(run(profiles_->of_accounts({})).value().empty());
}

TEST_F(StoredProfiles, RoomsHaveTheirOwnAndWhatIsGoneHasNone) {
    auto const room = rooms_->find_channel("#general")->id;
    ASSERT_TRUE(run(profiles_->change_room(room, {{"homepage", "https://example.org"}}, "x")));
    EXPECT_EQ(run(profiles_->of_room(room)).value(), (Values{{"homepage", "https://example.org"}}));
    EXPECT_EQ(events_.back().holder, Holder::room);
    EXPECT_EQ(events_.back().id, room);
    EXPECT_EQ(error_of(run(profiles_->change_room(room, {{"bot", "yes"}}))).reason, "key_not_here");
    EXPECT_EQ(error_of(run(profiles_->change_room(12345, {{"status", "x"}}))).code, Errc::not_found);

    ASSERT_TRUE(change({{"status", "away"}}));
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    EXPECT_TRUE(run(profiles_->of_account(alice_)).value().empty());
    EXPECT_EQ(error_of(change({{"status", "still here"}})).code, Errc::not_found);
}

}  // namespace
}  // namespace alloquy::profiles
