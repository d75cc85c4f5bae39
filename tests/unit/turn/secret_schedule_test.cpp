// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/secret.hpp>
#include <alloquy/turn/secret_schedule.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

base::Timestamp at(int day, std::chrono::minutes time) {
    return base::Timestamp(std::chrono::days(20000 + day)) + time;
}
bool contains(std::vector<std::string> const& all, std::string const& one) {
    return std::ranges::find(all, one) != all.end();
}

TEST(TurnPassword, IsWhatCoturnComputes) {
    // echo -n 1795464312:alice | openssl dgst -sha1 -hmac abcdef -binary | base64
    EXPECT_EQ(password_for("abcdef", "1795464312:alice"), "gK84kQiymi6OtKV3MPebpWJE9IU=");
}

TEST(TurnCredentials, ExpireOnTheHourAfterTheNext) {
    EXPECT_EQ(credentials_expire(at(0, 10h)), at(0, 12h));
    EXPECT_EQ(credentials_expire(at(0, 10h + 59min)), at(0, 12h));
    EXPECT_EQ(credentials_expire(at(0, 23h + 59min)), at(1, 1h));
    for (auto minute = 0min; minute < 24h; minute += 1min) {
        auto life = credentials_expire(at(0, minute)) - at(0, minute);
        EXPECT_GE(life, 1h);
        EXPECT_LE(life, 2h);
    }
}

TEST(SecretSchedule, HasADifferentSecretEachDayAndForEachMaster) {
    SecretSchedule schedule(std::string(32, 'k'));
    auto today = schedule.current(at(0, 1h));
    EXPECT_EQ(schedule.current(at(0, 23h + 59min)), today);
    EXPECT_NE(schedule.current(at(1, 0min)), today);
    EXPECT_NE(SecretSchedule(std::string(32, 'l')).current(at(0, 1h)), today);
    EXPECT_EQ(today.find_first_not_of("0123456789abcdef"), std::string::npos) << "it goes into a database and back";
}

TEST(SecretSchedule, AcceptsWhatSignedCredentialsThatLiveAndWhatWillSignTheNext) {
    SecretSchedule schedule(std::string(32, 'k'));
    for (auto minute = 0min; minute < 48h; minute += 7min) {
        auto now = at(0, minute);
        auto accepted = schedule.accepted(now);
        EXPECT_LE(accepted.size(), 2U);
        EXPECT_TRUE(contains(accepted, schedule.current(now)));
        EXPECT_TRUE(contains(accepted, schedule.current(now - 2h))) << "credentials may live that long";
        EXPECT_TRUE(contains(accepted, schedule.current(now + 30min))) << "written before it is used";
        EXPECT_FALSE(contains(accepted, schedule.current(now - 27h)));
    }
}

}  // namespace
}  // namespace alloquy::turn
