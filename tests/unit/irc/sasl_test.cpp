// SPDX-License-Identifier: GPL-2.0-or-later
#include "sasl.hpp"

#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

using namespace std::string_view_literals;
using namespace std::string_literals;

std::string added(SaslMessage& message, std::string_view chunk) {
    auto result = message.add(chunk);
    if (!result) return "(error)";
    return *result ? **result : "(more)";
}

TEST(Sasl, KnowsItsMechanismsInAnyCase) {
    EXPECT_EQ(parse_mechanism("plain"), Mechanism::plain);
    EXPECT_EQ(parse_mechanism("EXTERNAL"), Mechanism::external);
    EXPECT_EQ(parse_mechanism("OAuthBearer"), Mechanism::oauthbearer);
    EXPECT_FALSE(parse_mechanism("SCRAM-SHA-1"));
    EXPECT_FALSE(parse_mechanism(""));
}

TEST(SaslMessage, JoinsChunksOf400Characters) {
    SaslMessage message;
    EXPECT_EQ(added(message, "aGVsbG8="), "hello");
    EXPECT_EQ(added(message, "+"), "");
    auto const long_text = std::string(600, 'x');
    auto const encoded = crypto::to_base64(long_text);
    ASSERT_EQ(encoded.size(), 800U);
    EXPECT_EQ(added(message, encoded.substr(0, 400)), "(more)");
    EXPECT_EQ(added(message, encoded.substr(400)), "(more)") << "a full last chunk needs an end of its own";
    EXPECT_EQ(added(message, "+"), long_text);
    EXPECT_EQ(added(message, "aGVsbG8="), "hello") << "it starts anew afterwards";
}

TEST(SaslMessage, RefusesOversizedAndUndecodableInput) {
    SaslMessage message;
    EXPECT_EQ(added(message, std::string(401, 'A')), "(error)");
    EXPECT_EQ(added(message, "not base64!"), "(error)");
    std::string last;
    for (int i = 0; i < 21; ++i) last = added(message, std::string(400, 'A'));
    EXPECT_EQ(last, "(error)");
    EXPECT_EQ(added(message, "aGVsbG8="), "hello");
}

TEST(SaslMessage, IsWrittenInChunks) {
    EXPECT_EQ(sasl_chunks(""), std::vector<std::string>{"+"});
    EXPECT_EQ(sasl_chunks("abc"), std::vector<std::string>{"abc"});
    auto chunks = sasl_chunks(std::string(800, 'x'));
    ASSERT_EQ(chunks.size(), 3U);
    EXPECT_EQ(chunks[2], "+");
}

TEST(SaslPlain, TakesNameAndPassword) {
    auto credentials = parse_sasl_plain("\0alice\0correct horse"sv);
    ASSERT_TRUE(credentials);
    EXPECT_EQ(credentials->username, "alice");
    EXPECT_EQ(credentials->password, "correct horse");
    EXPECT_TRUE(parse_sasl_plain("ALICE\0alice\0p"sv)) << "the same name as authzid, in any case";
    EXPECT_TRUE(parse_sasl_plain("\0alice\0gr\xC3\xBC\xC3\x9F"sv));
}

TEST(SaslPlain, RefusesEverythingElse) {
    for (auto message :
         {""sv, "alice"sv, "\0alice"sv, "\0alice\0"sv, "\0\0password"sv, "a\0b\0c\0d"sv, "bob\0alice\0p"sv,
          "\0alice\0\xFF\xFE"sv, "\0\xC3\x28\0p"sv})
        EXPECT_FALSE(parse_sasl_plain(message));
    EXPECT_FALSE(parse_sasl_plain("\0"s + std::string(300, 'a') + "\0p"s));
    EXPECT_FALSE(parse_sasl_plain("\0alice\0"s + std::string(5000, 'p')));
}

TEST(SaslExternal, TakesAnEmptyOrPlainName) {
    EXPECT_EQ(parse_sasl_external("").value(), "");
    EXPECT_EQ(parse_sasl_external("alice").value(), "alice");
    EXPECT_FALSE(parse_sasl_external("a\0b"sv));
    EXPECT_FALSE(parse_sasl_external(std::string(300, 'a')));
}

TEST(SaslOauthbearer, TakesTheTokenAndTheClaimedName) {
    auto bare = parse_sasl_oauthbearer(
        "n,,\x01"
        "auth=Bearer abc.DEF-123\x01\x01"
    );
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->username, "");
    EXPECT_EQ(bare->token, "abc.DEF-123");
    // The example of RFC 7628 §4.1.
    auto full = parse_sasl_oauthbearer(
        "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01"
        "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01"
    );
    ASSERT_TRUE(full);
    EXPECT_EQ(full->username, "user@example.com");
    EXPECT_EQ(full->token, "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
    EXPECT_EQ(
        parse_sasl_oauthbearer("y,a=a=2Cb=3Dc,\x01"
                               "auth=bearer t\x01\x01")
            ->username,
        "a,b=c"
    );
}

TEST(SaslOauthbearer, RefusesEverythingElse) {
    for (std::string_view message :
         {"", "n,,", "n,,\x01\x01",
          "n,,\x01"
          "auth=Bearer t\x01",
          "n,,\x01"
          "auth=Bearer \x01\x01",
          "n,,\x01"
          "auth=Basic t\x01\x01",
          "n,,\x01"
          "auth=Bearer a b\x01\x01",
          "p=x,,\x01"
          "auth=Bearer t\x01\x01",
          "n,,\x01novalue\x01\x01",
          "n,b=x,\x01"
          "auth=Bearer t\x01\x01",
          "n,a=,\x01"
          "auth=Bearer t\x01\x01",
          "n,a==2X,\x01"
          "auth=Bearer t\x01\x01",
          "n,,\x01"
          "auth=Bearer t\x01"
          "auth=Bearer u\x01\x01",
          "auth=Bearer t\x01\x01\x01", "\x01\x01\x01\x01"})
        EXPECT_FALSE(parse_sasl_oauthbearer(message)) << message;
    EXPECT_FALSE(parse_sasl_oauthbearer(
        "n,,\x01"
        "auth=Bearer " +
        std::string(5000, 't') + "\x01\x01"
    ));
}

}  // namespace
}  // namespace alloquy::irc
