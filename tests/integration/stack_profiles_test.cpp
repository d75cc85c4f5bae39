// SPDX-License-Identifier: GPL-2.0-or-later
// Profiles through the whole stack: IRC's METADATA, the REST API and the gateway show the same.
#include "support/alloquyd.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

/// One server for all cases here; they use accounts of their own.
class Profiles : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<Alloquyd>();
        owner_ = server_->add_owner();
    }
    static void TearDownTestSuite() { server_.reset(); }

    static void enter(IrcClient& client, Person const& person) {
        client.enter_knowing(
            "message-tags batch labeled-response draft/metadata-2 standard-replies", person.username, person.password
        );
    }
    static void ask(IrcClient& client, std::string const& command, std::string const& answer) {
        client.send("METADATA " + command);
        client.expect(answer);
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
};

}  // namespace

TEST_F(Profiles, AreSetAndReadByTheSpecification) {
    auto const alice = server_->add_person(owner_, "alice");
    auto irc = server_->irc("irc");
    enter(irc, alice);
    EXPECT_NE(irc.transcript().find(" metadata alice"), std::string::npos) << "an empty batch at the beginning";
    ask(irc, "* SET color #1b9e77", " 761 alice alice color \\* :#1b9e77$");
    ask(irc, "* SET status :a b", " 761 alice alice status \\* :a b$");
    irc.send("@label=g METADATA alice GET color Nokey pronouns");
    EXPECT_NE(irc.expect(" BATCH \\+\\S+ metadata alice$").find("label=g"), std::string::npos);
    irc.expect("^@batch=\\S+ :\\S+ 761 alice alice color \\* :#1b9e77$");
    irc.expect("^@batch=\\S+ :\\S+ FAIL METADATA KEY_INVALID Nokey :");
    irc.expect("^@batch=\\S+ :\\S+ 766 alice alice pronouns :");
    irc.expect(" BATCH -");
    ask(irc, "* LIST", " 761 alice alice color ");
    irc.expect(" 761 alice alice status ");
    irc.expect(" BATCH -");
    ask(irc, "* SET status", " 766 alice alice status :");
    ask(irc, "* SET status", "FAIL METADATA KEY_NOT_SET alice status :");
    ask(irc, "* CLEAR", " BATCH \\+\\S+ metadata alice");
    irc.expect("^@batch=\\S+ :\\S+ 766 alice alice color :");
    irc.expect(" BATCH -");
}

TEST_F(Profiles, EveryFailureHasItsCode) {
    auto const bob = server_->add_person(owner_, "bob");
    auto irc = server_->irc("irc");
    enter(irc, bob);
    ask(irc, "", "FAIL METADATA NEED_MORE_PARAMS :");
    ask(irc, "* SNEEZE", "FAIL METADATA SUBCOMMAND_INVALID SNEEZE :");
    ask(irc, "* GET", "FAIL METADATA NEED_MORE_PARAMS GET :");
    ask(irc, "nobody LIST", "FAIL METADATA INVALID_TARGET nobody :");
    ask(irc, "$a:bob SET status :x", "FAIL METADATA INVALID_TARGET \\$a:bob :");
    ask(irc, "* SET $url$ :x", "FAIL METADATA KEY_INVALID \\$url\\$ :");
    ask(irc, "olive SET status :x", "FAIL METADATA KEY_NO_PERMISSION olive status :");
    ask(irc, "olive CLEAR", "FAIL METADATA KEY_NO_PERMISSION olive \\* :");
    ask(irc, "* SET color :red", "FAIL METADATA VALUE_INVALID :");
    ask(irc, "* SET avatar :javascript:alert(1)", "FAIL METADATA VALUE_INVALID :");
    ask(irc, "* SET status :" + std::string(301, 'x'), "FAIL METADATA VALUE_INVALID :");
    ask(irc, "* SYNC", " BATCH \\+\\S+ metadata bob");
    ask(irc, "olive SUB status", "FAIL METADATA INVALID_TARGET olive :");
    ask(irc, "olive UNSUB status", "FAIL METADATA INVALID_TARGET olive :");
    ask(irc, "olive SUBS", "FAIL METADATA INVALID_TARGET olive :");
    // As many changes as one may make at once, and then one more.
    for (int i = 0; i < 40; ++i) irc.send("METADATA * SET status :" + std::to_string(i));
    irc.expect("FAIL METADATA RATE_LIMITED bob status [0-9]+ :");
}

