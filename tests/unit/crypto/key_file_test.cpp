// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/crypto/key_file.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace alloquy::crypto {
namespace {

using test::error_of;

class KeyFile : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(initialize()); }

    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "accounts.key";
};

TEST_F(KeyFile, IsMadeOnceAndReadFromThenOn) {
    auto made = load_or_create_key(path_, 32);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->size(), 32U);
    EXPECT_NE(*made, std::string(32, '\0'));
    EXPECT_EQ(load_or_create_key(path_, 32), *made);
    EXPECT_EQ(test::read_text(path_), *made);
}

TEST_F(KeyFile, CanBeReadByItsOwnerOnly) {
    ASSERT_TRUE(load_or_create_key(path_, 32));
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
}

TEST_F(KeyFile, OfAnotherLengthIsRefusedAndLeftAlone) {
    for (std::string content : {"", "short", "this one is certainly longer than thirty-two bytes"}) {
        test::write_text(path_, content);
        auto loaded = load_or_create_key(path_, 32);
        EXPECT_EQ(error_of(loaded).code, Errc::conflict);
        EXPECT_EQ(error_of(loaded).reason, "damaged_key");
        EXPECT_NE(error_of(loaded).message.find(path_.string()), std::string::npos);
        EXPECT_EQ(test::read_text(path_), content);
    }
}

TEST_F(KeyFile, WithoutItsFolderIsAnError) {
    EXPECT_EQ(error_of(load_or_create_key(folder_ / "none" / "key", 32)).code, Errc::not_found);
}

}  // namespace
}  // namespace alloquy::crypto
