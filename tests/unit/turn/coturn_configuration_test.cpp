// SPDX-License-Identifier: GPL-2.0-or-later
#include "coturn_configuration.hpp"

#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

namespace alloquy::turn {
namespace {

class CoturnConfiguration : public testing::Test {
protected:
    CoturnConfiguration() {
        settings.directory = "/data/children/coturn";
        settings.certificate = "/data/tls/live.crt";
        settings.key = "/data/tls/live.key";
        settings.realm = "chat.example.org";
    }
    Result<std::string> render() {
        return render_turnserver_conf(
            test::read_text(ALLOQUY_SOURCE_DIR "/config/coturn/turnserver.conf.in"), settings, {1234, "cli secret"}
        );
    }
    std::string refused_field() {
        auto conf = render();
        return conf ? "accepted" : conf.error().field;
    }
    CoturnSettings settings;
};

TEST_F(CoturnConfiguration, FillsTheShippedTemplate) {
    settings.listen = {"192.0.2.1", "2001:db8::1"};
    settings.external_ip = "198.51.100.7/192.0.2.1";
    settings.allowed_peers = {"10.0.0.0/8", "192.0.2.1", "10.1.0.1-10.1.0.9"};
    auto conf = render();
    ASSERT_TRUE(conf) << conf.error().message;
    for (auto const* line : {
             "\nlistening-ip=192.0.2.1\nlistening-ip=2001:db8::1\n",
             "\nrelay-ip=192.0.2.1\nrelay-ip=2001:db8::1\n",
             "\nexternal-ip=198.51.100.7/192.0.2.1\n",
             "\nlistening-port=3478\n",
             "\ntls-listening-port=5349\n",
             "\nmin-port=49160\nmax-port=49999\n",
             "\nrealm=chat.example.org\n",
             "\ncli-port=1234\n",
             "\ncli-password=cli secret\n",
             "\nallowed-peer-ip=10.0.0.0-10.255.255.255\nallowed-peer-ip=192.0.2.1\n",
             "\nallowed-peer-ip=10.1.0.1-10.1.0.9\n",
             "\nuserdb=/data/children/coturn/turndb.sqlite\n",
             "\ndenied-peer-ip=169.254.0.0-169.254.255.255\n",
             "\ndenied-peer-ip=127.0.0.0-127.255.255.255\n",
         })
        EXPECT_TRUE(conf->contains(line)) << line << "\n" << *conf;
    EXPECT_FALSE(conf->contains("\nallow-loopback-peers"));
    EXPECT_FALSE(conf->contains("\nstatic-auth-secret")) << "secrets are in the database only";
}

TEST_F(CoturnConfiguration, ListensEverywhereWithoutAddressesOrWithAWildcard) {
    for (auto const& listen : {std::vector<std::string>{}, {"0.0.0.0"}, {"::"}, {"127.0.0.1", "::"}}) {
        settings.listen = listen;
        EXPECT_TRUE(listens_everywhere(settings));
        auto conf = render();
        ASSERT_TRUE(conf);
        EXPECT_FALSE(conf->contains("\nlistening-ip"));
        EXPECT_FALSE(conf->contains("\nrelay-ip"));
    }
}

TEST_F(CoturnConfiguration, OpensLoopbackOnlyWhenItIsAllowed) {
    for (auto const* peer : {"127.0.0.1", "127.0.0.0/8", "::1", "0.0.0.0/0", "::/0"}) {
        settings.allowed_peers = {peer};
        EXPECT_TRUE(render()->contains("\nallow-loopback-peers")) << peer;
    }
    settings.allowed_peers = {"126.255.255.255", "128.0.0.0/8", "::2"};
    EXPECT_FALSE(render()->contains("\nallow-loopback-peers"));
}

TEST_F(CoturnConfiguration, NamesTheSettingThatIsWrong) {
    settings.listen = {"localhost"};
    EXPECT_EQ(refused_field(), "turn.listen");
    settings.listen = {"127.0.0.1\nno-auth"};
    EXPECT_EQ(refused_field(), "turn.listen");
    settings.listen = {"fe80::1%eth0"};
    EXPECT_EQ(refused_field(), "turn.listen");
    settings.listen.clear();
    for (auto const* peer : {"", "x", "10.0.0.0/33", "10.0.0.9-10.0.0.1", "10.0.0.1-::1", "10.0.0.1\nno-auth", "-"}) {
        settings.allowed_peers = {peer};
        EXPECT_EQ(refused_field(), "turn.allowed_peers") << peer;
    }
    settings.allowed_peers.clear();
    settings.external_ip = "example.org";
    EXPECT_EQ(refused_field(), "turn.external_ip");
    settings.external_ip = "1.2.3.4/x";
    EXPECT_EQ(refused_field(), "turn.external_ip");
    settings.external_ip.clear();
    settings.relay_ports = {50000, 49000};
    EXPECT_EQ(refused_field(), "turn.relay_ports");
    settings.relay_ports = {80, 90};
    EXPECT_EQ(refused_field(), "turn.relay_ports");
    settings.relay_ports = {50000, 50010};
    settings.tls_port = settings.port;
    EXPECT_EQ(refused_field(), "turn.tls_port");
    settings.tls_port = 5349;
    settings.realm = "two\nlines";
    EXPECT_EQ(refused_field(), "server.host");
    settings.realm = "fine";
    EXPECT_EQ(refused_field(), "accepted");
}

}  // namespace
}  // namespace alloquy::turn
