// SPDX-License-Identifier: GPL-2.0-or-later
#include "stun.hpp"

#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

namespace alloquy::turn {
namespace {

using namespace std::string_literals;

std::string bytes(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return out;
}

// RFC 5769 2.2 and 2.3: the published test vectors.
auto const kTransaction = bytes("b7e7a701bc34d686fa87dfae");
auto const kIpv4Answer = bytes(
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599"
    "fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96"
);
auto const kIpv6Answer = bytes(
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5"
    "bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c"
);

TEST(Stun, MakesARequestOfTwentyBytes) {
    auto request = binding_request(kTransaction);
    EXPECT_EQ(request, bytes("000100002112a442") + kTransaction);
    EXPECT_EQ(**stun_message_length(request), 20U);
}

TEST(Stun, ReadsThePublishedAnswers) {
    auto v4 = parse_binding_response(kIpv4Answer, kTransaction);
    ASSERT_TRUE(v4) << v4.error().message;
    EXPECT_EQ(v4->address, "192.0.2.1");
    EXPECT_EQ(v4->port, 32853);
    auto v6 = parse_binding_response(kIpv6Answer, kTransaction);
    ASSERT_TRUE(v6) << v6.error().message;
    EXPECT_EQ(v6->address, "2001:db8:1234:5678:11:2233:4455:6677");
    EXPECT_EQ(v6->port, 32853);
}

TEST(Stun, RefusesAnswersToSomethingElseAndErrors) {
    EXPECT_FALSE(parse_binding_response(kIpv4Answer, std::string(12, 'x')));
    auto error = kIpv4Answer;
    error[1] = 0x11;
    EXPECT_EQ(parse_binding_response(error, kTransaction).error().code, Errc::unavailable);
    EXPECT_FALSE(parse_binding_response(binding_request(kTransaction), kTransaction));
}

TEST(Stun, RefusesEveryTruncationAndSurvivesEveryFlippedByte) {
    for (auto const& answer : {kIpv4Answer, kIpv6Answer}) {
        for (std::size_t length = 0; length < answer.size(); ++length)
            EXPECT_FALSE(parse_binding_response(answer.substr(0, length), kTransaction)) << length;
        for (std::size_t at = 0; at < answer.size(); ++at) {
            auto changed = answer;
            changed[at] = char(changed[at] ^ 0xFF);
            (void)parse_binding_response(changed, kTransaction);
        }
    }
    EXPECT_FALSE(parse_binding_response(std::string(20, '\0'), kTransaction));
    EXPECT_FALSE(*stun_message_length("short"));
    EXPECT_FALSE(stun_message_length("HTTP/1.1 400 Bad Request\r\n"));
}

}  // namespace
}  // namespace alloquy::turn
