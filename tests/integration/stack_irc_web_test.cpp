// SPDX-License-Identifier: GPL-2.0-or-later
// IRC by WebSocket, through the real InspIRCd: as good as TLS, with the client's own address, and hard to abuse.
#include "support/alloquyd.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

using namespace alloquy::test;

namespace {

constexpr auto kText = "Sec-WebSocket-Protocol: text.ircv3.net\r\n";

/// As a proxy on this machine would say it.
std::string coming_from(std::string const& address) {
    return "X-Forwarded-For: " + address + "\r\n";
}

/// One server for all cases here; they use accounts of their own.
class IrcWeb : public testing::Test {
protected:
    static void SetUpTestSuite() {
        AlloquydOptions options;
        options.settings = {"http.trusted_proxies=127.0.0.1", "limits.irc_web_connections_per_address=3"};
        server_ = std::make_unique<Alloquyd>(std::move(options));
        owner_ = server_->add_owner();
    }
    static void TearDownTestSuite() { server_.reset(); }

    static std::unique_ptr<WsClient> socket(std::string const& address, std::string const& headers = {}) {
        return std::make_unique<WsClient>(
            server_->ports().https, "/irc", Security::tls, kText + coming_from(address) + headers
        );
    }
    /// The close code after `act`, on a connection from an address of its own.
    template <class Act>
    static unsigned code_after(std::string const& address, Act act) {
        auto client = socket(address);
        act(*client);
        return client->expect_close();
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
};

}  // namespace

TEST_F(IrcWeb, ATokenSignsInWithBothSubprotocolsAndPeopleTalk) {
    auto const tess = server_->add_person(owner_, "tess");
    auto const bina = server_->add_person(owner_, "bina");
    auto text = server_->irc_web("tess", "text.ircv3.net", coming_from("203.0.113.1"));
    auto binary = server_->irc_web("bina", "binary.ircv3.net", coming_from("203.0.113.2"));
    text.enter_with_token("tess", tess.token);
    binary.enter_with_token("bina", bina.token);
    for (auto* client : {&text, &binary}) {
        client->send("JOIN #web");
        client->expect(" 366 ");
    }
    text.send("PRIVMSG #web :grüß dich");
    text.expect("PRIVMSG #web :grüß dich");
    binary.expect("PRIVMSG #web :grüß dich");
    auto plain = server_->irc("owner");
    plain.enter_with_password(owner_.username, owner_.password);
    plain.send("JOIN #web");
    plain.expect(" 366 ");
    plain.send("PRIVMSG #web :and hello from TLS");
    text.expect("and hello from TLS");
    binary.expect("and hello from TLS");
}

TEST_F(IrcWeb, CountsAsEncryptedSoPasswordsAreTaken) {
    auto const paul = server_->add_person(owner_, "paul");
    auto sasl = server_->irc_web("paul", "text.ircv3.net", coming_from("203.0.113.3"));
    sasl.enter_with_password("paul", paul.password);
    sasl.send("WHOIS paul");
    sasl.expect(" 671 ");  // "is using a secure connection"
    auto pass = server_->irc_web("paul", "text.ircv3.net", coming_from("203.0.113.3"));
    pass.send("PASS paul:" + paul.password);
    pass.enter("paul");
}

TEST_F(IrcWeb, TheWayInIsClosedToOtherUsers) {
    auto const status = std::filesystem::status(server_->data() / "children/inspircd/web.sock");
    EXPECT_EQ(status.type(), std::filesystem::file_type::socket);
    EXPECT_EQ(status.permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(IrcWeb, InspircdKnowsTheRealAddress) {
    auto const rita = server_->add_person(owner_, "rita");
    auto chief = server_->irc_web("chief", "text.ircv3.net", coming_from("203.0.113.4"));
    chief.enter_with_password(owner_.username, owner_.password);
    chief.send("JOIN #gate");
    chief.expect(" 366 ");
    chief.send("MODE #gate +b *!*@2001:db8::7");
    chief.expect("MODE #gate \\+b");
    auto irc = server_->irc_web("rita", "text.ircv3.net", coming_from("2001:db8::7"));
    irc.enter_with_token("rita", rita.token);
    irc.send("WHOIS rita");
    irc.expect(" 378 .* 2001:db8::7");
    irc.send("JOIN #gate");
    irc.expect(" 474 ");
    chief.send("WHOIS rita");
    chief.expect_silence_about("2001:db8::7");
}

TEST_F(IrcWeb, LimitsConnectionsByTheRealAddress) {
    std::vector<std::unique_ptr<WsClient>> held;
    for (int i = 0; i < 3; ++i) held.push_back(socket("203.0.113.9"));
    EXPECT_EQ(socket("203.0.113.9")->expect_close(), 4011u);
    auto other = socket("203.0.113.10");
    other->send_text("PING :there");
    EXPECT_NE(other->read_message(Clock::now() + patience()), "");
}

TEST_F(IrcWeb, RefusesPagesOfOtherOriginsAndOtherSubprotocols) {
    auto refused = [](std::string const& headers) -> std::string {
        try {
            WsClient client(server_->ports().https, "/irc", Security::tls, headers);
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_NE(refused(std::string(kText) + "Origin: https://evil.example\r\n").find(" 403 "), std::string::npos);
    EXPECT_NE(refused("Sec-WebSocket-Protocol: chat\r\n").find(" 400 "), std::string::npos);
    EXPECT_EQ(refused(std::string(kText) + "Origin: app://alloquy\r\n"), "");
}

TEST_F(IrcWeb, AnswersHostileFramesWithACodeAndServesOthers) {
    std::string const address = "203.0.113.20";
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_text(std::string(12'800, 'x')); }), 1009u);
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_text("NICK a\r\nNICK b"); }), 1008u);
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_text("\xff\xfe"); }), 1007u);
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_binary("NICK a"); }), 1003u);
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_raw("\x81\x01x"); }), 1002u);
    EXPECT_EQ(code_after(address, [](auto& client) { client.send_raw("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r\n"); }), 1002u);
    // InspIRCd answers what is a line but too long or nonsense, and the connection stays.
    auto client = socket(address);
    client->send_text("@" + std::string(8000, 'a') + " PING :x");
    auto const deadline = Clock::now() + patience();
    while (client->read_message(deadline).find(" 417 ") == std::string::npos) {}
}

