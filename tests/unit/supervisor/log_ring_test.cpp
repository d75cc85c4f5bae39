// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/supervisor/log_ring.hpp>

#include <gtest/gtest.h>

namespace alloquy::supervisor {
namespace {

LogLine line(std::string text) {
    return {base::Timestamp{}, OutputStream::output, std::move(text)};
}

TEST(LogRing, KeepsTheLastLines) {
    LogRing ring;
    for (int i = 0; i < 2500; ++i) ring.add(line(std::to_string(i)));
    EXPECT_EQ(ring.size(), LogRing::kMostLines);
    auto last = ring.last(3);
    ASSERT_EQ(last.size(), 3U);
    EXPECT_EQ(last[0].text, "2497");
    EXPECT_EQ(last[2].text, "2499");
    EXPECT_EQ(ring.last(9999).front().text, "1500");
    EXPECT_TRUE(ring.last(0).empty());
    EXPECT_TRUE(LogRing().last(5).empty());
}

TEST(LogRing, BoundsItsBytesToo) {
    LogRing ring;
    for (int i = 0; i < 1000; ++i) ring.add(line(std::string(4096, 'x')));
    EXPECT_LE(ring.bytes(), LogRing::kMostBytes);
    EXPECT_EQ(ring.size(), LogRing::kMostBytes / 4096);
}

}  // namespace
}  // namespace alloquy::supervisor
