// SPDX-License-Identifier: GPL-2.0-or-later
// What the Mumble stories share: the real Murmur with its bridge, and people in front of it.
#pragma once
#include "support/child_runner.hpp"
#include "support/fake_directory.hpp"
#include "support/free_ports.hpp"
#include "support/mumble_client.hpp"

#include <alloquy/crypto/certificate.hpp>
#include <alloquy/mumble/bridge.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace alloquy {

using namespace std::chrono_literals;
using test::MumbleClient;

constexpr unsigned kWrongUserPassword = 3;
constexpr unsigned kWrongServerPassword = 4;

inline test::ClientCertificate make_certificate(std::string const& name) {
    auto pair = crypto::make_self_signed(name, {name}).value();
    return {pair.certificate_pem, pair.key_pem};
}

class MumbleBridge : public testing::Test {
protected:
    static void SetUpTestSuite() {
        test::drop_root();
        ASSERT_TRUE(crypto::initialize());
    }

    MumbleBridge() {
        std::filesystem::create_directories(folder / "tls");
        write_certificate(make_certificate("first"));
        settings.directory = folder / "murmur";
        settings.templates = test::private_templates(folder);
        settings.certificate = folder / "tls/live.crt";
        settings.key = folder / "tls/live.key";
        settings.listen = {"127.0.0.1"};
        settings.port = port;
        settings.server_name = "Grüße \"aus\" 日本 \\ ; a=b, c";
        settings.welcome_text = "Willkommen <b>hier</b>;\n100 % = alles";
        alice = directory.add("Alice", "correct horse");
        bob = directory.add("bob", "battery staple");
    }
    ~MumbleBridge() override {
        if (bridge) stop_bridge();
    }

    void write_certificate(test::ClientCertificate const& pair) {
        test::write_text(folder / "tls/live.crt", pair.certificate_pem);
        test::write_text(folder / "tls/live.key", pair.key_pem);
    }
    void start_bridge() {
        io.call([this] {
            bridge = std::make_unique<mumble::Bridge>(
                io.executor(), directory, *child, mumble::BridgeSettings{}, base::system_clock()
            );
            tasks = std::make_unique<async::TaskGroup>(io.executor(), "test");
            EXPECT_TRUE(bridge->start(*tasks));
            return 0;
        });
    }
    void stop_bridge() {
        io.run([](MumbleBridge* self) -> Task<int> {
            co_await self->tasks->stop(3s);
            self->bridge->stop();
            co_return 0;
        }(this));
        bridge.reset();
    }
    void start() {
        child = std::make_unique<mumble::MurmurChild>(settings);
        start_bridge();
        murmur = std::make_unique<test::ChildRunner>(io, *child);
        version = murmur->start();
    }
    bool attached() {
        return io.call([this] { return bridge->attached(); });
    }
    std::size_t connected() {
        return io.call([this] { return bridge->connected_users(); });
    }
    /// Why the sign-in was refused, or 0.
    unsigned try_sign_in(std::string name, std::string password, std::optional<test::ClientCertificate> cert = {}) {
        MumbleClient client(port, {std::move(name), std::move(password), std::move(cert)});
        auto refusal = client.sign_in();
        return refusal ? refusal->type : 0;
    }

    test::TempDir folder;
    std::uint16_t port = test::free_ports();
    mumble::MurmurSettings settings;
    test::FakeDirectory directory;
    base::Id alice = 0, bob = 0;
    test::IoThread io;
    std::unique_ptr<mumble::MurmurChild> child;
    std::unique_ptr<mumble::Bridge> bridge;
    std::unique_ptr<async::TaskGroup> tasks;
    std::unique_ptr<test::ChildRunner> murmur;
    std::string version;
};

}  // namespace alloquy
