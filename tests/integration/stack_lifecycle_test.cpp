// SPDX-License-Identifier: GPL-2.0-or-later
// Start and end of the whole stack: what the operator sees, and what is left afterwards.
#include "support/alloquyd.hpp"
#include "support/free_ports.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

using namespace alloquy::test;

namespace {

void expect_nothing_left(Alloquyd& server, std::vector<pid_t> const& processes) {
    for (auto pid : processes) EXPECT_FALSE(alive(pid)) << "process " << pid << " lives on";
    EXPECT_TRUE(processes_with(server.data().string()).empty()) << "a process still works on the data directory";
    for (auto port : server.listening_ports()) EXPECT_FALSE(accepts(port)) << "port " << port << " still accepts";
}

}  // namespace

TEST(Lifecycle, TheReadyLineNamesEveryDoorAndAllOfThemAreOpen) {
    Alloquyd server;
    auto fields = server.ready();
    EXPECT_EQ(fields["url"], "https://localhost:" + std::to_string(server.ports().https));
    EXPECT_EQ(fields["irc"], "localhost:" + std::to_string(server.ports().irc));
    EXPECT_EQ(fields["mumble"], "localhost:" + std::to_string(server.ports().mumble));
    EXPECT_EQ(fields["turn"], "localhost:" + std::to_string(server.ports().turn));
    for (auto port : server.listening_ports()) EXPECT_TRUE(accepts(port)) << "port " << port;
    EXPECT_EQ(server.http().get("/healthz").status, 200u);
    EXPECT_EQ(server.http().get("/readyz").status, 200u);
    // stdout is for programs: the ready line and nothing else.
    EXPECT_EQ(server.process().standard_output().find("ready url="), 0u) << server.process().standard_output();
}

TEST(Lifecycle, CtrlCLeavesNoProcessAndNoListeningPort) {
    Alloquyd server;
    auto const children = descendants(server.process().pid());
    ASSERT_GE(children.size(), 3u) << "InspIRCd, Murmur and coturn";
    server.process().signal(SIGINT);
    EXPECT_EQ(server.process().wait(), (Ended{0, 0}));
    expect_nothing_left(server, children);
}

TEST(Lifecycle, TheOwnerLinkIsPrintedAndMakesTheOwnerOnce) {
    Alloquyd server;
    auto const token = server.owner_token();
    EXPECT_NE(server.process().standard_error().find("/owner#" + token), std::string::npos) << server.log();
    EXPECT_NE(server.http().get_page("/owner").body.find("<html"), std::string::npos);
    server.add_owner("olive");
    auto const again = server.http().post(
        "/api/v1/accounts", {{"username", "mallory"}, {"password", "a long enough password"}, {"invite", token}}
    );
    EXPECT_EQ(again.status, 403u) << again.text();
    EXPECT_NE(server.command({"owner-link"}).code, 0);
}

TEST(Lifecycle, ASecondServerOnTheSameDataIsRefusedAndTheFirstGoesOn) {
    Alloquyd first;
    auto const second = first.command({"serve"});
    EXPECT_NE(second.code, 0);
    EXPECT_NE(second.err.find(first.data().string()), std::string::npos) << second.err;
    EXPECT_TRUE(first.process().running());
    EXPECT_EQ(first.http().get("/readyz").status, 200u);
}

TEST(Lifecycle, ChildrenThatOutliveAKilledServerAreEndedByTheNext) {
    Alloquyd server;
    auto const owner = server.add_owner();
    std::vector<pid_t> leftovers;
    for (auto name : {"inspircd", "murmur", "coturn"}) leftovers.push_back(server.component_pid(owner, name));
    // A stopped process does not see that its parent died: the leftovers that the promise is about.
    for (auto pid : leftovers) stop_process(pid);
    server.kill_hard();
    for (auto pid : leftovers) EXPECT_TRUE(alive(pid));
    server.start();
    for (auto pid : leftovers) EXPECT_FALSE(alive(pid)) << "leftover " << pid << " lives on";
    EXPECT_EQ(server.sign_in(owner.username, owner.password).status, 201u);
}

TEST(Lifecycle, AnAcknowledgedAccountOutlivesAKillOfEverything) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto const children = descendants(server.process().pid());
    for (auto pid : children) kill(pid, SIGKILL);
    server.kill_hard();
    server.start();
    EXPECT_EQ(server.http(alice).get("/api/v1/accounts/me").status, 200u);
    server.irc("alice").enter_with_password(alice.username, alice.password);
}

TEST(Lifecycle, ServesFromADataDirectoryBelowAFolderThatIsClosedToOthers) {
    TempDir home;
    chmod(home.path().c_str(), 0700);
    Alloquyd server({.data = home / "alloquy"});
    auto const owner = server.add_owner();
    server.irc("olive").enter_with_password(owner.username, owner.password);
    EXPECT_TRUE(std::filesystem::exists(home / "alloquy" / "alloquy.db"));
    struct stat status{};
    ASSERT_EQ(stat(home.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0700u) << "the closed folder was opened";
    auto const children = descendants(server.process().pid());
    server.stop();
    expect_nothing_left(server, children);
}

TEST(Lifecycle, RunsInstalledAsAnOrdinaryUser) {
    // The layout of the package, below a prefix that everybody may read.
    TempDir prefix;
    namespace fs = std::filesystem;
    fs::path const source = ALLOQUY_SOURCE_DIR;
    for (auto folder : {"bin", "lib/alloquy", "share/alloquy", "etc"}) fs::create_directories(prefix / folder);
    fs::copy_file(ALLOQUYD_BINARY, prefix / "bin/alloquyd");
    fs::copy_file(ALLOQUY_MODULE, prefix / "lib/alloquy/m_alloquy.so");
    fs::copy(source / "config", prefix / "share/alloquy/config", fs::copy_options::recursive);
    fs::copy_file(source / "config/alloquy.toml", prefix / "etc/alloquy.toml");
    fs::create_directory(prefix / "home");
    ASSERT_EQ(run({"chmod", "-R", "go=rX", prefix.path().string()}).code, 0);

    AlloquydOptions options{
        .data = prefix / "home/data", .binary = prefix / "bin/alloquyd", .config = prefix / "etc/alloquy.toml"
    };
    if (geteuid() == 0) {
        ASSERT_EQ(run({"chown", "nobody", (prefix / "home").string()}).code, 0);
        options.command_prefix = {"setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"};
    }
    Alloquyd server(std::move(options));
    auto const owner = server.add_owner();
    server.irc("olive").enter_with_password(owner.username, owner.password);
    EXPECT_EQ(server.http().get("/readyz").status, 200u);
}
