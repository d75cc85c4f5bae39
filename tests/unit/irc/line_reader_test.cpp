// SPDX-License-Identifier: GPL-2.0-or-later
#include "line_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace alloquy::irc {
namespace {

void feed(LineReader& reader, std::string_view bytes) {
    auto room = reader.prepare(bytes.size());
    std::ranges::copy(bytes, room.begin());
    reader.commit(bytes.size());
}

std::string next(LineReader& reader) {
    auto line = reader.next();
    if (!line) return "(error)";
    return *line ? std::string(**line) : "(none)";
}

TEST(LineReader, FindsLinesHoweverTheyArrive) {
    LineReader reader(100);
    EXPECT_EQ(next(reader), "(none)");
    feed(reader, "one\r\ntwo\nth");
    EXPECT_EQ(next(reader), "one");
    EXPECT_EQ(next(reader), "two");
    EXPECT_EQ(next(reader), "(none)");
    for (char c : std::string_view("ree\r\n\r\n\n")) feed(reader, std::string_view(&c, 1));
    EXPECT_EQ(next(reader), "three");
    EXPECT_EQ(next(reader), "(none)");
}

TEST(LineReader, RefusesLongLinesFinishedOrNot) {
    LineReader unfinished(10);
    feed(unfinished, std::string(13, 'x'));
    EXPECT_EQ(next(unfinished), "(error)");
    LineReader finished(10);
    feed(finished, std::string(11, 'x') + "\r\n");
    EXPECT_EQ(next(finished), "(error)");
    LineReader exact(10);
    feed(exact, std::string(10, 'x') + "\r\n");
    EXPECT_EQ(next(exact), std::string(10, 'x'));
}

}  // namespace
}  // namespace alloquy::irc
