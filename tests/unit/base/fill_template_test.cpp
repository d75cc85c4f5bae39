// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/fill_template.hpp>

#include <gtest/gtest.h>

namespace alloquy::base {
namespace {

TEST(FillTemplate, ReplacesEachName) {
    EXPECT_EQ(
        fill_template("port=@port@ host=@host_name@ again=@port@", {{"port", "6697"}, {"host_name", "a.example"}}),
        "port=6697 host=a.example again=6697"
    );
    EXPECT_EQ(fill_template("", {}), "");
}

TEST(FillTemplate, InsertsValuesAsTheyAre) {
    EXPECT_EQ(fill_template("@a@", {{"a", "@b@ \\1 $&"}}), "@b@ \\1 $&");
}

TEST(FillTemplate, LeavesAtSignsThatAreNoNames) {
    EXPECT_EQ(fill_template("mail=me@example.org x=@ @@ @Upper@ @a", {}), "mail=me@example.org x=@ @@ @Upper@ @a");
    EXPECT_EQ(fill_template("me@host.example @port@", {{"port", "1"}}), "me@host.example 1");
}

TEST(FillTemplate, NamesAPlaceholderWithoutValue) {
    auto filled = fill_template("x=@secret@", {});
    ASSERT_FALSE(filled);
    EXPECT_EQ(filled.error().code, Errc::invalid_input);
    EXPECT_NE(filled.error().message.find("@secret@"), std::string::npos);
}

TEST(FillTemplate, NamesAValueThatTheTemplateLost) {
    auto filled = fill_template("listen on everything", {{"listen", "127.0.0.1"}});
    ASSERT_FALSE(filled);
    EXPECT_EQ(filled.error().code, Errc::invalid_input);
    EXPECT_NE(filled.error().message.find("@listen@"), std::string::npos);
}

}  // namespace
}  // namespace alloquy::base
