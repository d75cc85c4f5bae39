// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/process/line_splitter.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace alloquy::process {
namespace {

std::vector<std::string> lines_of(std::vector<std::string> const& pieces) {
    std::vector<std::string> lines;
    LineSplitter splitter([&](std::string line) { lines.push_back(std::move(line)); });
    for (auto const& piece : pieces) splitter.feed(piece);
    splitter.finish();
    return lines;
}

using Lines = std::vector<std::string>;

TEST(LineSplitter, JoinsPiecesAndKeepsEmptyLines) {
    EXPECT_EQ(lines_of({"on", "e\ntwo\r\n\n", "three"}), (Lines{"one", "two", "", "three"}));
    EXPECT_EQ(lines_of({"", "\n"}), (Lines{""}));
    EXPECT_EQ(lines_of({}), Lines{});
}

TEST(LineSplitter, CutsALongLineOnceAndGoesOn) {
    std::string const longest(LineSplitter::kLimit, 'x');
    EXPECT_EQ(lines_of({longest + "\nnext\n"}), (Lines{longest, "next"}));
    auto cut = lines_of({longest, "yyy", std::string(100'000, 'z'), "\nnext\n"});
    EXPECT_EQ(cut, (Lines{longest + " [cut]", "next"}));
}

TEST(LineSplitter, KeepsAnyByte) {
    EXPECT_EQ(lines_of({std::string("a\0\xFF\x1B[m\n", 7)}), (Lines{std::string("a\0\xFF\x1B[m", 6)}));
}

}  // namespace
}  // namespace alloquy::process
