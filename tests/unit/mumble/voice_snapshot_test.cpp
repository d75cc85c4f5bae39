// SPDX-License-Identifier: GPL-2.0-or-later
#include "voice_snapshot.hpp"

#include "identities.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <thread>

namespace alloquy::mumble {
namespace {

base::Timestamp const kNow{std::chrono::hours(24 * 365 * 56)};

TEST(VoiceSnapshot, FindsNamesInAnyCaseAndKeepsThemAsRegistered) {
    VoiceSnapshot snapshot;
    snapshot.update({make_identity(7, "Alice")});
    for (auto const* typed : {"Alice", "alice", "ALICE"}) {
        auto found = snapshot.find(typed);
        ASSERT_TRUE(found) << typed;
        EXPECT_EQ(found->username(), "Alice");
        EXPECT_EQ(found->mumble_id(), 7);
        EXPECT_EQ(found->account(), 1'000'007);
        EXPECT_EQ(found->verifier()->hash, make_identity(7, "").verifier->hash);
    }
    EXPECT_FALSE(snapshot.find("alic"));
    EXPECT_FALSE(snapshot.find(""));
    EXPECT_FALSE(snapshot.find(std::string(100'000, 'a')));
    EXPECT_EQ(snapshot.find_by_mumble_id(7)->username(), "Alice");
    EXPECT_FALSE(snapshot.find_by_mumble_id(8));
    EXPECT_FALSE(snapshot.find_by_mumble_id(-3));
}

TEST(VoiceSnapshot, LoadsManyAtOnce) {
    VoiceSnapshot snapshot;
    VoiceSnapshot::Loading loading;
    auto alice = make_identity(7, "Alice");
    alice.certificates = {fingerprint('a')};
    loading.add({alice, make_identity(8, std::string(25, 'x'))});
    std::vector<accounts::VoiceIdentity> many;
    for (int i = 100; i < 5100; ++i) many.push_back(make_identity(i, "person" + std::to_string(i)));
    loading.add(many);
    EXPECT_EQ(snapshot.size(), 0U) << "nobody is found before all are known";
    while (loading.publish_some(snapshot)) {}
    EXPECT_EQ(snapshot.size(), 5001U) << "a name that is too long is left out";
    EXPECT_TRUE(snapshot.find("alice")->has_certificate(fingerprint('a')));
    for (int i = 100; i < 5100; ++i) {
        ASSERT_EQ(snapshot.find("PERSON" + std::to_string(i))->mumble_id(), i);
        ASSERT_EQ(snapshot.find_by_mumble_id(i)->username(), "person" + std::to_string(i));
    }
}

TEST(VoiceSnapshot, FollowsARename) {
    VoiceSnapshot snapshot;
    snapshot.update({make_identity(7, "alice"), make_identity(8, "bob")});
    snapshot.update({make_identity(7, "carol")});
    EXPECT_FALSE(snapshot.find("alice"));
    EXPECT_EQ(snapshot.find("carol")->mumble_id(), 7);
    EXPECT_EQ(snapshot.find_by_mumble_id(7)->username(), "carol");
    // Somebody new takes the old name.
    snapshot.update({make_identity(9, "alice")});
    EXPECT_EQ(snapshot.find("alice")->mumble_id(), 9);
    EXPECT_EQ(snapshot.size(), 3U);
}

TEST(VoiceSnapshot, ForgetsAndBlocksAtOnce) {
    VoiceSnapshot snapshot;
    auto alice = make_identity(7, "alice");
    alice.certificates = {fingerprint('a')};
    snapshot.update({alice, make_identity(8, "bob")});
    auto before = snapshot.find("alice");
    snapshot.block("ALICE");
    EXPECT_FALSE(snapshot.find("alice")->may_sign_in(kNow));
    EXPECT_TRUE(before->may_sign_in(kNow)) << "who looked before keeps what it saw";
    snapshot.update({alice});
    EXPECT_TRUE(snapshot.find("alice")->may_sign_in(kNow));
    snapshot.remove("alice");
    EXPECT_FALSE(snapshot.find("alice"));
    EXPECT_FALSE(snapshot.find_by_mumble_id(7));
    EXPECT_TRUE(snapshot.find("bob"));
    snapshot.remove("alice");
    snapshot.block("alice");
    EXPECT_EQ(snapshot.size(), 1U);
}

TEST(VoiceSnapshot, LetsASuspensionRunOut) {
    VoiceSnapshot snapshot;
    auto alice = make_identity(7, "alice");
    alice.may_sign_in = false;
    alice.blocked_until = kNow + std::chrono::minutes(5);
    auto bob = make_identity(8, "bob");
    bob.may_sign_in = false;
    snapshot.update({alice, bob});
    EXPECT_FALSE(snapshot.find("alice")->may_sign_in(kNow));
    EXPECT_TRUE(snapshot.find("alice")->may_sign_in(kNow + std::chrono::minutes(5)));
    EXPECT_FALSE(snapshot.find("bob")->may_sign_in(kNow + std::chrono::years(100)));
}

TEST(VoiceSnapshot, KeepsEachAccountsOwnAppPasswordsAndCertificates) {
    VoiceSnapshot snapshot;
    auto alice = make_identity(7, "alice");
    alice.app_passwords = {crypto::hash_token("one"), crypto::hash_token("two")};
    alice.certificates = {fingerprint('a'), fingerprint('b')};
    auto bob = make_identity(263, "bob");  // the same place in the index by id
    bob.app_passwords = {crypto::hash_token("three")};
    snapshot.update({alice, bob});
    auto found = snapshot.find("alice");
    EXPECT_TRUE(found->has_app_password(crypto::hash_token("two")));
    EXPECT_FALSE(found->has_app_password(crypto::hash_token("three")));
    EXPECT_TRUE(found->has_certificate(fingerprint('b')));
    EXPECT_FALSE(found->has_certificate(fingerprint('c')));
    EXPECT_FALSE(found->has_certificate("b"));
    EXPECT_EQ(found->certificates(), 2U);
    EXPECT_FALSE(snapshot.find("bob")->has_certificate(fingerprint('a')));
    alice.app_passwords.clear();
    snapshot.update({alice});
    EXPECT_FALSE(snapshot.find("alice")->has_app_password(crypto::hash_token("one")));
    EXPECT_TRUE(snapshot.find("alice")->has_certificate(fingerprint('a')));
}

TEST(VoiceSnapshot, RefusesWhatCanNotBeAnAccount) {
    VoiceSnapshot snapshot;
    auto broken = make_identity(7, "alice");
    broken.verifier->hash = "short";
    auto superuser_row = make_identity(0, "zero");
    snapshot.update({broken, superuser_row, make_identity(8, std::string(25, 'x'))});
    EXPECT_EQ(snapshot.size(), 0U);
    // What was fine before doesn't stay either.
    snapshot.update({make_identity(7, "alice")});
    snapshot.update({broken});
    EXPECT_FALSE(snapshot.find("alice"));
}

TEST(VoiceSnapshot, SearchesNamesWithALimit) {
    VoiceSnapshot snapshot;
    std::vector<accounts::VoiceIdentity> page;
    for (int i = 1; i <= 100; ++i) page.push_back(make_identity(i, "User" + std::to_string(i)));
    snapshot.update(page);
    EXPECT_EQ(snapshot.search("user9", 500).size(), 11U);  // 9, 90 … 99
    EXPECT_EQ(snapshot.search("", 7).size(), 7U);
    EXPECT_TRUE(snapshot.search("nobody", 500).empty());
}

TEST(VoiceSnapshot, TakesAHundredThousandAccountsInLittleMemory) {
    constexpr int kAccounts = 100'000, kPage = 2000;
    VoiceSnapshot snapshot;
    auto begin = std::chrono::steady_clock::now();
    std::chrono::steady_clock::duration longest{};
    for (int first = 1; first <= kAccounts; first += kPage) {
        std::vector<accounts::VoiceIdentity> page;
        for (int i = first; i < first + kPage; ++i) page.push_back(make_identity(i, "member" + std::to_string(i)));
        auto page_begin = std::chrono::steady_clock::now();
        snapshot.update(page);
        longest = std::max(longest, std::chrono::steady_clock::now() - page_begin);
    }
    auto milliseconds = [](auto duration) { return std::chrono::duration<double, std::milli>(duration).count(); };
    auto each = double(snapshot.bytes()) / kAccounts;
    std::cout << kAccounts << " accounts: " << each << " bytes each, loaded in "
              << milliseconds(std::chrono::steady_clock::now() - begin) << " ms, longest page " << milliseconds(longest)
              << " ms\n";
    EXPECT_EQ(snapshot.size(), std::size_t(kAccounts));
    EXPECT_LE(each, 120);

    auto change = std::chrono::steady_clock::now();
    snapshot.update({make_identity(50'000, "renamed")});
    std::cout << "one account changed in " << milliseconds(std::chrono::steady_clock::now() - change) << " ms\n";
    EXPECT_EQ(snapshot.find_by_mumble_id(50'000)->username(), "renamed");
    EXPECT_FALSE(snapshot.find("member50000"));
}

TEST(VoiceSnapshot, IsReadWhileItChanges) {
    VoiceSnapshot snapshot;
    snapshot.update({make_identity(7, "alice")});
    std::atomic<bool> done = false;
    std::thread reader([&] {
        while (!done) {
            auto found = snapshot.find("alice");
            ASSERT_TRUE(found);
            ASSERT_EQ(found->username(), "alice");
            snapshot.find_by_mumble_id(7);
        }
    });
    for (int i = 0; i < 2000; ++i) {
        snapshot.update({make_identity(7, "alice"), make_identity(100 + i % 50, "other" + std::to_string(i % 50))});
        if (i % 10 == 0) snapshot.remove("other" + std::to_string(i % 50));
    }
    done = true;
    reader.join();
}

}  // namespace
}  // namespace alloquy::mumble
