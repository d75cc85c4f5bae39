// SPDX-License-Identifier: GPL-2.0-or-later
// One certificate on four ports, replaced while people are connected.
#include "support/alloquyd.hpp"
#include "support/mumble_client.hpp"
#include "support/ws_client.hpp"

#include <alloquy/crypto/certificate.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace alloquy::test;

namespace {

alloquy::crypto::CertificatePair make_pair(std::string const& name) {
    auto pair = alloquy::crypto::make_self_signed(name, {name, "localhost", "127.0.0.1"});
    if (!pair) throw std::runtime_error(pair.error().message);
    return *pair;
}

/// As a deploy hook of certbot does: files beside, then renamed. The key is readable by its owner alone.
void install(TempDir const& folder, alloquy::crypto::CertificatePair const& pair) {
    write_text(folder / "new.key", pair.key_pem);
    chmod((folder / "new.key").c_str(), 0600);
    write_text(folder / "new.crt", pair.certificate_pem);
    std::filesystem::rename(folder / "new.key", folder / "server.key");
    std::filesystem::rename(folder / "new.crt", folder / "server.crt");
}

std::string shown_at(std::uint16_t port) {
    try {
        return Socket(port, Security::tls).fingerprint();
    } catch (std::exception const& error) {
        return error.what();
    }
}

}  // namespace

TEST(Certificates, TheSelfSignedPairIsMadeOnceAndItsFingerprintPrinted) {
    Alloquyd server;
    auto const fingerprint = shown_at(server.ports().https);
    EXPECT_NE(server.process().standard_error().find(fingerprint), std::string::npos) << server.log();
    for (auto port : {server.ports().irc, server.ports().mumble, server.ports().turn_tls})
        EXPECT_EQ(shown_at(port), fingerprint) << "port " << port;
    auto irc = server.irc("olive");
    irc.send("CAP LS 302");
    EXPECT_EQ(irc.expect(" CAP \\S+ LS :").find("sts="), std::string::npos)
        << "STS is a promise that this pair can't keep";
    server.stop();
    server.start();
    EXPECT_EQ(shown_at(server.ports().https), fingerprint);
}

TEST(Certificates, AReplacedPairShowsOnAllFourPortsAndNobodyIsDropped) {
    TempDir folder;
    auto const first = make_pair("first.test"), second = make_pair("second.test");
    install(folder, first);
    // The data directory's server drops to another user when started as root, so this also shows that a key which only
    // root may read is taken over at the start. For the renewal below the key must be readable by that user.
    Alloquyd server(
        {.settings =
             {"tls.certificate=" + (folder / "server.crt").string(), "tls.key=" + (folder / "server.key").string()}}
    );
    std::vector<std::uint16_t> const doors{
        server.ports().https, server.ports().irc, server.ports().mumble, server.ports().turn_tls
    };
    for (auto port : doors) EXPECT_EQ(shown_at(port), fingerprint_of(first.certificate_pem)) << "port " << port;

    auto const owner = server.add_owner();
    auto irc = server.irc("olive");
    irc.send("CAP LS 302");
    EXPECT_NE(irc.expect(" CAP \\S+ LS :").find("sts="), std::string::npos) << irc.transcript();
    irc.send("CAP END");
    auto chat = server.irc("olive");
    chat.enter_with_password(owner.username, owner.password);
    MumbleClient voice(server.ports().mumble, {.username = owner.username, .password = owner.password});
    ASSERT_FALSE(voice.sign_in());
    WsClient gateway(server.ports().https, "/api/v1/gateway");
    gateway.expect_op("hello");
    gateway.send({{"op", "identify"}, {"token", owner.token}, {"client", "test"}});
    gateway.expect_op("ready");

    write_text(folder / "new.key", second.key_pem);
    chmod((folder / "new.key").c_str(), 0644);
    write_text(folder / "new.crt", second.certificate_pem);
    std::filesystem::rename(folder / "new.key", folder / "server.key");
    std::filesystem::rename(folder / "new.crt", folder / "server.crt");
    for (auto port : doors) {
        std::string seen;
        wait_until(
            "the new certificate at port " + std::to_string(port),
            [&] { return (seen = shown_at(port)) == fingerprint_of(second.certificate_pem); }, [&] { return seen; }
        );
    }
    chat.expect_silence_about("ERROR");
    voice.ping();
    gateway.send({{"op", "heartbeat"}});
    gateway.expect_op("heartbeat_ack");
}

TEST(Certificates, AHalfReplacedPairLeavesTheOldOneInPlace) {
    TempDir folder;
    auto const first = make_pair("first.test"), second = make_pair("second.test");
    install(folder, first);
    Alloquyd server(
        {.settings =
             {"tls.certificate=" + (folder / "server.crt").string(), "tls.key=" + (folder / "server.key").string()}}
    );
    write_text(folder / "new.crt", second.certificate_pem);
    std::filesystem::rename(folder / "new.crt", folder / "server.crt");
    server.process().wait_for_line("tls\\.(certificate|key)|certificate.*(match|belong|read)");
    for (auto port : {server.ports().https, server.ports().irc, server.ports().mumble, server.ports().turn_tls})
        EXPECT_EQ(shown_at(port), fingerprint_of(first.certificate_pem)) << "port " << port;
}

TEST(Certificates, ARenewedKeyThatOnlyRootMayReadIsNamedInTheLogAndTheOldPairStays) {
    if (geteuid() != 0) GTEST_SKIP() << "only a server started by root gives root up";
    TempDir folder;
    chmod(folder.path().c_str(), 0755);
    auto const first = make_pair("first.test"), second = make_pair("second.test");
    install(folder, first);
    Alloquyd server(
        {.settings =
             {"tls.certificate=" + (folder / "server.crt").string(), "tls.key=" + (folder / "server.key").string()}}
    );
    install(folder, second);
    server.process().wait_for_line("the old certificate stays: tls\\.key: .*server\\.key.*[Pp]ermission denied");
    for (auto port : {server.ports().https, server.ports().irc, server.ports().mumble, server.ports().turn_tls})
        EXPECT_EQ(shown_at(port), fingerprint_of(first.certificate_pem)) << "port " << port;
    // What the operator does then.
    chmod((folder / "server.key").c_str(), 0644);
    wait_until("the new certificate", [&] {
        return shown_at(server.ports().https) == fingerprint_of(second.certificate_pem);
    });
}
