// SPDX-License-Identifier: GPL-2.0-or-later
// https://ircv3.net/specs/extensions/chathistory
#include "history_command.hpp"

#include "answer.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using Words = std::vector<std::string>;
using Direction = messages::Query::Direction;

std::string failure_of(Words const& words) {
    auto command = parse_history_command(words);
    if (command) return "accepted";
    std::string text = command.error().code;
    for (auto const& word : command.error().context) text += " " + word;
    return text;
}

TEST(HistoryCommand, ReadsEverySubcommand) {
    auto latest = parse_history_command(Words{"latest", "#a", "*", "50"});
    ASSERT_TRUE(latest);
    EXPECT_EQ(latest->query.direction, Direction::latest);
    EXPECT_EQ(latest->target, "#a");
    EXPECT_EQ(latest->query.limit, 50U);
    EXPECT_FALSE(latest->query.from.id || latest->query.from.time);

    auto before = parse_history_command(Words{"BEFORE", "bob", "msgid=123", "500"});
    ASSERT_TRUE(before);
    EXPECT_EQ(before->query.direction, Direction::before);
    EXPECT_EQ(before->query.from.id, 123);
    EXPECT_EQ(before->query.limit, kMaxHistory) << "more than is given at once is cut";

    auto between = parse_history_command(Words{"BETWEEN", "#a", "timestamp=2026-11-22T08:00:00.000Z", "msgid=9", "10"});
    ASSERT_TRUE(between);
    EXPECT_EQ(between->query.direction, Direction::between);
    EXPECT_EQ(base::to_rfc3339(between->query.from.time.value()), "2026-11-22T08:00:00.000Z");
    EXPECT_EQ(between->query.to.id, 9);

    auto targets = parse_history_command(
        Words{"TARGETS", "timestamp=2026-11-22T08:00:00.000Z", "timestamp=2026-11-23T08:00:00.000Z", "10"}
    );
    ASSERT_TRUE(targets);
    EXPECT_TRUE(targets->targets);
    EXPECT_EQ(parse_history_command(Words{"AROUND", "#a", "msgid=1", "1"})->query.direction, Direction::around);
    EXPECT_EQ(parse_history_command(Words{"AFTER", "#a", "msgid=1", "1"})->query.direction, Direction::after);
}

TEST(HistoryCommand, SaysWhatIsWrong) {
    EXPECT_EQ(failure_of({}), "INVALID_PARAMS *");
    EXPECT_EQ(failure_of({"SOMETIMES", "#a", "*", "1"}), "INVALID_PARAMS SOMETIMES");
    EXPECT_EQ(failure_of({"LATEST", "#a", "*"}), "INVALID_PARAMS LATEST");
    EXPECT_EQ(failure_of({"LATEST", "#a", "*", "none"}), "INVALID_PARAMS LATEST none");
    EXPECT_EQ(failure_of({"LATEST", "#a", "*", "0"}), "INVALID_PARAMS LATEST 0");
    EXPECT_EQ(failure_of({"LATEST", "#a", "*", "-1"}), "INVALID_PARAMS LATEST -1");
    EXPECT_EQ(failure_of({"BEFORE", "#a", "*", "10"}), "INVALID_PARAMS BEFORE *") << "a star is for LATEST";
    EXPECT_EQ(failure_of({"BEFORE", "#a", "timestamp=yesterday", "10"}), "INVALID_PARAMS BEFORE timestamp=yesterday");
    EXPECT_EQ(failure_of({"BEFORE", "#a", "wall=1", "10"}), "INVALID_MSGREFTYPE BEFORE #a");
    EXPECT_EQ(failure_of({"BETWEEN", "#a", "msgid=1", "10"}), "INVALID_PARAMS BETWEEN");
    EXPECT_EQ(
        failure_of({"TARGETS", "msgid=1", "timestamp=2026-11-22T08:00:00.000Z", "10"}), "INVALID_MSGREFTYPE TARGETS "
    );
}

TEST(HistoryCommand, TakesAnIdOfAnyFormAsOneThatMayNotExist) {
    EXPECT_EQ(parse_history_command(Words{"AFTER", "#a", "msgid=not-ours", "1"})->query.from.id, 0);
    EXPECT_EQ(parse_history_command(Words{"AFTER", "#a", "msgid=99999999999999999999", "1"})->query.from.id, 0);
}

TEST(HistoryCommand, TakesTimesOfServerTimeOnly) {
    EXPECT_TRUE(parse_irc_time("2026-11-22T08:00:00.000Z"));
    for (auto const* text :
         {"2026-11-22T08:00:00Z", "2026-11-22 08:00:00.000Z", "2026-13-22T08:00:00.000Z",
          "2026-11-22T08:00:00.000+01:00", "", "2026-11-22T08:00:00.000Zx"})
        EXPECT_FALSE(parse_irc_time(text)) << text;
}

}  // namespace
}  // namespace alloquy::chat