// That it is let go in the end is tried where the buffers of the kernel can be made small: tests/unit/irc_web.
TEST_F(IrcWeb, ASlowReaderHoldsNobodyUp) {
    auto const sloan = server_->add_person(owner_, "sloan");
    auto talker = server_->irc_web("talker", "text.ircv3.net", coming_from("203.0.113.30"));
    talker.enter_with_password(owner_.username, owner_.password);
    talker.send("CAP REQ :batch draft/multiline");
    talker.expect(" ACK ");
    talker.send("JOIN #long");
    talker.expect(" 366 ");
    for (int message = 0; message < 3; ++message) {
        talker.send("BATCH +m draft/multiline #long");
        for (int line = 0; line < 38; ++line) talker.send("@batch=m PRIVMSG #long :" + std::string(420, 'x'));
        talker.send("BATCH -m");
        talker.expect("BATCH :?-");
    }
    auto slow = server_->irc_web("sloan", "text.ircv3.net", coming_from("203.0.113.31"));
    slow.enter_with_token("sloan", sloan.token);
    slow.send("CAP REQ :batch draft/chathistory draft/multiline");
    slow.expect(" ACK ");
    slow.send("JOIN #long");
    slow.expect(" 366 ");
    for (int request = 0; request < 40; ++request) slow.send("CHATHISTORY LATEST #long * 100");
    for (int turn = 0; turn < 5; ++turn) {
        talker.send("PRIVMSG #long :still quick");
        talker.expect("PRIVMSG #long :still quick", Milliseconds(5000));
    }
    slow.expect("PRIVMSG #long :still quick");
}

TEST_F(IrcWeb, SaysThatInspircdIsGoneAndTakesPeopleBackWhenItReturns) {
    auto const kim = server_->add_person(owner_, "kim");
    auto irc = server_->irc_web("kim", "text.ircv3.net", coming_from("203.0.113.40"));
    irc.enter_with_token("kim", kim.token);
    auto const pid = server_->component_pid(owner_, "inspircd");
    ::kill(pid, SIGKILL);
    irc.expect_close();
    EXPECT_EQ(irc.closed_with(), 1013u);
    server_->wait_for_restart(owner_, "inspircd", pid);
    auto again = server_->irc_web("kim", "text.ircv3.net", coming_from("203.0.113.40"));
    again.enter_with_token("kim", kim.token);
}
