// SPDX-License-Identifier: GPL-2.0-or-later
#include "lines.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace alloquy::irc_web;

namespace {

std::vector<std::string> read_in_steps_of(std::size_t step, std::string const& bytes) {
    LineReader reader;
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < bytes.size(); at += step)
        if (!reader.feed(std::string_view(bytes).substr(at, step), [&](std::string_view line) {
                lines.emplace_back(line);
            }))
            lines.emplace_back("too long");
    return lines;
}

}  // namespace

// https://ircv3.net/specs/extensions/websocket: a message is a line without its end.
TEST(IrcWebLines, TakesALineWithOrWithoutItsEnd) {
    EXPECT_EQ(line_in("PING :x"), "PING :x");
    EXPECT_EQ(line_in("PING :x\r\n"), "PING :x");
    EXPECT_EQ(line_in("PING :x\n"), "PING :x");
    EXPECT_EQ(line_in(""), "");
    EXPECT_EQ(line_in("\r\n"), "");
}

TEST(IrcWebLines, RefusesWhatWouldBeMoreThanALine) {
    EXPECT_FALSE(line_in("NICK a\r\nNICK b"));
    EXPECT_FALSE(line_in("NICK a\nNICK b"));
    EXPECT_FALSE(line_in("NICK a\rNICK b"));
    EXPECT_FALSE(line_in("NICK a\n\n"));
    EXPECT_FALSE(line_in(std::string_view("NICK \0a", 7)));
}

TEST(IrcWebLines, FindsTheSameLinesHoweverTheyArrive) {
    std::vector<std::string> const expected{":a 001 b :Hi", "PING", "last"};
    for (std::size_t step : {1UL, 2UL, 7UL, 1000UL})
        EXPECT_EQ(read_in_steps_of(step, ":a 001 b :Hi\r\nPING\n\r\n\nlast\r\nunfinished"), expected) << step;
}

TEST(IrcWebLines, GivesUpOnALineWithoutEnd) {
    std::string const longest(kLineLimit, 'x');
    EXPECT_EQ(read_in_steps_of(4096, longest + "\n"), std::vector<std::string>{longest});
    EXPECT_EQ(read_in_steps_of(100'000, longest + "y\n"), std::vector<std::string>{"too long"});
    EXPECT_EQ(read_in_steps_of(100'000, longest + "y"), std::vector<std::string>{"too long"});
}
