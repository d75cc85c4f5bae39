// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_fields.hpp>

#include <gtest/gtest.h>

using namespace alloquy;
using http::JsonFields;

namespace {

/// "field: message" of the refusal, or "accepted".
std::string outcome(Result<> const& result) {
    return result ? "accepted" : result.error().field + ": " + result.error().message;
}

std::string parse_outcome(std::string_view text) {
    auto parsed = http::parse_json(text);
    return parsed ? "accepted" : parsed.error().message;
}

}  // namespace

TEST(ParseJson, AcceptsOrdinaryDocuments) {
    auto parsed = http::parse_json(R"( {"a":[1,-2,3.5,true,null,{"b":"ü\u00e4"}],"c":{}} )");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->dump(), R"({"a":[1,-2,3.5,true,null,{"b":"üä"}],"c":{}})");
    EXPECT_EQ(http::parse_json("[[],[[]],[{}]]")->dump(), "[[],[[]],[{}]]");
    EXPECT_EQ(http::parse_json("17")->dump(), "17");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
    for (std::string_view text :
         {"", "{", "{\"a\":1,}", "[1 2]", "nul", "{'a':1}", "{\"a\":1}x", "\"\x01\"", "1e999", "NaN", "\"\\ud800\""})
        EXPECT_NE(parse_outcome(text).find("not valid JSON"), std::string::npos) << text << ": " << parse_outcome(text);
}

TEST(ParseJson, RefusesTricks) {
    EXPECT_EQ(parse_outcome("{\"a\":1,\"a\":2}"), "the name \"a\" appears twice");
    EXPECT_EQ(parse_outcome("{\"o\":{\"a\":1,\"b\":2,\"a\":3}}"), "the name \"a\" appears twice");
    EXPECT_EQ(parse_outcome("{\"a\":\"x\\u0000y\"}"), "strings must not contain NUL characters");
    EXPECT_EQ(parse_outcome("{\"x\\u0000y\":1}"), "strings must not contain NUL characters");
    EXPECT_EQ(parse_outcome("\"\xff\""), "must be UTF-8");
    EXPECT_EQ(parse_outcome("\"\xc0\x80\""), "must be UTF-8");
    EXPECT_EQ(parse_outcome(std::string(16, '[') + std::string(16, ']')), "accepted");
    EXPECT_EQ(parse_outcome(std::string(17, '[') + std::string(17, ']')), "nested deeper than 16 levels");
    EXPECT_EQ(parse_outcome(std::string(1'000'000, '[')), "nested deeper than 16 levels");
}

TEST(JsonFields, FillsAStruct) {
    std::string name;
    bool on = false;
    std::int64_t count = 0;
    std::optional<std::string> note, absent;
    std::optional<std::int64_t> nothing;
    std::optional<base::Timestamp> until;
    std::vector<std::string> scopes;
    auto fields = JsonFields::parse(
        R"({"name":"ann","on":true,"count":-3,"note":"hi","nothing":null,"until":"2026-01-02T03:04:05Z","scopes":["b","a"]})"
    );
    fields.required("name", name, {1, 10}).required("on", on).required("count", count, -5, 5);
    fields.optional("note", note, {0, 5}).optional("absent", absent, {0, 5}).optional("nothing", nothing, 0, 1);
    fields.optional("until", until).required_set("scopes", scopes, {"a", "b", "c"});
    EXPECT_EQ(outcome(fields.finish()), "accepted");
    EXPECT_EQ(name, "ann");
    EXPECT_TRUE(on);
    EXPECT_EQ(count, -3);
    EXPECT_EQ(note, "hi");
    EXPECT_FALSE(absent);
    EXPECT_FALSE(nothing);
    ASSERT_TRUE(until);
    EXPECT_EQ(base::to_rfc3339(*until), "2026-01-02T03:04:05.000Z");
    EXPECT_EQ(scopes, (std::vector<std::string>{"b", "a"}));
}

TEST(JsonFields, NamesTheFieldAndWhatIsAllowed) {
    auto with_name = [](std::string_view body) {
        std::string name;
        auto fields = JsonFields::parse(body);
        fields.required("name", name, {2, 4});
        return outcome(fields.finish());
    };
    EXPECT_EQ(with_name("{}"), "name: is required");
    EXPECT_EQ(with_name(""), "name: is required");
    EXPECT_EQ(with_name(R"({"name":null})"), "name: is required");
    EXPECT_EQ(with_name(R"({"name":7})"), "name: must be a string");
    EXPECT_EQ(with_name(R"({"name":"abcde"})"), "name: must be 2 to 4 bytes long");
    EXPECT_EQ(with_name(R"({"name":"abc","nmae":1})"), "nmae: is not known here; known are: name");
    EXPECT_EQ(with_name("[1]"), "body: must be a JSON object");
    EXPECT_EQ(with_name("{\"name\""), "body: not valid JSON (at byte 8)");

    auto with_count = [](std::string_view body) {
        std::int64_t count = 0;
        auto fields = JsonFields::parse(body);
        fields.required("count", count, 1, 10);
        return outcome(fields.finish());
    };
    for (std::string_view value : {"0", "11", "1.0", "\"5\"", "true", "18446744073709551615", "-9223372036854775808"})
        EXPECT_EQ(with_count("{\"count\":" + std::string(value) + "}"), "count: must be a whole number from 1 to 10");

    auto with_set = [](std::string_view body) {
        std::vector<std::string> out;
        auto fields = JsonFields::parse(body);
        fields.required_set("scopes", out, {"irc", "api"});
        return outcome(fields.finish());
    };
    for (std::string_view value : {"\"irc\"", "[\"irc\",\"irc\"]", "[\"all\"]", "[1]"})
        EXPECT_EQ(
            with_set("{\"scopes\":" + std::string(value) + "}"),
            "scopes: must be an array with any of: irc, api, without repeats"
        );
    EXPECT_EQ(with_set("{\"scopes\":[]}"), "accepted");
}

TEST(JsonFields, ReportsTheFirstError) {
    bool on;
    std::string name;
    auto fields = JsonFields::parse(R"({"on":"yes","name":5})");
    fields.required("on", on).required("name", name, {1, 2});
    EXPECT_EQ(outcome(fields.finish()), "on: must be true or false");
}
