// SPDX-License-Identifier: GPL-2.0-or-later
// Messages of several lines: https://ircv3.net/specs/extensions/multiline,
// https://ircv3.net/specs/extensions/client-batch.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleMultiline : public ModuleFixture {
protected:
    void start_with_both(std::string const& reader_knows) {
        start_linked();
        sender = enter_with("Alice", "correct horse", "batch labeled-response draft/multiline standard-replies");
        reader = enter("bob", "battery staple");
        if (!reader_knows.empty()) request(*reader, reader_knows);
        join_both(*sender, *reader);
    }
    void expect_fail(std::vector<std::string> const& lines, std::string const& pattern) {
        for (auto const& line : lines) sender->send(line);
        sender->expect("FAIL BATCH " + pattern);
        sender->expect_silence_about("FAIL");
        reader->expect_silence_about("PRIVMSG|NOTICE");
        module.expect_silence_about(FrameType::message);
    }
    std::unique_ptr<IrcClient> sender, reader;
};

TEST_F(IrcModuleMultiline, DeliversStoresAndEchoesOneMessage) {
    start_with_both("batch draft/multiline");
    for (auto line :
         {"@label=x;+reply=5 BATCH +a draft/multiline #room", "@batch=a PRIVMSG #room :one", "@batch=a PRIVMSG #room :",
          "@batch=a PRIVMSG #room :thr", "@batch=a;draft/multiline-concat PRIVMSG #room :ee", "BATCH -a"})
        sender->send(line);
    auto const open = reader->expect(":Alice!\\S+ BATCH \\+\\S+ draft/multiline :?#room$");
    EXPECT_EQ(tag_of(open, "+reply"), "5");
    EXPECT_EQ(tag_of(open, "account"), "Alice");
    EXPECT_EQ(tag_of(open, "label"), "");
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[1], tag_of(open, "msgid"));
    EXPECT_EQ(message[2], "PRIVMSG");
    EXPECT_EQ(message[6], "#room");
    EXPECT_EQ(message[8], "c");
    EXPECT_EQ(message[9], "+reply=5");
    EXPECT_EQ(message[10], "one\n\nthree");
    auto expect_lines = [](IrcClient& client) {
        for (auto text : {"PRIVMSG #room :one$", "PRIVMSG #room :$", "PRIVMSG #room :thr$", "PRIVMSG #room :ee$"}) {
            auto const line = client.expect(text);
            EXPECT_NE(tag_of(line, "batch"), "") << line;
            EXPECT_EQ(tag_of(line, "msgid"), "") << line;
            EXPECT_EQ(
                line.find("draft/multiline-concat") != std::string::npos, text == std::string("PRIVMSG #room :ee$")
            );
        }
        client.expect("BATCH :?-");
    };
    expect_lines(*reader);
    sender->expect_silence_about("BATCH|PRIVMSG");
    module.store(message);
    EXPECT_EQ(tag_of(sender->expect("BATCH \\+\\S+ draft/multiline :?#room$"), "label"), "x");
    expect_lines(*sender);
}

TEST_F(IrcModuleMultiline, FallsBackToLinesForOthers) {
    start_with_both("");
    auto second = enter("bob", "battery staple");
    for (auto line :
         {"@+x=y BATCH +a draft/multiline bob", "@batch=a NOTICE bob :one",
          "@batch=a NOTICE bob :", "@batch=a NOTICE bob :two", "BATCH -a"})
        sender->send(line);
    for (auto* client : {reader.get(), second.get()}) {
        auto const one = client->expect("NOTICE \\S+ :one$");
        EXPECT_NE(tag_of(one, "msgid"), "");
        EXPECT_EQ(tag_of(one, "+x"), "y");
        auto const two = client->expect("NOTICE ");
        EXPECT_TRUE(two.ends_with(" :two")) << two;
        EXPECT_EQ(tag_of(two, "msgid") + tag_of(two, "+x"), "");
        EXPECT_EQ(tag_of(two, "time"), tag_of(one, "time"));
        client->expect_silence_about("NOTICE bob|BATCH");
    }
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[10], "one\n\ntwo");
    EXPECT_EQ(message[7], "bob");
}

TEST_F(IrcModuleMultiline, LeavesOneForAnAbsentPerson) {
    start_with_both("");
    for (auto line :
         {"@label=q BATCH +a draft/multiline carol", "@batch=a PRIVMSG carol :one", "@batch=a PRIVMSG carol :two",
          "BATCH -a"})
        sender->send(line);
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[8], "o");
    EXPECT_EQ(message[10], "one\ntwo");
    module.store(message);
    EXPECT_EQ(tag_of(sender->expect("BATCH \\+\\S+ draft/multiline :?carol$"), "label"), "q");
    sender->expect("PRIVMSG carol :two$");
    sender->expect("BATCH :?-");
}

