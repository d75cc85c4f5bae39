// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/temp_dir.hpp"

#include <alloquy/crypto/secret.hpp>
#include <alloquy/mumble/murmur_child.hpp>

#include <gtest/gtest.h>

#include <csignal>

namespace alloquy::mumble {
namespace {

class MurmurChildTest : public testing::Test {
protected:
    MurmurChildTest() {
        EXPECT_TRUE(crypto::initialize());
        settings.program = "/bin/true";
        settings.directory = folder / "murmur";
        settings.templates = ALLOQUY_SOURCE_DIR "/config";
        settings.certificate = folder / "tls/live.crt";
        settings.key = folder / "tls/live.key";
    }
    test::TempDir folder;
    MurmurSettings settings;
};

TEST_F(MurmurChildTest, StartsWithFreshSecretsInAPrivateFileAndNotInItsArguments) {
    MurmurChild child(settings);
    auto first = child.prepare();
    ASSERT_TRUE(first) << first.error().message;
    auto ini = settings.directory / "murmur.ini";
    auto first_secret = child.control_port().ice_secret;
    EXPECT_TRUE(test::read_text(ini).contains(first_secret));
    EXPECT_EQ(std::filesystem::status(ini).permissions(), std::filesystem::perms(0600));
    for (auto const& argument : first->arguments) EXPECT_FALSE(argument.contains(first_secret));
    ASSERT_TRUE(child.prepare());
    EXPECT_NE(child.control_port().ice_secret, first_secret);
    EXPECT_FALSE(test::read_text(ini).contains(first_secret));
}

TEST_F(MurmurChildTest, HidesSecretsInItsOutput) {
    MurmurChild child(settings);
    ASSERT_TRUE(child.prepare());
    auto secret = child.control_port().ice_secret;
    EXPECT_EQ(
        child.redact("<W>2026 1 => Password for 'SuperUser' set to 'AhAJdSYB8BH6'"),
        "<W>2026 1 => Password for 'SuperUser' set"
    );
    EXPECT_EQ(child.redact("secret " + secret + " and " + secret), "secret [hidden] and [hidden]");
    EXPECT_EQ(child.redact("1 => Set Ice Authenticator to 30A0A31C -t -e 1.1:tcp"), std::nullopt);
    child.ended();
    EXPECT_EQ(child.redact(secret), "[hidden]") << "the last lines come after the end";
    EXPECT_EQ(child.redact("an ordinary line"), "an ordinary line");
}

TEST_F(MurmurChildTest, MovesADamagedDatabaseAside) {
    MurmurChild child(settings);
    ASSERT_TRUE(child.prepare());
    auto database = settings.directory / "murmur.sqlite";
    test::write_text(database, std::string("SQLite format 3\0 and the rest", 29));
    ASSERT_TRUE(child.prepare());
    EXPECT_TRUE(std::filesystem::exists(database)) << "nothing wrong is known";
    child.line_written("<F> UNIQUE constraint failed: users.server_id, users.name Unable to fetch row");
    test::write_text(settings.directory / "murmur.sqlite-wal", "x");
    ASSERT_TRUE(child.prepare());
    EXPECT_FALSE(std::filesystem::exists(database));
    EXPECT_FALSE(std::filesystem::exists(settings.directory / "murmur.sqlite-wal"));
    EXPECT_TRUE(std::filesystem::exists(settings.directory / "murmur.sqlite.damaged"));
    test::write_text(database, "not SQLite");
    ASSERT_TRUE(child.prepare());
    EXPECT_FALSE(std::filesystem::exists(database));
}

TEST_F(MurmurChildTest, KnowsHowMurmurEndsWell) {
    MurmurChild child(settings);
    EXPECT_TRUE(child.ends_well_with({0, 0}));
    EXPECT_TRUE(child.ends_well_with({15, 0}));
    EXPECT_FALSE(child.ends_well_with({1, 0}));
    EXPECT_FALSE(child.ends_well_with({0, SIGSEGV}));
    EXPECT_EQ(child.certificate_reload_signal(), SIGUSR1);
    EXPECT_EQ(child.ports().size(), 2U);
}

TEST_F(MurmurChildTest, SaysWhatIsMissing) {
    settings.templates = folder / "nowhere";
    MurmurChild child(settings);
    auto launch = child.prepare();
    ASSERT_FALSE(launch);
    EXPECT_EQ(launch.error().code, Errc::not_found);
    EXPECT_TRUE(launch.error().message.contains("murmur.ini.in")) << launch.error().message;
}

}  // namespace
}  // namespace alloquy::mumble
