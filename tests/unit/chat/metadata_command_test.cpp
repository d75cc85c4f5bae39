// SPDX-License-Identifier: GPL-2.0-or-later
// The parameters of METADATA: https://ircv3.net/specs/extensions/metadata
#include "metadata_command.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using Verb = MetadataCommand::Verb;
using Words = std::vector<std::string>;

std::string refusal(Words const& words) {
    auto command = parse_metadata_command(words);
    return command ? "fine" : std::string(command.error().code) + " " + command.error().context;
}

TEST(MetadataCommands, KnowsEverySubcommandInAnyCase) {
    auto set = parse_metadata_command(Words{"*", "Set", "status", "a b : c"});
    ASSERT_TRUE(set);
    EXPECT_EQ(set->verb, Verb::set);
    EXPECT_EQ(set->target, "*");
    EXPECT_EQ(set->keys, Words{"status"});
    EXPECT_EQ(set->value, "a b : c");
    EXPECT_EQ(parse_metadata_command(Words{"*", "SET", "status"})->value, "");
    auto get = parse_metadata_command(Words{"#room", "GET", "a", "No!", "b"});
    ASSERT_TRUE(get);
    EXPECT_EQ(get->verb, Verb::get);
    EXPECT_EQ(get->keys, (Words{"a", "No!", "b"})) << "each key is answered, in order";
    EXPECT_EQ(parse_metadata_command(Words{"x", "LIST"})->verb, Verb::list);
    EXPECT_EQ(parse_metadata_command(Words{"x", "CLEAR"})->verb, Verb::clear);
    EXPECT_EQ(parse_metadata_command(Words{"*", "SUB", "a"})->verb, Verb::sub);
    EXPECT_EQ(parse_metadata_command(Words{"*", "UNSUB", "a"})->verb, Verb::unsub);
    EXPECT_EQ(parse_metadata_command(Words{"*", "SUBS"})->verb, Verb::subs);
    EXPECT_EQ(parse_metadata_command(Words{"#room", "SYNC"})->verb, Verb::sync);
}

TEST(MetadataCommands, SaysWhatIsWrong) {
    EXPECT_EQ(refusal({}), "NEED_MORE_PARAMS ");
    EXPECT_EQ(refusal({"*"}), "NEED_MORE_PARAMS ");
    EXPECT_EQ(refusal({"*", "SNEEZE"}), "SUBCOMMAND_INVALID SNEEZE");
    EXPECT_EQ(refusal({"*", ""}), "SUBCOMMAND_INVALID ");
    for (auto const* verb : {"GET", "SET", "SUB", "UNSUB"})
        EXPECT_EQ(refusal({"*", verb}), std::string("NEED_MORE_PARAMS ") + verb);
}

TEST(MetadataSubscriptions, ReadBackAsTheyWereWritten) {
    Words const keys{"avatar", "example.org/x", "status"};
    EXPECT_EQ(format_subscriptions(keys), "avatar,example.org/x,status");
    EXPECT_EQ(parse_subscriptions("avatar,example.org/x,status"), keys);
    EXPECT_TRUE(parse_subscriptions("").empty());
    EXPECT_EQ(parse_subscriptions("a,,No!,a,b"), (Words{"a", "b"}));
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "k" + std::to_string(i) + ",";
    EXPECT_EQ(parse_subscriptions(many).size(), kMaxSubscriptions);
}

}  // namespace
}  // namespace alloquy::chat
