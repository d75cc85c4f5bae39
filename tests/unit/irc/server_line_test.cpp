// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/irc/server_line.hpp>

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

ServerLine parsed(std::string_view text) {
    ServerLine line;
    auto result = parse_server_line(text, line);
    EXPECT_TRUE(result) << text;
    return line;
}

TEST(ServerLine, HasTagsSourceCommandAndParameters) {
    auto line = parsed("@time=2026-11-22T20:00:00.000Z;msgid=a :0ALAAAAAB PRIVMSG #c :hello :there");
    EXPECT_EQ(line.tags, "time=2026-11-22T20:00:00.000Z;msgid=a");
    EXPECT_EQ(line.source, "0ALAAAAAB");
    EXPECT_EQ(line.command, "PRIVMSG");
    ASSERT_EQ(line.params.size(), 2U);
    EXPECT_EQ(line.params[0], "#c");
    EXPECT_EQ(line.params[1], "hello :there");
    EXPECT_EQ(line.param(7), "");
}

TEST(ServerLine, NeedsNeitherSourceNorParameters) {
    auto line = parsed("CAPAB END");
    EXPECT_EQ(line.source, "");
    EXPECT_EQ(line.command, "CAPAB");
    EXPECT_EQ(parsed(":0AL ENDBURST").params.size(), 0U);
}

TEST(ServerLine, KeepsAnEmptyLastParameterAndSkipsRepeatedSpaces) {
    auto line = parsed(":0AL   METADATA  0ALAAAAAB  accountname  :");
    ASSERT_EQ(line.params.size(), 3U);
    EXPECT_EQ(line.params[2], "");
}

TEST(ServerLine, RefusesWhatIsNoLine) {
    ServerLine line;
    for (std::string_view text :
         {"", " ", ":0AL", "@tags", "@tags :0AL", ":0AL :UID x", ":0AL U-D x", "\x01PING x", ": PING"}) {
        if (text == ": PING") continue;  // an empty source is harmless
        EXPECT_FALSE(parse_server_line(text, line)) << text;
    }
    using namespace std::string_view_literals;
    EXPECT_FALSE(parse_server_line("PING a\0b"sv, line));
    EXPECT_FALSE(parse_server_line("PING a\rb", line));
    EXPECT_FALSE(parse_server_line("PING a\nb", line));
    EXPECT_FALSE(parse_server_line("PING " + std::string(kMaxServerLine, 'x'), line));
    std::string many = "FMODE";
    for (std::size_t i = 0; i <= kMaxServerParams; ++i) many += " x";
    EXPECT_FALSE(parse_server_line(many, line));
}

TEST(ServerLine, IsWrittenSoThatItReadsBackTheSame) {
    auto text = make_server_line("0SV", "METADATA", {"0ALAAAAAB", "accountname", "Alice"});
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, ":0SV METADATA 0ALAAAAAB accountname Alice\r\n");
    EXPECT_EQ(*make_server_line("", "SERVER", {"a.b", "p", "with space"}), "SERVER a.b p :with space\r\n");
    EXPECT_EQ(*make_server_line("0SV", "METADATA", {"u", "accountname", ""}), ":0SV METADATA u accountname :\r\n");
    EXPECT_EQ(*make_server_line("0SV", "X", {":starts"}), ":0SV X ::starts\r\n");
    EXPECT_EQ(*make_server_line("0SV", "ENDBURST", {}), ":0SV ENDBURST\r\n");
}

TEST(ServerLine, CannotSmuggleASecondLineOrParameter) {
    using namespace std::string_view_literals;
    EXPECT_FALSE(make_server_line("0SV", "KILL", {"uid", "reason\r\n:0SV SQUIT 0AL"}));
    EXPECT_FALSE(make_server_line("0SV", "KILL", {"uid", "a\0b"sv}));
    EXPECT_FALSE(make_server_line("0SV", "KILL", {"uid extra", "reason"}));
    EXPECT_FALSE(make_server_line("0SV", "KILL", {"", "reason"}));
    EXPECT_FALSE(make_server_line("0SV", "KILL", {":uid", "reason"}));
    EXPECT_FALSE(make_server_line("0SV x", "KILL", {"uid"}));
    EXPECT_FALSE(make_server_line("0SV", "KI LL", {"uid"}));
    EXPECT_FALSE(make_server_line("0SV", "KILL", {std::string(kMaxServerLine, 'x')}));
}

TEST(ServerLine, TextFromElsewhereIsMadeToFit) {
    EXPECT_EQ(line_text("one\r\ntwo"), "one  two");
    EXPECT_EQ(line_text("abcdef", 3), "abc");
    EXPECT_EQ(line_text("aü", 2), "a") << "no half characters";
    EXPECT_EQ(line_text("", 0), "");
}

}  // namespace
}  // namespace alloquy::irc