TEST_F(IrcModuleMultiline, IsJudgedAsAWhole) {
    start_with_both("");
    request(*reader, "batch labeled-response draft/multiline");
    sender->send("MODE #room +m");
    reader->expect("MODE #room");
    for (auto line :
         {"@label=m BATCH +a draft/multiline #room", "@batch=a PRIVMSG #room :one", "@batch=a PRIVMSG #room :two",
          "BATCH -a"})
        reader->send(line);
    EXPECT_EQ(tag_of(reader->expect(" 404 "), "label"), "m");
    for (auto line : {"BATCH +a draft/multiline #nowhere", "@batch=a PRIVMSG #nowhere :one", "BATCH -a"})
        reader->send(line);
    reader->expect(" 403 ");
    sender->expect_silence_about("PRIVMSG");
    module.expect_silence_about(FrameType::message);
}

TEST_F(IrcModuleMultiline, ContinuesLinesThatDoNotFitForOthers) {
    start_with_both("batch draft/multiline");
    std::string const longest(480, 'x');
    for (auto const& line :
         {std::string("BATCH +a draft/multiline #room"), "@batch=a PRIVMSG #room :" + longest,
          std::string("@batch=a PRIVMSG #room :end"), std::string("BATCH -a")})
        sender->send(line);
    reader->expect("BATCH \\+");
    std::string got;
    for (;;) {
        auto const line = reader->expect("PRIVMSG #room");
        EXPECT_LE(line.substr(line.find(" :") + 1).size(), 510U);
        auto const text = line.substr(line.find("#room :") + 7);
        if (text == "end") break;
        EXPECT_EQ(got.empty(), line.find("draft/multiline-concat") == std::string::npos);
        got += text;
    }
    EXPECT_EQ(got, longest);
    EXPECT_EQ(module.expect(FrameType::message)[10], longest + "\nend");
}

TEST_F(IrcModuleMultiline, RefusesWhatTheSpecificationForbids) {
    start_with_both("");
    std::string const open = "BATCH +a draft/multiline #room", line = "@batch=a PRIVMSG #room :x", close = "BATCH -a";
    expect_fail(
        {"@label=l " + open, "@batch=a PRIVMSG #other :x", line, close}, "MULTILINE_INVALID_TARGET #room #other :"
    );
    expect_fail({open, line, "@batch=a NOTICE #room :x", close}, "MULTILINE_INVALID :");
    expect_fail({open, line, "@batch=a;draft/multiline-concat PRIVMSG #room :", close}, "MULTILINE_INVALID :");
    expect_fail({open, "@batch=a PRIVMSG #room :", "@batch=a PRIVMSG #room :", close}, "MULTILINE_INVALID :");
    expect_fail({open, close}, "MULTILINE_INVALID :");
    expect_fail({open, "@batch=a TOPIC #room :x", close}, "MULTILINE_INVALID :");
    expect_fail({open, line, "PING x"}, "MULTILINE_INVALID :");
    expect_fail({line}, "INVALID_REFTAG a :");
    expect_fail({"BATCH -b"}, "INVALID_REFTAG b :");
    expect_fail({"BATCH"}, "INVALID_REFTAG \\* :");
    expect_fail({"BATCH x"}, "INVALID_REFTAG \\* :|INVALID_REFTAG x :");
    expect_fail({"BATCH +a unknown #room", line, close}, "UNKNOWN_TYPE a unknown :");
    expect_fail({"BATCH +a draft/multiline", close}, "MULTILINE_INVALID_TARGET \\* \\* :");
    expect_fail({open, "BATCH +b draft/multiline #room", line, close}, "MULTILINE_INVALID :");
}

TEST_F(IrcModuleMultiline, BoundsBytesAndLines) {
    auto config = read_text(settings.templates / "inspircd.conf");
    for (std::string const text : {"fakelag=\"on\"", "threshold=\"20\""})
        for (auto at = config.find(text); at != std::string::npos; at = config.find(text))
            config.replace(at, text.size(), text[0] == 'f' ? "fakelag=\"off\"" : "threshold=\"9999\"");
    write_text(settings.templates / "inspircd.conf", config);
    start_with_both("");
    std::vector<std::string> lines{"@label=n BATCH +a draft/multiline #room"};
    for (int i = 0; i < 101; ++i) lines.emplace_back("@batch=a PRIVMSG #room :x");
    lines.emplace_back("BATCH -a");
    expect_fail(lines, "MULTILINE_MAX_LINES 100 :");
    lines = {"BATCH +a draft/multiline #room"};
    for (int i = 0; i < 45; ++i) lines.push_back("@batch=a PRIVMSG #room :" + std::string(400, 'x'));
    lines.emplace_back("BATCH -a");
    expect_fail(lines, "MULTILINE_MAX_BYTES 16384 :");
    for (int i = 0; i < 10000; ++i) sender->send("@batch=a PRIVMSG #room :x");
    sender->expect("FAIL BATCH INVALID_REFTAG a :");
    EXPECT_TRUE(server->running());
}

}  // namespace
}  // namespace alloquy::test
