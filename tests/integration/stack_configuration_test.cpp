// SPDX-License-Identifier: GPL-2.0-or-later
// What an operator is told about a wrong setting, a taken port, a bad data directory.
#include "support/alloquyd.hpp"
#include "support/free_ports.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

using namespace alloquy::test;

namespace {

/// alloquyd that is expected to end by itself; returns how, and what it said.
CommandResult refused_start(AlloquydOptions options) {
    options.wait_until_ready = false;
    Alloquyd server(std::move(options));
    auto const ended = server.process().wait();
    return {
        ended.signal ? 128 + ended.signal : ended.code, server.process().standard_output(),
        server.process().standard_error(), server.log()
    };
}

/// Listens on a port, as another program would.
class Squatter {
public:
    explicit Squatter(std::uint16_t port, int type = SOCK_STREAM) : fd_(socket(AF_INET, type | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
            (type == SOCK_STREAM && listen(fd_, 5) != 0))
            throw std::runtime_error("can't take the port");
    }
    ~Squatter() { close(fd_); }
    Squatter(Squatter const&) = delete;
    Squatter& operator=(Squatter const&) = delete;

private:
    int fd_;
};

}  // namespace

TEST(Configuration, ATypoIsNamedWithItsPlaceAndWhatWasMeant) {
    TempDir folder;
    write_text(folder / "alloquy.toml", "[server]\nname = \"Test\"\n\n[http]\nprot = 1234\n");
    auto const result = refused_start({.config = folder / "alloquy.toml"});
    EXPECT_NE(result.code, 0);
    EXPECT_NE(result.err.find("alloquy.toml:5"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("http.prot"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("http.port"), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
}

TEST(Configuration, ABadValueIsNamedWithWhatIsAllowed) {
    auto const result = refused_start({.settings = {"accounts.registration=sometimes"}});
    EXPECT_NE(result.code, 0);
    for (auto part : {"accounts.registration", "open", "invite", "approval", "closed"})
        EXPECT_NE(result.err.find(part), std::string::npos) << part << " in: " << result.err;
}

TEST(Configuration, ATakenPortEndsTheStartAndNamesTheSetting) {
    struct Case {
        std::uint16_t Ports::* port;
        std::string setting;
        int type;
    };
    for (auto const& taken : {
             Case{&Ports::https, "http.port", SOCK_STREAM},
             Case{&Ports::irc, "irc.port", SOCK_STREAM},
             Case{&Ports::mumble, "mumble.port", SOCK_STREAM},
             Case{&Ports::mumble, "mumble.port", SOCK_DGRAM},
             Case{&Ports::turn, "turn.port", SOCK_DGRAM},
             Case{&Ports::turn_tls, "turn.tls_port", SOCK_STREAM},
         }) {
        SCOPED_TRACE(taken.setting);
        auto const ports = Ports::choose();
        Squatter other(ports.*taken.port, taken.type);
        auto const result = refused_start({.ports = ports});
        EXPECT_NE(result.code, 0);
        EXPECT_EQ(result.out, "");
        EXPECT_NE(result.err.find(taken.setting), std::string::npos) << result.err;
        EXPECT_NE(result.err.find(std::to_string(ports.*taken.port)), std::string::npos) << result.err;
        for (auto port : {ports.https, ports.irc, ports.mumble, ports.turn, ports.turn_tls}) {
            if (port != ports.*taken.port) {
                EXPECT_FALSE(accepts(port)) << "port " << port << " was left open";
            }
        }
    }
}

TEST(Configuration, ADataDirectoryThatIsAFileIsRefusedByName) {
    TempDir folder;
    write_text(folder / "data", "not a folder");
    auto const result = refused_start({.data = folder / "data"});
    EXPECT_NE(result.code, 0);
    EXPECT_NE(result.err.find((folder / "data").string()), std::string::npos) << result.err;
    EXPECT_EQ(read_text(folder / "data"), "not a folder");
}

TEST(Configuration, AnUnwritableDataDirectoryIsRefusedByName) {
    auto const result = refused_start({.data = "/proc/alloquy-data"});
    EXPECT_NE(result.code, 0);
    EXPECT_NE(result.err.find("/proc/alloquy-data"), std::string::npos) << result.err;
}

TEST(Configuration, CheckConfigAcceptsTheShippedFile) {
    auto const result = run(
        {ALLOQUYD_BINARY, "check-config", "--config", ALLOQUY_SOURCE_DIR "/config/alloquy.toml", "--data",
         "/nonexistent-data"}
    );
    EXPECT_EQ(result.code, 0) << result.all;
    EXPECT_NE(result.out.find("http.port"), std::string::npos) << result.all;
}

TEST(Configuration, ADamagedChildConfigurationHealsAtItsNextStart) {
    Alloquyd server;
    auto const owner = server.add_owner();
    for (auto const& entry : std::filesystem::directory_iterator(server.data() / "children" / "inspircd"))
        if (entry.path().extension() == ".conf") write_text(entry.path(), "<garbage");
    auto const pid = server.component_pid(owner, "inspircd");
    kill(pid, SIGKILL);
    server.wait_for_restart(owner, "inspircd", pid);
    server.irc("olive").enter_with_password(owner.username, owner.password);
}

TEST(Configuration, NoSecretStandsInTheLogOrOnACommandLine) {
    Alloquyd server({.settings = {"log.level=debug"}});
    auto const owner = server.add_owner("olive", "a-password-nobody-may-see");
    server.irc("olive").enter_with_password(owner.username, owner.password);
    std::string const log = server.log();
    for (auto const& secret : {owner.password, owner.token})
        EXPECT_EQ(log.find(secret), std::string::npos) << "a secret is in the log";
    EXPECT_EQ(log.find("Password for 'SuperUser' set to '"), std::string::npos)
        << "Murmur's SuperUser password is in the log";
    for (auto pid : descendants(server.process().pid())) {
        auto const line = read_text("/proc/" + std::to_string(pid) + "/cmdline");
        EXPECT_EQ(line.find("secret"), std::string::npos) << line;
        EXPECT_EQ(line.find("password"), std::string::npos) << line;
    }
}
