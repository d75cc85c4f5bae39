// SPDX-License-Identifier: GPL-2.0-or-later
// An unmodified console client from Debian, driven by keys in a terminal, talks through the whole stack.
#include "support/alloquyd.hpp"
#include "support/terminal.hpp"

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

/// WeeChat 4 renamed its "ssl" options to "tls".
std::string tls_word() {
    return run({"weechat", "--version"}).out.starts_with("3") ? "ssl" : "tls";
}

}  // namespace

TEST(IrcClients, WeeChatSignsInBySaslAndTalksWithAnotherClient) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice", "alice-has-a-long-password");
    auto bob = server.irc("bob");
    bob.enter_with_password(owner.username, owner.password);
    bob.send("JOIN #lobby");
    bob.expect(" 366 ");

    TempDir home;
    auto const tls = tls_word();
    Terminal weechat({"weechat", "--dir", (home / "weechat").string()});
    weechat.wait_for("Plugins loaded");
    weechat.type_line(
        "/server add home 127.0.0.1/" + std::to_string(server.ports().irc) + " -" + tls + " -no" + tls +
        "_verify -nicks=alice -sasl_mechanism=plain -sasl_username=alice -sasl_password=" + alice.password +
        " -autojoin=#lobby"
    );
    weechat.wait_for("[Ss]erver added: home");
    weechat.type_line("/connect home");
    bob.expect("(^| ):alice!\\S+ JOIN ");
    weechat.wait_for("#lobby");

    bob.send("WHOIS alice");
    bob.expect(" 330 \\S+ alice alice ");

    weechat.type_line("hello from weechat, with ünïcode");
    bob.expect("(^| ):alice!\\S+ PRIVMSG #lobby :hello from weechat, with ünïcode$");
    bob.send("PRIVMSG #lobby :hello from the other side");
    weechat.wait_for("hello from the other side");

    weechat.type_line("/query " + owner.username);
    weechat.type_line("just between us");
    bob.expect("(^| ):alice!\\S+ PRIVMSG " + owner.username + " :just between us$");
    bob.send("PRIVMSG alice :and back");
    weechat.wait_for("and back");

    weechat.type_line("/quit bye");
    bob.expect("(^| ):alice!\\S+ QUIT ");
}

TEST(IrcClients, WeeChatIsToldWhenItsPasswordIsWrong) {
    Alloquyd server;
    auto const owner = server.add_owner();
    server.add_person(owner, "alice", "alice-has-a-long-password");
    TempDir home;
    auto const tls = tls_word();
    Terminal weechat({"weechat", "--dir", (home / "weechat").string()});
    weechat.wait_for("Plugins loaded");
    weechat.type_line(
        "/server add home 127.0.0.1/" + std::to_string(server.ports().irc) + " -" + tls + " -no" + tls +
        "_verify -nicks=alice -sasl_mechanism=plain -sasl_username=alice -sasl_password=wrong"
    );
    weechat.wait_for("[Ss]erver added: home");
    weechat.type_line("/connect home");
    weechat.wait_for("SASL authentication failed|authentication failed");
}
