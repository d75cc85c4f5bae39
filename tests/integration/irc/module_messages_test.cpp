// SPDX-License-Identifier: GPL-2.0-or-later
// Messages through our module: delivered at once, acknowledged when they are stored, never lost and never twice.
// docs/protocol/module-link.md, "Acknowledgement"; https://ircv3.net/specs/extensions/echo-message.
#include "module_fixture.hpp"

#include <chrono>
#include <ctime>
#include <thread>

namespace alloquy::test {
namespace {

/// As in the tag `time`.
std::string written(std::chrono::sys_time<Milliseconds> at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at);
    auto const since = std::chrono::system_clock::to_time_t(seconds);
    char text[64];
    auto const length = std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S.", std::gmtime(&since));
    auto const rest = std::to_string(1000 + (at - seconds).count());
    return std::string(text, length) + rest.substr(1) + "Z";
}

class IrcModuleMessages : public ModuleFixture {
protected:
    /// Sends until a message is refused; returns the text of the refused one.
    std::string send_until_refused(IrcClient& sender, std::string const& target, std::string const& refusal) {
        auto const deadline = Clock::now() + patience();
        for (int i = 0; Clock::now() < deadline; ++i) {
            auto const text = "attempt-" + std::to_string(i) + "-end";
            sender.send("PRIVMSG " + target + " :" + text);
            sender.send("PING " + text);
            if (sender.expect(refusal + "|PONG .*" + text).find("PONG") == std::string::npos) return text;
            std::this_thread::sleep_for(Milliseconds(250));
        }
        throw std::runtime_error("never refused");
    }
};

TEST_F(IrcModuleMessages, DeliversAtOnceAndEchoesWhenStored) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    join_both(*sender, *reader);

    sender->send("@+reply=12;+x=a\\sb PRIVMSG #room :hello, wörld");
    auto const got = reader->expect("PRIVMSG #room :hello, wörld$");
    EXPECT_EQ(tag_of(got, "account"), "Alice");
    EXPECT_EQ(tag_of(got, "+reply"), "12");
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[1], tag_of(got, "msgid"));
    EXPECT_EQ(message[2], "PRIVMSG");
    EXPECT_TRUE(message[4].starts_with("Alice!")) << message[4];
    EXPECT_EQ(message[5], "Alice");
    EXPECT_EQ(message[6], "#room");
    EXPECT_EQ(message[7], "");
    EXPECT_EQ(message[8], "");
    EXPECT_TRUE(message[9] == "+reply=12;+x=a\\sb" || message[9] == "+x=a\\sb;+reply=12") << message[9];
    EXPECT_EQ(message[10], "hello, wörld");

    sender->expect_silence_about("PRIVMSG");
    module.store(message);
    auto const echo = sender->expect("PRIVMSG #room :hello, wörld$");
    for (auto tag : {"msgid", "time", "account", "+reply", "+x"}) EXPECT_EQ(tag_of(echo, tag), tag_of(got, tag)) << tag;
    // The same acknowledgement twice, or one for what never was, changes nothing.
    module.store(message);
    module.send(FrameType::stored, {"999", "0", "x", "18446744073709551615"});
    sender->expect_silence_about("PRIVMSG");
}

TEST_F(IrcModuleMessages, MakesRisingIdsWithItsNodeAboveTheFloorAndDerivesTheTime) {
    start();
    module.listen(settings.directory / "module.sock");
    module.accept();
    auto const epoch = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1);
    auto const ahead =
        std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now() - epoch).count() + 3600'000;
    module.welcome(9, std::uint64_t(ahead) << 22);
    module.expect_silence_about(FrameType::hello);
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    std::uint64_t last = 0;
    for (int i = 0; i < 5; ++i) {
        sender->send("PRIVMSG bob :again");
        auto const line = reader->expect("PRIVMSG bob :again");
        auto const id = std::stoull(tag_of(line, "msgid"));
        EXPECT_GT(id, last);
        EXPECT_GT(id, std::uint64_t(ahead) << 22);
        EXPECT_EQ(id >> 12 & 1023, 9U);
        EXPECT_EQ(tag_of(line, "time"), written(epoch + Milliseconds(id >> 22)));
        last = id;
    }
}

TEST_F(IrcModuleMessages, SendsAgainWhatWasNotAcknowledged) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    for (auto text : {"one", "two", "three"}) sender->send(std::string("PRIVMSG bob :") + text);
    auto const first = module.expect(FrameType::message);
    auto const second = module.expect(FrameType::message);
    module.expect(FrameType::message);
    module.store(second);
    sender->expect("PRIVMSG bob :two$");

    module.accept();
    // Within the first moments without a link, messages are taken in the hope that it comes back.
    sender->send("PRIVMSG bob :four");
    reader->expect("PRIVMSG bob :four");
    module.welcome();
    auto const again = module.expect(FrameType::resend);
    EXPECT_EQ(again.fields, first.fields);
    auto const third = module.expect(FrameType::resend);
    EXPECT_EQ(third[10], "three");
    auto const fourth = module.expect(FrameType::resend);
    EXPECT_EQ(fourth[10], "four");
    module.send(FrameType::stored, {again[0], third[0], fourth[0]});
    for (auto text : {"one", "three", "four"}) sender->expect(std::string("PRIVMSG bob :") + text + "$");
    reader->expect_silence_about("PRIVMSG");
}

