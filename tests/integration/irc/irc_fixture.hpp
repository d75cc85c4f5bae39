// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge with the real InspIRCd, from the shipped templates, and clients that speak to it.
#pragma once
#include "support/child_runner.hpp"
#include "support/fake_directory.hpp"
#include "support/free_ports.hpp"
#include "support/irc_client.hpp"

#include <alloquy/irc/bridge.hpp>
#include <alloquy/irc/inspircd.hpp>

#include <gtest/gtest.h>

namespace alloquy::test {

ClientCertificate make_certificate(std::string const& name);

class IrcFixture : public testing::Test {
protected:
    static void SetUpTestSuite();

    IrcFixture();
    ~IrcFixture() override;

    /// Makes bridge and child from `settings` and waits until InspIRCd proves ready.
    void start();
    irc::BridgeStatus status();
    std::unique_ptr<IrcClient> connect(std::string name, Security security = Security::tls);
    /// Connected and signed in by SASL PLAIN.
    std::unique_ptr<IrcClient> enter(std::string const& account, std::string const& password);

    TempDir folder;
    std::uint16_t port = free_ports(2);
    irc::InspircdSettings settings;
    FakeDirectory directory;
    base::Id alice = 0, bob = 0;
    IoThread io;
    std::unique_ptr<irc::Bridge> bridge;
    std::unique_ptr<async::TaskGroup> tasks;
    std::unique_ptr<irc::InspircdChild> child;
    std::string module_secret;  ///< What our module will show at its link.
    std::unique_ptr<ChildRunner> server;
    std::string version;
};

}  // namespace alloquy::test
