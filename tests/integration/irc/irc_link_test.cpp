// SPDX-License-Identifier: GPL-2.0-or-later
// The services link under trouble: cuts, restarts, certificates, configurations that can't work.
#include "irc_fixture.hpp"

#include <sys/stat.h>

#include <csignal>

namespace alloquy::test {
namespace {

using namespace std::chrono_literals;

class IrcLink : public IrcFixture {
protected:
    void cut_and_wait() {
        auto const before = status().links;
        io.call([&] {
            bridge->drop_link();
            return 0;
        });
        wait_until("the link is back", [&] { return status().links > before && status().synced; });
    }
};

TEST_F(IrcLink, ComesBackAfterACutAndStillKnowsEverybody) {
    start();
    auto first = enter("alice", "correct horse");
    auto second = enter("alice", "correct horse");
    second->send("JOIN #garden");
    second->expect(" 366 ");
    second->send("TOPIC #garden :Tomatoes, mostly");
    second->expect(" TOPIC ");
    cut_and_wait();
    auto const after = status();
    EXPECT_EQ(after.users, 2U);
    EXPECT_EQ(after.signed_in, 2U);
    io.call([&] {
        auto* channel = bridge->network().find_channel("#GARDEN");
        EXPECT_NE(channel, nullptr);
        if (!channel) return 0;
        EXPECT_EQ(channel->topic, "Tomatoes, mostly");
        EXPECT_EQ(channel->members.size(), 1U);
        EXPECT_EQ(channel->members.begin()->second, "o");
        EXPECT_NE(channel->modes.find('t'), std::string::npos) << channel->modes;
        auto* user = bridge->network().find_nick("alice|2");
        EXPECT_TRUE(user && user->account_id == alice && user->ip == "127.0.0.1");
        return 0;
    });
    // Nobody was renamed or dropped.
    first->expect_silence_about("NICK|ERROR");
    second->expect_silence_about("NICK|ERROR");
    // And the nicks are kept as before.
    first->send("QUIT");
    first->expect_close();
    wait_until("the next device takes the name", [&] {
        return io.call([&] {
            auto& network = bridge->network();
            return network.find_nick("Alice") != nullptr && network.find_nick("alice|2") == nullptr;
        });
    });
}

TEST_F(IrcLink, NoticesAfterACutWhatHappenedToAccountsMeanwhile) {
    directory.add_token(bob, "token-of-bob");
    auto carol = directory.add("carol", "third password");
    auto dave = directory.add("dave", "fourth password");
    start();
    auto suspended = enter("alice", "correct horse");
    auto revoked = connect("bob");
    revoked->enter_with_token("bob", "token-of-bob");
    auto renamed = enter("carol", "third password");
    auto deleted = enter("dave", "fourth password");
    wait_until("all are known", [&] { return status().signed_in == 4; });
    io.call([&] {
        bridge->drop_link();
        return 0;
    });
    io.call([&] {
        directory.suspend(alice, "spam");
        directory.revoke_token("token-of-bob");
        directory.rename(carol, "Caroline");
        directory.remove(dave);
        return 0;
    });
    suspended->expect_close();
    revoked->expect_close();
    deleted->expect_close();
    renamed->expect("NICK :?Caroline$");
}

TEST_F(IrcLink, SaysThatNobodyCanSignInWhileTheLinkIsDown) {
    start();
    io.call([&] {
        bridge->server_ended();
        return 0;
    });
    for (auto first : {"CAP LS", "PASS alice:correct horse"}) {
        auto client = connect("early");
        client->send(first);
        client->send("NICK alice");
        client->send("USER u 0 * :u");
        client->send("CAP END");
        EXPECT_NE(client->expect_close().find("at the moment"), std::string::npos) << client->transcript();
    }
}

TEST_F(IrcLink, ServesAgainAfterInspircdWasKilled) {
    start();
    auto client = enter("alice", "correct horse");
    server->stop(SIGKILL);
    EXPECT_FALSE(status().synced);
    client->expect_close();
    server->start();
    auto again = enter("alice", "correct horse");
    wait_until("one person is there", [&] { return status().users == 1 && status().signed_in == 1; });
}

TEST_F(IrcLink, EndsWellAtSigterm) {
    start();
    auto const ended = server->stop(SIGTERM);
    EXPECT_TRUE(child->ends_well_with(ended)) << "code " << ended.code << " signal " << ended.signal;
    EXPECT_FALSE(child->ends_well_with({.code = 2, .signal = 0})) << "2 is a refused configuration";
    EXPECT_FALSE(child->ends_well_with({.code = 0, .signal = SIGABRT}));
}

TEST_F(IrcLink, WorksInAFolderWithALongName) {
    // A unix socket's address has room for 107 bytes.
    settings.directory = folder / std::string(120, 'd') / "children/inspircd";
    start();
    enter("alice", "correct horse");
}

TEST_F(IrcLink, ShowsAReplacedCertificateWithoutDroppingAnybody) {
    start();
    auto client = enter("alice", "correct horse");
    auto const before = client->fingerprint();
    auto pair = make_certificate("localhost");
    write_text(settings.certificate, pair.certificate_pem);
    write_text(settings.key, pair.key_pem);
    server->signal(child->certificate_reload_signal());
    wait_until("the new certificate shows", [&] { return connect("look")->fingerprint() != before; });
    client->expect_silence_about("ERROR");
}

TEST_F(IrcLink, KeepsItsSecretsToItself) {
    start();
    auto const config = settings.directory / "inspircd.conf";
    struct stat status{};
    ASSERT_EQ(::stat(config.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat((settings.directory / "link.sock").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    auto const text = read_text(config);
    auto const begin = text.find("sendpass=\"") + 10;
    auto const password = text.substr(begin, text.find('"', begin) - begin);
    EXPECT_GE(password.size(), 40U);
    EXPECT_EQ(server->raw_lines().find(password), std::string::npos);
    server->stop(SIGTERM);
    server->start();
    EXPECT_EQ(read_text(config).find(password), std::string::npos) << "every start has a password of its own";
}

TEST_F(IrcLink, HealsDamagedFilesAtTheNextStart) {
    start();
    server->stop(SIGTERM);
    write_text(settings.directory / "inspircd.conf", "<nonsense");
    std::filesystem::remove_all(settings.directory / "modules");
    std::filesystem::create_symlink("/nowhere", settings.directory / "stray");
    write_text(settings.directory / "m_alloquy.so", "not a module");
    server->start();
    enter("alice", "correct horse");
}

TEST_F(IrcLink, NamesWhatIsMissing) {
    start();
    auto wrong = settings;
    wrong.program = "/nowhere/inspircd";
    auto loaded = irc::InspircdChild::load(wrong, *bridge);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("Debian package inspircd"), std::string::npos);
    wrong = settings;
    wrong.module = folder / "m_missing.so";
    wrong.directory = folder / "elsewhere";
    loaded = irc::InspircdChild::load(wrong, *bridge);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("m_missing.so"), std::string::npos);
}

TEST_F(IrcLink, RefusesTheLinkToWhoeverDoesNotKnowThePassword) {
    start();
    // Somebody else on the machine who got at the socket's folder: the bridge with a wrong password is such a one.
    io.call([&] {
        bridge->server_starts(settings.directory / "link.sock", "wrong");
        return 0;
    });
    auto const refused = io.run(bridge->probe());
    EXPECT_FALSE(refused);
    std::this_thread::yield();
    EXPECT_FALSE(status().synced);
    EXPECT_TRUE(server->running());
}

}  // namespace
}  // namespace alloquy::test
