// SPDX-License-Identifier: GPL-2.0-or-later
#include "body.hpp"

#include <alloquy/messages/message.hpp>

#include <gtest/gtest.h>

namespace alloquy::messages {
namespace {

std::string encode(Body const& body) {
    std::string out = "what was there before";
    encode_body(body, out);
    return out;
}

void expect_same(Body const& body) {
    auto const record = encode(body);
    auto const decoded = decode_body(record);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->source, body.source);
    EXPECT_EQ(decoded->author_name, body.author_name);
    EXPECT_EQ(decoded->tags, body.tags);
    EXPECT_EQ(decoded->text, body.text);
}

TEST(SealedRecord, GivesBackWhatWentIn) {
    expect_same({});
    expect_same({"alice!u@example.org", "alice", "+reply=12;+draft/react=:)", "hello\nworld"});
    std::string const every = [] {
        std::string bytes;
        for (int i = 0; i < 256; ++i) bytes += char(i);
        return bytes;
    }();
    expect_same({every, every, every, every});
    for (std::size_t size : {127U, 128U, 129U, 1023U, 1024U}) {
        std::string const part(size, 'x');
        expect_same({part, part, part, part});
    }
    std::string const tags(kMostTags, 't'), text(kMostText, 'x');
    expect_same({"", "", tags, text});
}

TEST(SealedRecord, IsCompact) {
    EXPECT_EQ(encode({"a!b@c", "a", "", "hi"}).size(), 1 + 3 + 5 + 1 + 2U);
}

TEST(SealedRecord, HasBounds) {
    std::string const source(kMostSource, 's'), tags(kMostTags, 't'), text(kMostText, 'x');
    EXPECT_TRUE(fits({source, source, tags, text}));
    EXPECT_FALSE(fits({source + "s", "", "", ""}));
    EXPECT_FALSE(fits({"", source + "s", "", ""}));
    EXPECT_FALSE(fits({"", "", tags + "t", ""}));
    EXPECT_FALSE(fits({"", "", "", text + "x"}));
    auto const record = encode({source, source, tags, text});
    EXPECT_TRUE(decode_body(record));
    EXPECT_FALSE(decode_body(record + "x"));
}

TEST(SealedRecord, IsRefusedWhenItIsCutBeforeTheText) {
    auto const record = encode({"source", "name", "tags", ""});
    for (std::size_t size = 0; size < record.size(); ++size) EXPECT_FALSE(decode_body(record.substr(0, size))) << size;
}

TEST(SealedRecord, IsRefusedInAnUnknownFormat) {
    auto record = encode({"source", "name", "tags", "text"});
    record[0] = 2;
    EXPECT_FALSE(decode_body(record));
}

TEST(SealedRecord, HasOneWayToWriteALength) {
    using namespace std::string_literals;
    EXPECT_TRUE(decode_body("\x01\x00\x00\x00"s));
    EXPECT_FALSE(decode_body("\x01\x80\x00\x00\x00"s));
    EXPECT_FALSE(decode_body("\x01\xFF\xFF\xFF\xFF\x01"s));  // longer than any length may be
    EXPECT_FALSE(decode_body("\x01\xFF\xFF\x7F"s));          // more than there is
}

}  // namespace
}  // namespace alloquy::messages
