// SPDX-License-Identifier: GPL-2.0-or-later
#include "silence_command.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace alloquy::chat {
namespace {

/// "+bob", "-bob", "list", or the field of an error.
std::string parsed(std::vector<std::string> const& parameters) {
    auto command = parse_silence(parameters);
    if (!command) return command.error().field;
    if (command->action == SilenceCommand::Action::list) return "list";
    return (command->action == SilenceCommand::Action::add ? "+" : "-") + command->name;
}

TEST(SilenceCommand, ListsWithoutAMask) {
    EXPECT_EQ(parsed({}), "list");
    EXPECT_EQ(parsed({""}), "list");
}

TEST(SilenceCommand, TakesThePersonFromAMask) {
    for (auto const* mask : {"+bob", "bob", "+bob!*@*", "+bob|2!*@*", "+bob!b@host.example", "+bob!*"})
        EXPECT_EQ(parsed({mask}), "+bob") << mask;
    for (auto const* mask : {"-bob", "-bob!*@*"}) EXPECT_EQ(parsed({mask}), "-bob") << mask;
    EXPECT_EQ(parsed({"+bob", ""}), "+bob");
}

TEST(SilenceCommand, RefusesMasksThatNameNobody) {
    for (std::string const mask : {"+*!*@*", "+", "-", "+b*b!*@*", "+b?b", "+!u@h", "+*@host", "+user@host", "+|2"})
        EXPECT_EQ(parsed({mask}), "mask") << mask;
    EXPECT_EQ(parsed({"+" + std::string(65, 'x')}), "mask");
    EXPECT_EQ(parsed({"+bob", "pn"}), "flags");
}

}  // namespace
}  // namespace alloquy::chat
