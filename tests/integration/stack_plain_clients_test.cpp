// SPDX-License-Identifier: GPL-2.0-or-later
// Everybody else's clients beside one that knows all we have: WeeChat and irssi from Debian, driven by keys, and the
// least client that RFC 1459 allows. They hold one conversation, and none of them sees anything but what people said.
#include "support/alloquyd.hpp"
#include "support/terminal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

using namespace alloquy::test;

namespace {

constexpr char const* kEverything =
    "message-tags server-time account-tag account-notify away-notify batch labeled-response echo-message extended-join "
    "draft/chathistory draft/event-playback draft/multiline draft/read-marker draft/message-redaction standard-replies "
    "setname";

/// What a client that asked for nothing may be sent: RFC 1459, section 4, and numerics.
std::string complaint_about(std::string const& line) {
    static std::regex const shape("^(:\\S+ )?([A-Z]+|[0-9]{3}) ?(.*)$");
    static std::regex const known(
        "PING|PONG|NOTICE|PRIVMSG|JOIN|PART|QUIT|NICK|MODE|TOPIC|KICK|INVITE|KILL|WALLOPS|ERROR|[0-9]{3}"
    );
    std::smatch match;
    if (line.size() > 510) return "is longer than 512 bytes";
    if (!std::regex_match(line, match, shape)) return "isn't a line of IRC";
    std::string const command = match[2], parameters = match[3];
    if (!std::regex_match(command, known)) return "has a command that RFC 1459 doesn't know";
    if (std::ranges::any_of(line, [](unsigned char c) { return c < ' ' && c != 1; })) return "has control characters";
    static std::regex const text("^\\S+ :.*\\S.*$");
    if ((command == "PRIVMSG" || command == "NOTICE") && !std::regex_match(parameters, text)) return "says nothing";
    static std::regex const one("^:?\\S+$");
    if (command == "JOIN" && !std::regex_match(parameters, one)) return "is a JOIN with more than a channel";
    static std::regex const vendor("msgid=|time=20|n-3-0\\.github\\.io|draft/|\\+typing|BATCH|CHATHISTORY [A-Z]");
    // 005 lists what the server can.
    if (command != "005" && std::regex_search(line, vendor)) return "shows what is meant for other clients";
    return {};
}

std::vector<std::string> received(IrcClient const& client) {
    std::vector<std::string> lines;
    std::istringstream transcript(client.transcript());
    for (std::string line; std::getline(transcript, line);)
        if (line.starts_with("  < ")) lines.push_back(line.substr(4));
    return lines;
}

/// What must never stand on a screen. Where clients report about the server they also name what it can.
enum class Window { conversation, server };
void expect_no_garbage(Terminal& terminal, std::string const& where, Window window = Window::conversation) {
    static std::regex const garbage(
        "TAGMSG|BATCH|MARKREAD|REDACT|msgid=|\\+typing|\\+n-3-0|[Uu]nknown command|not found:|\xEF\xBF\xBD"
    );
    static std::regex const names("draft/|CHATHISTORY|n-3-0\\.github\\.io");
    auto const screen = terminal.screen();
    std::smatch match;
    bool const clean = !std::regex_search(screen, match, garbage) &&
                       (window == Window::server || !std::regex_search(screen, match, names));
    EXPECT_TRUE(clean) << where << " shows '" << match.str() << "':\n" << screen;
}

/// The client that knows everything.
class Modern {
public:
    Modern(Alloquyd& server, Person const& person) : client(server.irc(person.username)), name_(person.username) {
        client.send("CAP LS 302");
        client.expect(R"( CAP \S+ LS :)");
        client.enter_knowing(kEverything, person.username, person.password);
    }

    /// Says it, and waits until it is stored. Its id.
    std::string say(std::string const& target, std::string const& text, std::string const& tags = {}) {
        client.send((tags.empty() ? "" : "@" + tags + " ") + "PRIVMSG " + target + " :" + text);
        return id_in(client.expect("msgid=.*:" + name_ + "!\\S+ PRIVMSG " + target + " :"));
    }
    /// One message of several lines. Its id.
    std::string say_lines(std::string const& target, std::vector<std::pair<std::string, bool>> const& lines) {
        client.send("BATCH +lines draft/multiline " + target);
        for (auto const& [text, joined] : lines)
            client.send(
                std::string("@batch=lines") + (joined ? ";draft/multiline-concat" : "") + " PRIVMSG " + target + " :" +
                text
            );
        client.send("BATCH -lines");
        return id_in(client.expect("msgid=.* BATCH \\+\\S+ draft/multiline "));
    }
    static std::string id_in(std::string const& line) {
        std::smatch match;
        static std::regex const id("msgid=([0-9]+)");
        if (!std::regex_search(line, match, id)) throw std::runtime_error("no msgid in " + line);
        return match[1];
    }

