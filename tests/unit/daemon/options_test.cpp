// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.hpp"

#include "support/error_of.hpp"

#include <gtest/gtest.h>

namespace alloquy::daemon {
namespace {

using namespace std::chrono_literals;
using test::error_of;

std::expected<Options, Usage> read(std::vector<char const*> arguments) {
    arguments.insert(arguments.begin(), "alloquyd");
    return read_options(int(arguments.size()), arguments.data());
}

TEST(CommandLine, HasEveryCommand) {
    for (auto const& [arguments, command] : std::vector<std::pair<std::vector<char const*>, Command>>{
             {{"serve"}, Command::serve},
             {{"check-config"}, Command::check_config},
             {{"owner-link"}, Command::owner_link},
             {{"invite"}, Command::invite},
             {{"doctor"}, Command::doctor},
             {{"user", "add", "alice"}, Command::user_add},
             {{"user", "list"}, Command::user_list},
             {{"user", "suspend", "alice"}, Command::user_suspend},
             {{"user", "ban", "alice"}, Command::user_ban},
             {{"user", "reactivate", "alice"}, Command::user_reactivate},
             {{"user", "delete", "alice"}, Command::user_delete},
             {{"user", "reset-password", "alice"}, Command::user_reset_password},
             {{"leaf", "add", "alice"}, Command::leaf_add},
             {{"leaf", "list"}, Command::leaf_list},
             {{"leaf", "remove", "alice"}, Command::leaf_remove},
             {{"user", "export", "alice"}, Command::user_export},
             {{"user", "delete-messages", "alice"}, Command::user_delete_messages},
             {{"messages", "rotate-key"}, Command::messages_rotate_key},
             {{"messages", "status"}, Command::messages_status},
         }) {
        auto options = read(arguments);
        ASSERT_TRUE(options) << options.error().text;
        EXPECT_EQ(options->command, command) << arguments.front();
        if (arguments.size() == 3) EXPECT_EQ(options->username, "alice");
    }
}

TEST(CommandLine, KeepsOverridesInOrder) {
    auto options =
        read({"serve", "--config", "/c.toml", "--data", "/d", "--set", "http.port=1", "--set", "http.port=2"});
    ASSERT_TRUE(options) << options.error().text;
    EXPECT_EQ(options->config, "/c.toml");
    EXPECT_EQ(options->data, "/d");
    EXPECT_EQ(options->overrides, (std::vector<std::string>{"http.port=1", "http.port=2"}));
}

TEST(CommandLine, TakesAnOverrideWithCommasSpacesAndQuotesAsItIs) {
    auto options = read({"serve", "--set", "turn.listen=10.0.0.1,::1", "--set", "server.name=Our \"home\", [x]"});
    ASSERT_TRUE(options) << options.error().text;
    EXPECT_EQ(
        options->overrides, (std::vector<std::string>{"turn.listen=10.0.0.1,::1", "server.name=Our \"home\", [x]"})
    );
}

TEST(CommandLine, ReadsWhatTheCommandsTake) {
    auto invite = read({"invite", "--uses", "3", "--expires", "7d", "--note", "for friends", "--json"});
    ASSERT_TRUE(invite);
    EXPECT_EQ(invite->uses, 3);
    EXPECT_EQ(invite->expires, "7d");
    EXPECT_EQ(invite->note, "for friends");
    EXPECT_TRUE(invite->json);
    auto add = read({"user", "add", "alice", "--owner", "--password-stdin", "--data", "/d"});
    ASSERT_TRUE(add);
    EXPECT_TRUE(add->owner);
    EXPECT_TRUE(add->password_stdin);
    EXPECT_EQ(add->data, "/d");
    auto suspend = read({"user", "suspend", "alice", "--reason", "spam", "--for", "12h"});
    ASSERT_TRUE(suspend);
    EXPECT_EQ(suspend->reason, "spam");
    EXPECT_EQ(suspend->until, "12h");
}

TEST(CommandLine, TakesNoPasswordAsAnArgument) {
    EXPECT_FALSE(read({"user", "add", "alice", "--password", "secret"}));
    EXPECT_FALSE(read({"user", "add", "alice", "secret"}));
}

TEST(CommandLine, MistakesEndWithStatusTwoAndAHint) {
    for (std::vector<char const*> arguments : std::vector<std::vector<char const*>>{
             {},
             {"sevre"},
             {"serve", "--port", "1"},
             {"user"},
             {"user", "add"},
             {"invite", "--uses", "0"},
             {"invite", "--uses", "many"},
             {"serve", "--config"},
         }) {
        auto options = read(arguments);
        ASSERT_FALSE(options);
        EXPECT_EQ(options.error().status, 2);
        EXPECT_FALSE(options.error().text.empty());
    }
}

TEST(CommandLine, HelpAndVersionAreNoMistakes) {
    auto help = read({"--help"});
    ASSERT_FALSE(help);
    EXPECT_EQ(help.error().status, 0);
    for (auto const* part : {"serve", "check-config", "owner-link", "invite", "user", "doctor"})
        EXPECT_NE(help.error().text.find(part), std::string::npos) << part;
    auto version = read({"--version"});
    ASSERT_FALSE(version);
    EXPECT_EQ(version.error().status, 0);
    EXPECT_EQ(version.error().text, "alloquyd " ALLOQUY_VERSION "\n");
}

TEST(Duration, IsANumberAndAUnit) {
    EXPECT_EQ(parse_duration("7d"), 7 * 24h);
    EXPECT_EQ(parse_duration("12h"), 12h);
    EXPECT_EQ(parse_duration("30m"), 30min);
    EXPECT_EQ(parse_duration("90s"), 90s);
    EXPECT_EQ(parse_duration("100000d"), 100000 * 24h);
    for (auto const* text :
         {"", "d", "7", "7 d", "-7d", "+7d", "0d", "1.5h", "7w", "7D", "100001d", "99999999999d", "7d "})
        EXPECT_EQ(error_of(parse_duration(text)).code, Errc::invalid_input) << text;
}

}  // namespace
}  // namespace alloquy::daemon
