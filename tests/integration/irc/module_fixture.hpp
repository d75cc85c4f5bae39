// SPDX-License-Identifier: GPL-2.0-or-later
// The real InspIRCd with our module and the services link, and a test at the far end of the module link.
#pragma once
#include "irc_fixture.hpp"
#include "module_server.hpp"

namespace alloquy::test {

class ModuleFixture : public IrcFixture {
protected:
    /// InspIRCd serves and its module is welcomed.
    void start_linked() {
        start();
        module.listen(settings.directory / "module.sock");
        auto const hello = module.accept();
        ASSERT_EQ(hello[2], module_secret);
        module.welcome();
        module.expect_silence_about(FrameType::hello);
    }
    /// Signed in, with these capabilities besides the usual ones (sasl, server-time, message-tags, account-tag,
    /// echo-message).
    std::unique_ptr<IrcClient> enter_with(
        std::string const& account, std::string const& password, std::string const& capabilities
    ) {
        auto client = enter(account, password);
        request(*client, capabilities);
        return client;
    }
    /// bob without any capability.
    std::unique_ptr<IrcClient> enter_plain() {
        auto client = connect("bob");
        client->send("PASS bob:battery staple");
        client->enter("bob");
        return client;
    }
    static void request(IrcClient& client, std::string const& capabilities) {
        client.send("CAP REQ :" + capabilities);
        client.expect(" CAP .* ACK ");
    }
    /// Both in #room; Alice first.
    void join_both(IrcClient& first, IrcClient& second) {
        first.send("JOIN #room");
        first.expect(" 366 ");
        second.send("JOIN #room");
        second.expect(" 366 ");
        first.expect("JOIN :?#room");
    }

    ModuleServer module;
};

/// The value of a tag of a line; "" without it.
inline std::string tag_of(std::string const& line, std::string const& name) {
    auto const tags = line.starts_with('@') ? ";" + line.substr(1, line.find(' ') - 1) + ";" : std::string();
    auto const at = tags.find(";" + name + "=");
    if (at == std::string::npos) return {};
    auto const begin = at + name.size() + 2;
    return tags.substr(begin, tags.find(';', begin) - begin);
}

}  // namespace alloquy::test
