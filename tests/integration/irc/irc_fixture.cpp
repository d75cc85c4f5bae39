// SPDX-License-Identifier: GPL-2.0-or-later
#include "irc_fixture.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/certificate.hpp>

#include <csignal>
#include <cstdlib>

namespace alloquy::test {
namespace {

/// Another InspIRCd than the installed one, to test a version that this machine doesn't have.
std::string from_environment(char const* name, std::string otherwise) {
    auto const* value = std::getenv(name);
    return value ? value : otherwise;
}

/// Read before root is dropped: the build folder may be out of reach afterwards.
std::string& module_bytes() {
    static std::string bytes;
    return bytes;
}

}  // namespace

ClientCertificate make_certificate(std::string const& name) {
    auto pair = crypto::make_self_signed(name, {name}).value();
    return {pair.certificate_pem, pair.key_pem};
}

void IrcFixture::SetUpTestSuite() {
    if (module_bytes().empty())
        module_bytes() = read_text(from_environment("ALLOQUY_TEST_INSPIRCD_OUR_MODULE", ALLOQUY_IRC_MODULE));
    if (std::getenv("ALLOQUY_TEST_DEBUG")) log::configure(log::Level::debug, log::Format::text);
    drop_root();
    ASSERT_TRUE(crypto::initialize());
}

IrcFixture::IrcFixture() {
    for (auto name : {"tls", "keys"}) std::filesystem::create_directories(folder / name);
    auto pair = make_certificate("localhost");
    write_text(folder / "tls/live.crt", pair.certificate_pem);
    write_text(folder / "tls/live.key", pair.key_pem);
    write_text(folder / "m_alloquy.so", module_bytes());
    settings.directory = folder / "children/inspircd";
    settings.keys = folder / "keys";
    settings.templates = private_templates(folder) / "inspircd";
    settings.module = folder / "m_alloquy.so";
    settings.certificate = folder / "tls/live.crt";
    settings.key = folder / "tls/live.key";
    settings.program = from_environment("ALLOQUY_TEST_INSPIRCD", settings.program);
    settings.distribution_modules = from_environment("ALLOQUY_TEST_INSPIRCD_MODULES", settings.distribution_modules);
    settings.host = "localhost";
    settings.name = "Grüße \"aus\" <hier> & dort";
    settings.listen = {"127.0.0.1"};
    settings.port = port;
    settings.plain_port = std::uint16_t(port + 1);
    settings.sign_in_url = "https://localhost:8443/";
    alice = directory.add("Alice", "correct horse");
    bob = directory.add("bob", "battery staple");
}

IrcFixture::~IrcFixture() {
    if (server && server->running()) server->stop(SIGTERM);
    server.reset();
    if (bridge)
        io.run([](IrcFixture* self) -> Task<int> {
            self->bridge->stop();
            co_await self->tasks->stop(std::chrono::seconds(3));
            EXPECT_EQ(self->tasks->size(), 0U) << "tasks of the bridge don't end";
            self->bridge.reset();
            self->tasks.reset();
            co_return 0;
        }(this));
}

void IrcFixture::start() {
    io.call([this] {
        bridge = std::make_unique<irc::Bridge>(
            io.executor(), directory, base::system_clock(),
            irc::BridgeSettings{.guests = settings.guests, .sign_in_url = settings.sign_in_url}
        );
        tasks = std::make_unique<async::TaskGroup>(io.executor(), "test");
        bridge->start(*tasks);
        auto loaded = irc::InspircdChild::load(settings, *bridge);
        if (!loaded) throw std::runtime_error(loaded.error().message);
        child = std::move(*loaded);
        child->module_starts = [this](std::filesystem::path const&, std::string const& secret) {
            module_secret = secret;
            return Result<>();
        };
        return 0;
    });
    server = std::make_unique<ChildRunner>(io, *child);
    version = server->start();
}

irc::BridgeStatus IrcFixture::status() {
    return io.call([this] { return bridge->status(); });
}

std::unique_ptr<IrcClient> IrcFixture::connect(std::string name, Security security) {
    return std::make_unique<IrcClient>(
        std::move(name), security == Security::tls ? settings.port : settings.plain_port, security
    );
}

std::unique_ptr<IrcClient> IrcFixture::enter(std::string const& account, std::string const& password) {
    auto client = connect(account);
    client->enter_with_password(account, password);
    return client;
}

}  // namespace alloquy::test