TEST_F(IrcModuleMessages, RefusesBeforeAnybodySawItWhileTheLinkIsDown) {
    start_linked();
    auto sender = enter_with("Alice", "correct horse", "standard-replies");
    auto reader = enter("bob", "battery staple");
    join_both(*sender, *reader);
    module.stop_listening();
    module.disconnect();

    auto const refused = send_until_refused(*sender, "#room", "FAIL PRIVMSG CANNOT_STORE #room :");
    auto const plain = send_until_refused(*reader, "Alice", "NOTICE bob :\\*\\*\\* PRIVMSG Alice: ");
    sender->send("@+x=y TAGMSG #room");
    sender->expect("FAIL TAGMSG CANNOT_STORE #room :");
    sender->expect_silence_about(plain);
    reader->expect_silence_about(refused);

    module.listen(settings.directory / "module.sock");
    module.accept();
    module.welcome();
    module.expect_silence_about(FrameType::hello);
    sender->send("PRIVMSG #room :now");
    reader->expect("PRIVMSG #room :now");
}

TEST_F(IrcModuleMessages, RefusesBeforeTheFirstWelcome) {
    start();
    auto sender = enter_with("Alice", "correct horse", "standard-replies");
    sender->send("PRIVMSG Alice :me");
    sender->expect("FAIL PRIVMSG CANNOT_STORE Alice :");
}

TEST_F(IrcModuleMessages, RefusesWhenTooMuchWaitsForAcknowledgement) {
    start();
    module.listen(settings.directory / "module.sock");
    module.accept();
    module.welcome(5, 0, 2);
    module.expect_silence_about(FrameType::hello);
    auto sender = enter_with("Alice", "correct horse", "standard-replies");
    auto reader = enter("bob", "battery staple");
    for (auto text : {"one", "two", "three"}) sender->send(std::string("PRIVMSG bob :") + text);
    sender->expect("FAIL PRIVMSG CANNOT_STORE bob :");
    auto const first = module.expect(FrameType::message);
    module.store(first);
    sender->expect("PRIVMSG bob :one$");
    sender->send("PRIVMSG bob :four");
    reader->expect("PRIVMSG bob :four$");
    reader->expect_silence_about("three");
}

TEST_F(IrcModuleMessages, TellsTheSenderWhenADeliveredMessageCouldNotBeStored) {
    start_linked();
    auto sender = enter_with("Alice", "correct horse", "standard-replies");
    auto reader = enter("bob", "battery staple");
    sender->send("PRIVMSG bob :hi");
    auto const message = module.expect(FrameType::message);
    module.send(FrameType::refused, {message[0], "CANNOT_STORE", "The disk is\r\nfull"});
    sender->expect("FAIL PRIVMSG CANNOT_STORE bob :The disk is  full$");
    sender->expect_silence_about("PRIVMSG bob");
}

TEST_F(IrcModuleMessages, NeitherStoresNorHoldsTyping) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    join_both(*sender, *reader);
    sender->send("@+typing=active TAGMSG #room");
    reader->expect("\\+typing=active.* TAGMSG :?#room");
    sender->expect("\\+typing=active.* TAGMSG :?#room");
    // Nor when the person isn't here at all.
    sender->send("@+typing=active TAGMSG carol");
    sender->expect_silence_about(" 401 ");
    module.expect_silence_about(FrameType::message);
    sender->send("@+typing=done;+reply=1 TAGMSG #room");
    EXPECT_EQ(module.expect(FrameType::message)[2], "TAGMSG");
}

TEST_F(IrcModuleMessages, DoesNotStoreWhatOnlyOperatorsReadNorWhatServicesHear) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    join_both(*sender, *reader);
    sender->send("PRIVMSG @#room :for operators");
    sender->expect("PRIVMSG @#room :for operators$");
    module.expect_silence_about(FrameType::message);
}

TEST_F(IrcModuleMessages, CutsALongTextForEverybodyAtACharacter) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple");
    std::string text;
    for (int i = 0; i < 160; ++i) text += "€";
    sender->send("PRIVMSG bob :" + text);
    auto const line = reader->expect("PRIVMSG bob :€");
    auto const got = line.substr(line.find(" :€") + 2);
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[10], got);
    EXPECT_EQ(got.size() % 3, 0U);
    EXPECT_LT(got.size(), text.size());
    EXPECT_GT(got.size(), 350U);
}

TEST_F(IrcModuleMessages, RefusesWhatIsNotUtf8) {
    start_linked();
    auto sender = enter_with("Alice", "correct horse", "standard-replies labeled-response batch");
    auto plain = enter("bob", "battery staple");
    join_both(*sender, *plain);
    sender->send("@label=u PRIVMSG #room :bad \xff bytes");
    EXPECT_EQ(tag_of(sender->expect("FAIL PRIVMSG INVALID_UTF8 :"), "label"), "u");
    sender->send("TOPIC #room :\xc3(");
    sender->expect("FAIL TOPIC INVALID_UTF8 :");
    sender->send("@+x=\xed\xa0\x80 PRIVMSG #room :surrogate");
    sender->expect("FAIL PRIVMSG INVALID_UTF8 :");
    plain->send("NOTICE #room :\xe2\x82");
    plain->expect("NOTICE bob :\\*\\*\\* NOTICE: ");
    plain->expect_silence_about("bytes|surrogate|TOPIC");
    module.expect_silence_about(FrameType::message);
}

}  // namespace
}  // namespace alloquy::test
