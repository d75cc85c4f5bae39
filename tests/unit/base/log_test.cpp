// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace alloquy::log {
namespace {

/// What goes to stderr meanwhile.
std::string logged(Level level, Format format, std::function<void()> const& work) {
    configure(level, format);
    testing::internal::CaptureStderr();
    work();
    auto text = testing::internal::GetCapturedStderr();
    configure(Level::info, Format::text);
    return text;
}

TEST(Log, WritesOneLineWithTimeLevelComponentAndMessage) {
    auto line = logged(Level::info, Format::text, [] { info("http", "listening on {}", 8443); });
    EXPECT_EQ(line.substr(line.find('Z')), "Z info  http       listening on 8443\n") << line;
    EXPECT_EQ(line.find('T'), 10U) << line;
}

TEST(Log, LeavesOutWhatIsBelowTheLevel) {
    auto text = logged(Level::warn, Format::text, [] {
        debug("x", "d");
        info("x", "i");
        warn("x", "w");
        error("x", "e");
        EXPECT_FALSE(enabled(Level::info));
        EXPECT_TRUE(enabled(Level::warn));
    });
    EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
    EXPECT_NE(text.find("warn"), std::string::npos);
    EXPECT_NE(text.find("error"), std::string::npos);
}

TEST(Log, ForgesNoSecondLineFromOutsideText) {
    auto text = logged(Level::info, Format::text, [] {
        info("irc", "nick {}", "a\r\n2026-01-01T00:00:00.000Z info  daemon     stopped\x1B[2J\x7F\t");
    });
    EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
    EXPECT_NE(text.find(R"(a\x0d\x0a2026)"), std::string::npos) << text;
    EXPECT_NE(text.find(R"(\x1b[2J\x7f\x09)"), std::string::npos) << text;
}

TEST(Log, EscapesTheControlCharactersAboveAscii) {
    // U+009B begins a terminal command like ESC [ does; a letter stays.
    auto text = logged(Level::info, Format::text, [] { info("irc", "{}", "\xC2\x9B 2J \xC3\xA4\xC2\xA0"); });
    EXPECT_NE(text.find("\\xc2\\x9b 2J \xC3\xA4\xC2\xA0\n"), std::string::npos) << text;
}

TEST(Log, EscapesBytesThatAreNotUtf8) {
    auto text = logged(Level::info, Format::text, [] { info("irc", "{}", "caf\xE9"); });
    EXPECT_NE(text.find(R"(caf\xe9)"), std::string::npos) << text;
}

TEST(Log, WritesEveryJsonLineAsOneObject) {
    for (std::string message :
         {"plain", "quotes \" and \\ backslashes", "line\nbreak\r\x1B\x7F", "caf\xE9 \xFF",
          "\xC3\xA4 \xC2\x9B \xC2\x85", "\xF0\x9F\x98\x80", "{} %v %Y", ""}) {
        auto line = logged(Level::info, Format::json, [&] { write(Level::warn, "irc", message); });
        ASSERT_EQ(std::ranges::count(line, '\n'), 1) << line;
        auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
        ASSERT_TRUE(object.is_object()) << line;
        EXPECT_EQ(object.at("level"), "warn");
        EXPECT_EQ(object.at("component"), "irc");
        EXPECT_TRUE(object.at("message").is_string());
        EXPECT_GT(object.at("time_ms").get<std::int64_t>(), 1'700'000'000'000);
    }
    auto line = logged(Level::info, Format::json, [] { write(Level::warn, "irc", "a\"\\\n\xC3\xA4\xC2\x9B"); });
    EXPECT_EQ(nlohmann::json::parse(line).at("message"), "a\"\\\n\xC3\xA4\xC2\x9B");
}

TEST(Log, KnowsItsLevelsByName) {
    EXPECT_EQ(parse_level("trace"), Level::trace);
    EXPECT_EQ(parse_level("debug"), Level::debug);
    EXPECT_EQ(parse_level("info"), Level::info);
    EXPECT_EQ(parse_level("warn"), Level::warn);
    EXPECT_EQ(parse_level("error"), Level::error);
    for (auto const* name : {"", "Info", "warning", "off"}) {
        auto level = parse_level(name);
        ASSERT_FALSE(level) << name;
        EXPECT_EQ(level.error().field, "log.level");
        EXPECT_NE(level.error().message.find("trace"), std::string::npos);
    }
}

}  // namespace
}  // namespace alloquy::log