    IrcClient client;

private:
    std::string name_;
};

std::string port_of(Alloquyd const& server) {
    return std::to_string(server.ports().irc);
}

/// WeeChat 4 renamed its "ssl" options to "tls".
void sign_in_weechat(Terminal& weechat, Alloquyd const& server, Person const& person) {
    std::string const tls = run({"weechat", "--version"}).out.starts_with("3") ? "ssl" : "tls";
    weechat.wait_for("Plugins loaded");
    weechat.type_line(
        "/server add home 127.0.0.1/" + port_of(server) + " -" + tls + " -no" + tls +
        "_verify -nicks=" + person.username + " -sasl_mechanism=plain -sasl_username=" + person.username +
        " -sasl_password=" + person.password + " -autojoin=#lobby"
    );
    weechat.wait_for("[Ss]erver added: home");
    weechat.type_line("/connect home");
}

void sign_in_irssi(Terminal& irssi, Alloquyd const& server, Person const& person) {
    irssi.wait_for("\\[\\(status\\)\\]|Irssi v");
    irssi.type_line(
        "/network add -nick " + person.username + " -sasl_mechanism PLAIN -sasl_username " + person.username +
        " -sasl_password " + person.password + " home"
    );
    irssi.wait_for("Network home saved");
    irssi.type_line("/server add -tls -notls_verify -network home 127.0.0.1 " + port_of(server));
    irssi.wait_for("Server 127.0.0.1 saved");
    irssi.type_line("/connect home");
}

}  // namespace