TEST_F(Profiles, HaveAtMostTwentyKeysAndAConnectionFiftySubscriptions) {
    auto const carol = server_->add_person(owner_, "carol");
    auto rest = server_->http(carol);
    nlohmann::json values;
    for (int i = 0; i < 20; ++i) values["example.org/" + std::to_string(i)] = "x";
    rest.expect(200, rest.patch("/api/v1/accounts/me/profile", {{"values", values}}));
    auto irc = server_->irc("irc");
    enter(irc, carol);
    ask(irc, "* SET status :x", "FAIL METADATA LIMIT_REACHED carol :");
    for (int i = 0; i < 50; i += 10) {
        std::string keys;
        for (int k = i; k < i + 10; ++k) keys += " k" + std::to_string(k);
        ask(irc, "* SUB" + keys, " 770 carol k");
        irc.expect(" 770 carol k");
    }
    irc.send("@label=s METADATA * SUB k1 Bad! k50 k2");
    irc.expect("^@label=s :\\S+ BATCH \\+\\S+ labeled-response$");
    irc.expect("FAIL METADATA KEY_INVALID Bad! :");
    irc.expect("FAIL METADATA TOO_MANY_SUBS k50 :");
    irc.expect(" 770 carol k1$");
    irc.send("METADATA * SUBS");
    irc.expect(" BATCH \\+\\S+ metadata-subs$");
    irc.expect("^@batch=\\S+ :\\S+ 772 carol k0 k1 k2 k3 k4 k5$");
    irc.expect(" BATCH -");
    ask(irc, "* UNSUB k0 never", " 771 carol k0 never$");
    ask(irc, "* SUB k50", " 770 carol k50$");
}

TEST_F(Profiles, SubscribersSeeWhatIsThereAndWhatChanges) {
    auto const dora = server_->add_person(owner_, "dora");
    auto const erik = server_->add_person(owner_, "erik");
    auto first = server_->irc("first"), second = server_->irc("second");
    enter(first, dora);
    enter(second, erik);
    ask(first, "* SET status :early", " 761 ");
    first.join("#random");
    second.join("#random");
    second.send("METADATA * SUB status display-name");
    second.expect(" 770 erik status display-name$");
    second.expect(" BATCH \\+\\S+ metadata erik$");
    second.expect("^@batch=\\S+ :\\S+ METADATA dora status \\* :early$");
    second.expect(" BATCH -");
    ask(first, "* SET status :late", " 761 ");
    second.expect(" METADATA dora status \\* :late$");
    first.expect_silence_about("METADATA dora");  // who changed it isn't told, and isn't subscribed either
    ask(first, "* SET status", " 766 ");
    second.expect(" METADATA dora status \\*$");

    // The display name is the account's, wherever it is changed.
    auto rest = server_->http(dora);
    rest.expect(200, rest.patch("/api/v1/accounts/me", {{"display_name", "Dora D."}}));
    second.expect(" METADATA dora display-name \\* :Dora D.$");
    ask(first, "* GET display-name", " 761 dora dora display-name \\* :Dora D.$");
    ask(first, "* SET display-name :D", " 761 dora dora display-name \\* :D$");
    EXPECT_EQ(rest.get("/api/v1/accounts/me").json().at("display_name"), "D");
    second.expect(" METADATA dora display-name \\* :D$");

    // Who joins later sees it at once.
    ask(first, "* SET status :again", " 761 ");
    second.send("PART #random");
    second.expect(" PART ");
    second.join("#random");
    second.expect(" BATCH \\+\\S+ metadata #random$");
    second.expect("METADATA dora status \\* :again$");
    second.expect(" BATCH -");
    ask(second, "#random SYNC", "METADATA dora (status|display-name) ");
}

