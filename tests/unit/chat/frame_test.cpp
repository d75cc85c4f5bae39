// SPDX-License-Identifier: GPL-2.0-or-later
#include "frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace alloquy::chat {
namespace {

/// Feeds bytes in portions; the frames as "type:field|field", and at the end "!" when the stream broke.
std::vector<std::string> read(std::string_view bytes, std::size_t portion) {
    FrameReader reader;
    std::vector<std::string> frames;
    Frame frame;
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, portion);
        bytes.remove_prefix(part.size());
        std::ranges::copy(part, reader.prepare(part.size()).begin());
        reader.commit(part.size());
        for (;;) {
            auto next = reader.next(frame);
            if (!next) {
                frames.emplace_back("!");
                return frames;
            }
            if (!*next) break;
            std::string text = std::to_string(int(frame.type)) + ":";
            for (auto field : frame.fields) text += std::string(field) + "|";
            frames.push_back(std::move(text));
        }
    }
    return frames;
}

TEST(Frame, ReadsBackWhatItWroteHoweverItArrives) {
    std::string bytes;
    append_frame(bytes, FrameType::message, {"1", "", std::string_view("a\0b\n", 4)});
    FrameWriter(bytes, FrameType::stored).add(7).add(18446744073709551615U);
    append_frame(bytes, FrameType::ping, {});
    std::vector<std::string> const expected{
        "2:1||" + std::string("a\0b\n", 4) + "|", "66:7|18446744073709551615|", "5:"
    };
    for (std::size_t portion : {1U, 2U, 3U, 5U, 1000U}) EXPECT_EQ(read(bytes, portion), expected) << portion;
}

TEST(Frame, BreaksOnWhatIsNoFrame) {
    EXPECT_EQ(read(std::string("\0\0\0\0", 4), 100), std::vector<std::string>{"!"}) << "empty";
    EXPECT_EQ(read("\x00\x04\x00\x01xxxx", 100).size(), 0U) << "waits for the rest";
    EXPECT_EQ(read(std::string("\xFF\xFF\xFF\xFF\x01", 5), 1), std::vector<std::string>{"!"}) << "too large";
    EXPECT_EQ(read(std::string("\0\0\0\x04\x02\0\0\0", 8), 100), std::vector<std::string>{"!"}) << "length cut off";
    EXPECT_EQ(read(std::string("\0\0\0\x06\x02\0\0\0\x05x", 10), 100), std::vector<std::string>{"!"})
        << "field too long";
}

TEST(Frame, HasABoundedNumberOfFields) {
    std::string bytes;
    {
        FrameWriter frame(bytes, FrameType::stored);
        for (std::size_t i = 0; i <= kMaxFields; ++i) frame.add("");
    }
    EXPECT_EQ(read(bytes, 4096), std::vector<std::string>{"!"});
}

}  // namespace
}  // namespace alloquy::chat