TEST(PlainClients, HoldAConversationWithAModernOneAndSeeNoGarbage) {
    Alloquyd server;
    auto const owner = server.add_owner();
    // A password without spaces: irssi's command line takes it as one word.
    std::string const password = "a-long-enough-password";
    auto const carol = server.add_person(owner, "carol", password), wendy = server.add_person(owner, "wendy", password),
               ivan = server.add_person(owner, "ivan", password), mini = server.add_person(owner, "mini", password);

    Modern modern(server, carol);
    auto& client = modern.client;
    client.send("JOIN #lobby");
    client.expect(" 366 ");
    auto least = server.irc("mini");
    least.send("PASS mini:" + password);
    least.enter("mini");
    least.send("JOIN #lobby");
    least.expect(" 366 ");
    TempDir home;
    Terminal weechat({"weechat", "--dir", (home / "weechat").string()});
    Terminal irssi({"irssi", "--home", (home / "irssi").string()});
    sign_in_weechat(weechat, server, wendy);
    client.expect(":wendy!\\S+ JOIN #lobby");
    sign_in_irssi(irssi, server, ivan);
    // Its modes in the status bar: it is registered. Signed in comes before, and then it can't join yet.
    irssi.wait_for("ivan\\(\\+");
    irssi.type_line("/join #lobby");
    client.expect(":ivan!\\S+ JOIN #lobby");
    auto const all_see = [&](std::string const& text) {
        least.expect(text);
        weechat.wait_for(text);
        irssi.wait_for(text);
    };

    // Everybody hears everybody.
    weechat.type_line("greetings from weechat, ünïcode and all");
    irssi.type_line("greetings from irssi");
    least.send("PRIVMSG #lobby :greetings from the least client");
    auto const question = Modern::id_in(client.expect(" PRIVMSG #lobby :greetings from the least client"));
    weechat.wait_for("greetings from the least client");
    weechat.wait_for("greetings from irssi");
    irssi.wait_for("greetings from weechat, ünïcode and all");
    irssi.wait_for("greetings from the least client");
    modern.say("#lobby", "greetings from the modern one");
    all_see("greetings from the modern one");
    modern.say(
        "#lobby",
        "\x01"
        "ACTION waves\x01"
    );
    least.expect(
        ":carol!\\S+ PRIVMSG #lobby :\x01"
        "ACTION waves\x01$"
    );
    weechat.wait_for("carol waves");
    irssi.wait_for("carol waves");

    // A message of several lines, one of them blank, and one that was too long for a line.
    modern.say_lines("#lobby", {{"first of three", false}, {"", false}, {"third of three", false}});
    least.expect(":carol!\\S+ PRIVMSG #lobby :first of three$");
    all_see("third of three");
    weechat.wait_for("first of three");
    irssi.wait_for("first of three");
    std::string const words = "wörds of an endless line ";
    std::string half;
    while (half.size() < 300) half += words;
    modern.say_lines("#lobby", {{half, false}, {half + "its end", true}});
    all_see("its end");

    // What only modern clients know: nobody else is told of it.
    client.send("@+typing=active TAGMSG #lobby");
    client.send("@+draft/react=👍;+reply=" + question + " TAGMSG #lobby");
    Modern::id_in(client.expect("msgid=.* TAGMSG :?#lobby"));
    client.send("MARKREAD #lobby timestamp=2026-01-01T00:00:00.000Z");
    client.expect(" MARKREAD #lobby ");
    client.send("AWAY :thinking");
    client.expect(" 306 ");
    client.send("SETNAME :Carol the Modern");
    client.expect(" SETNAME :");
    client.send("AWAY");
    client.expect(" 305 ");

    // A reply is what it says; an edit is a line more; a redaction takes nothing from a screen.
    modern.say("#lobby", "an answer to the least of us", "+reply=" + question);
    all_see("an answer to the least of us");
    auto const typo = modern.say("#lobby", "speling");
    all_see("speling");
    modern.say("#lobby", "spelling", "+n-3-0.github.io/edit=" + typo);
    all_see("\\* spelling");
    auto const oops = modern.say("#lobby", "said too much");
    all_see("said too much");
    client.send("REDACT #lobby " + oops + " :oops");
    client.expect(" REDACT #lobby " + oops);

    // Between two, in both directions, and to somebody who is away.
    modern.say("wendy", "between you and me");
    weechat.wait_for("[0-9]\\. +carol");
    modern.say("ivan", "between us two");
    modern.say_lines("mini", {{"two lines", false}, {"for you", false}});
    least.expect(":carol!\\S+ PRIVMSG mini :two lines$");
    least.expect(":carol!\\S+ PRIVMSG mini :for you$");
    least.send("PRIVMSG carol :understood");
    client.expect(":mini!\\S+ PRIVMSG carol :understood$");
    least.send("PRIVMSG olive :read this when you are back");
    least.expect_silence_about(" 401 ");
    least.send("PRIVMSG nobody-at-all :hello?");
    least.expect(" 401 mini nobody-at-all ");
    weechat.type_line("/query carol");
    weechat.wait_for("between you and me");
    weechat.type_line("heard in weechat");
    client.expect(":wendy!\\S+ PRIVMSG carol :heard in weechat$");
    expect_no_garbage(weechat, "WeeChat's query");
    irssi.type_line("/window goto carol");
    irssi.wait_for("between us two");
    irssi.type_line("heard in irssi");
    client.expect(":ivan!\\S+ PRIVMSG carol :heard in irssi$");
    expect_no_garbage(irssi, "irssi's query");

    // Somebody who comes back plain isn't flooded with what happened meanwhile.
    least.send("QUIT :back soon");
    client.expect(":mini!\\S+ QUIT ");
    least.expect_close();
    modern.say("mini", "missed by mini");
    auto again = server.irc("mini, again");
    again.send("PASS mini:" + password);
    again.enter("mini");
    again.send("JOIN #lobby");
    again.expect(" 366 ");
    again.expect_silence_about("PRIVMSG");
    client.expect(":mini!\\S+ JOIN #lobby ");

    // The modern one finds in the history what the others wrote, and nothing that they didn't.
    client.send("CHATHISTORY LATEST #lobby * 100");
    client.expect(" BATCH \\+\\S+ chathistory #lobby");
    std::vector<std::string> texts;
    for (;;) {
        auto const line = client.expect("PRIVMSG #lobby :|BATCH -");
        if (auto const text = line.find("PRIVMSG #lobby :"); text != std::string::npos)
            texts.push_back(line.substr(text + 16));
        else if (line.find("BATCH -a") != std::string::npos && texts.size() > 5 && texts.back() == "spelling")
            break;
    }
    auto const count = [&](std::string const& text) { return std::ranges::count(texts, text); };
    EXPECT_EQ(count("greetings from weechat, ünïcode and all"), 1);
    EXPECT_EQ(count("greetings from irssi"), 1);
    EXPECT_EQ(count("greetings from the least client"), 1);
    EXPECT_EQ(count("speling"), 0);
    EXPECT_EQ(count("spelling"), 1);
    EXPECT_EQ(count("said too much"), 0);

    for (auto const* one : {&least, &again})
        for (auto const& line : received(*one)) EXPECT_EQ(complaint_about(line), "") << line;
    weechat.type_line("/buffer #lobby");
    weechat.wait_for("greetings from the modern one");
    expect_no_garbage(weechat, "WeeChat's channel");
    weechat.type_line("/buffer home");
    weechat.wait_for("Welcome to");
    expect_no_garbage(weechat, "WeeChat's server window", Window::server);
    weechat.type_line("/buffer core.weechat");
    weechat.wait_for("Plugins loaded");
    expect_no_garbage(weechat, "WeeChat's core window", Window::server);
    irssi.type_line("/window goto #lobby");
    irssi.wait_for("greetings from the modern one");
    expect_no_garbage(irssi, "irssi's channel");
    irssi.type_line("/window goto 1");
    irssi.wait_for("End of");
    expect_no_garbage(irssi, "irssi's status window", Window::server);
}
