// SPDX-License-Identifier: GPL-2.0-or-later
#include "search_command.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

/// The attribute that is wrong.
std::string wrong(std::string_view attributes) {
    auto command = parse_search_command(attributes);
    return command ? "nothing" : command.error().attribute;
}

TEST(SearchCommand, HasTheAttributesOfTheSpecification) {
    auto command = parse_search_command(
        "from=jackie;in=#chan;text=two\\swords;after=2019-01-04T14:33:26.123Z;before=2019-01-04T14:35:26.123Z;limit=2"
    );
    ASSERT_TRUE(command);
    EXPECT_EQ(command->from, "jackie");
    EXPECT_EQ(command->in, "#chan");
    ASSERT_EQ(command->terms.size(), 2U);
    EXPECT_EQ(command->terms[1].pieces[0].folded, "words");
    EXPECT_EQ(base::to_rfc3339(*command->after), "2019-01-04T14:33:26.123Z");
    // "At or before".
    EXPECT_EQ(base::to_rfc3339(*command->before), "2019-01-04T14:35:26.124Z");
    EXPECT_EQ(command->limit, 2U);
}

TEST(SearchCommand, EachAttributeMayBeMissing) {
    auto command = parse_search_command("in=bob");
    ASSERT_TRUE(command);
    EXPECT_TRUE(command->terms.empty() && command->from.empty() && !command->after && !command->before);
    EXPECT_EQ(command->limit, 100U);
    EXPECT_EQ(parse_search_command("limit=100000")->limit, 100U);
    EXPECT_EQ(parse_search_command(";;in=bob;")->in, "bob");
}

TEST(SearchCommand, NamesTheAttributeThatIsWrong) {
    for (auto const& [attributes, attribute] :
         {std::pair("limit=0", "limit"),
          {"limit=", "limit"},
          {"limit=-1", "limit"},
          {"after=2019-01-04", "after"},
          {"before", "before"},
          {"text=\\", "nothing"},
          {"text=\"x", "text"},
          {"text=!", "text"},
          {"from=", "from"},
          {"color=red", "color"},
          {"=x", ""},
          {"", "*"},
          {";", "*"}})
        EXPECT_EQ(wrong(attributes), attribute) << attributes;
    std::string many;
    for (int i = 0; i < 20; ++i) many += "in=a;";
    EXPECT_EQ(wrong(many), "*");
    EXPECT_EQ(wrong("in=" + std::string(201, 'x')), "in");
    EXPECT_EQ(wrong("text=" + std::string(2000, 'x')), "text");
}

}  // namespace
}  // namespace alloquy::chat