// Another server (Ergo before 2.19.0) showed the metadata of channels to people who weren't in them.
TEST_F(Profiles, OfAChannelAreForItsMembersAndChangedByItsOperators) {
    auto const frida = server_->add_person(owner_, "frida");
    auto const gustav = server_->add_person(owner_, "gustav");
    auto operator_ = server_->irc("operator_"), stranger = server_->irc("stranger");
    enter(operator_, frida);
    enter(stranger, gustav);
    operator_.join("#secret-plans");
    ask(operator_, "#secret-plans SET homepage :https://example.org/plans", " 761 frida #secret-plans homepage ");
    ask(operator_, "#secret-plans SET pronouns :they", "FAIL METADATA KEY_NO_PERMISSION #secret-plans pronouns :");
    ask(operator_, "#secret-plans LIST", " 761 frida #secret-plans homepage ");
    for (std::string const channel : {"#secret-plans", "#no-such-channel"}) {
        auto const refused = "FAIL METADATA INVALID_TARGET " + channel + " :No such channel or person";
        ask(stranger, channel + " GET homepage", refused);
        ask(stranger, channel + " LIST", refused);
        ask(stranger, channel + " SYNC", refused);
        ask(stranger, channel + " SET homepage :https://example.org", refused);
        ask(stranger, channel + " CLEAR", refused);
    }
    ask(stranger, "* SUB homepage", " 770 ");
    ask(operator_, "#secret-plans SET homepage :https://example.org/more", " 761 ");
    stranger.expect_silence_about("secret-plans");
    // A member may read and not write.
    stranger.join("#secret-plans");
    stranger.expect("METADATA #secret-plans homepage \\* :https://example.org/more$");
    ask(stranger, "#secret-plans GET homepage", " 761 gustav #secret-plans homepage ");
    ask(stranger, "#secret-plans SET homepage :https://evil.example",
        "FAIL METADATA KEY_NO_PERMISSION #secret-plans homepage :");
}

TEST_F(Profiles, TheWebReadsAndChangesThemAndTheGatewayTells) {
    auto const hanna = server_->add_person(owner_, "hanna");
    auto rest = server_->http(hanna);
    WsClient gateway(server_->ports().https, "/api/v1/gateway");
    gateway.expect_op("hello");
    gateway.send({{"op", "identify"}, {"token", owner_.token}});
    gateway.expect_op("ready");
    auto const changed = rest.expect(
        200, rest.patch(
                 "/api/v1/accounts/me/profile",
                 {{"values", {{"avatar", "https://example.org/h.png"}, {"display-name", "Hanna"}, {"bot", nullptr}}}}
             )
    );
    EXPECT_EQ(
        changed.at("values"), (nlohmann::json{{"avatar", "https://example.org/h.png"}, {"display-name", "Hanna"}})
    );
    auto const event = gateway.expect([](nlohmann::json const& frame) {
        return frame.value("t", "") == "member.updated" && frame.at("d").at("values").contains("avatar");
    });
    EXPECT_EQ(event.at("d").at("username"), "hanna");
    EXPECT_EQ(event.at("d").at("values").at("avatar"), "https://example.org/h.png");
    auto others = server_->http(owner_);
    EXPECT_EQ(others.get("/api/v1/accounts/HANNA/profile").json().at("values").at("display-name"), "Hanna");
    EXPECT_EQ(others.get("/api/v1/accounts/nobody/profile").status, 404U);
    EXPECT_EQ(server_->http().get("/api/v1/accounts/hanna/profile").status, 401U);

    for (nlohmann::json const& body : std::vector<nlohmann::json>{
             {{"values", {{"color", "red"}}}},
             {{"values", {{"color", 7}}}},
             {{"values", {{"Bad key", "x"}}}},
             {{"values", {{"status", "two\nlines"}}}},
             {{"values", "x"}},
             {{"color", "#ffffff"}},
             nlohmann::json::array()
         }) {
        auto const answer = rest.patch("/api/v1/accounts/me/profile", body);
        EXPECT_EQ(answer.status, 400U) << body << answer.text();
    }
}
