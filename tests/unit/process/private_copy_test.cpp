// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/temp_dir.hpp"

#include <alloquy/process/private_copy.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

class PrivateCopy : public testing::Test {
protected:
    PrivateCopy() {
        fs::create_directories(temp / "profiles");
        fs::create_directories(temp / "work");
        test::write_text(temp / "enabled", "Y\n");
        test::write_text(program, "first version");
    }
    void make_profile_for(fs::path const& path) {
        auto name = path.relative_path().string();
        for (auto& c : name)
            if (c == '/') c = '.';
        test::write_text(temp / "profiles" / name, "profile");
    }
    Result<fs::path> run() { return runnable_program(program, temp / "work", paths); }

    test::TempDir temp;
    fs::path program = temp / "ircd";
    AppArmorPaths paths{temp / "enabled", temp / "profiles"};
};

TEST_F(PrivateCopy, IsNotMadeWithoutNeed) {
    EXPECT_EQ(run().value(), program) << "no profile";
    make_profile_for(program);
    test::write_text(temp / "enabled", "N\n");
    EXPECT_EQ(run().value(), program) << "AppArmor is off";
    fs::remove(temp / "enabled");
    EXPECT_EQ(run().value(), program) << "no AppArmor";
}

TEST_F(PrivateCopy, IsMadeForAProfileAndRenewedWithTheProgram) {
    make_profile_for(program);
    auto copy = run();
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ(*copy, temp / "work/bin/ircd");
    EXPECT_EQ(test::read_text(*copy), "first version");
    struct stat status{};
    ASSERT_EQ(::stat(copy->c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0700U);

    test::write_text(program, "next version!");
    EXPECT_EQ(test::read_text(run().value()), "next version!");
}

TEST_F(PrivateCopy, FollowsALinkToTheProgramWithTheProfile) {
    make_profile_for(program);
    fs::create_symlink(program, temp / "link");
    EXPECT_TRUE(has_apparmor_profile(temp / "link", paths));
}

TEST_F(PrivateCopy, SaysWhichProgramIsMissing) {
    make_profile_for(program);
    fs::remove(program);
    auto copy = run();
    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().code, Errc::not_found);
    EXPECT_NE(copy.error().message.find(program.string()), std::string::npos) << copy.error().message;
}

}  // namespace
}  // namespace alloquy::process
