// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

namespace alloquy::daemon {
namespace {

using test::error_of;
using Overrides = std::vector<std::string>;

Result<Config> read(std::string_view toml, Overrides const& overrides = {}) {
    return read_config(toml, "alloquy.toml", overrides);
}

/// The message that refuses the file; empty if it was taken.
std::string refusal(std::string_view toml, Overrides const& overrides = {}) {
    auto config = read(toml, overrides);
    return config ? "" : config.error().message;
}

testing::AssertionResult says(std::string const& message, std::vector<std::string> const& parts) {
    for (auto const& part : parts)
        if (message.find(part) == std::string::npos)
            return testing::AssertionFailure() << "\"" << message << "\" lacks \"" << part << "\"";
    return testing::AssertionSuccess();
}

TEST(Configuration, TakesWhatTheFileSays) {
    auto config = read(R"(
[server]
name = "Our café"
host = "chat.example.org"
[http]
port = 443
tls = false
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
[irc]
guests = "on"
[turn]
relay_ports = "50000-50100"
[log]
level = "debug"
format = "json"
)");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->server.name, "Our caf\xC3\xA9");
    EXPECT_EQ(config->http.port, 443);
    EXPECT_FALSE(config->http.tls);
    EXPECT_EQ(config->http.trusted_proxies, (std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"}));
    EXPECT_TRUE(config->irc.guests);
    EXPECT_EQ(config->turn.relay_ports, (std::pair<std::uint16_t, std::uint16_t>{50000, 50100}));
    EXPECT_EQ(config->log.level, log::Level::debug);
    EXPECT_EQ(config->log.format, log::Format::json);
    EXPECT_EQ(config->irc.port, 6697);  // the rest keeps its default
}

TEST(Configuration, MakesThePublicAddressFromHostAndPort) {
    EXPECT_EQ(read("", {"server.host=chat.example.org"})->http.public_url, "https://chat.example.org:8443");
    EXPECT_EQ(read("", {"server.host=chat.example.org", "http.port=443"})->http.public_url, "https://chat.example.org");
    EXPECT_EQ(
        read("", {"server.host=chat.example.org", "http.port=80", "http.tls=false"})->http.public_url,
        "http://chat.example.org"
    );
    EXPECT_EQ(read("", {"server.host=::1"})->http.public_url, "https://[::1]:8443");
    EXPECT_EQ(read("", {"http.public_url=https://example.org"})->http.public_url, "https://example.org");
    EXPECT_EQ(read("", {"http.port=9000"})->http.files_port, 9001);
    EXPECT_EQ(read("", {"http.port=65535"})->http.files_port, 65534);
    EXPECT_FALSE(read("")->server.host.empty());
}

TEST(Configuration, NamesFileAndLineOfATypoAndWhatWasMeant) {
    EXPECT_TRUE(
        says(refusal("[http]\n\nprot = 8443\n"), {"alloquy.toml:3: ", "'http.prot'", "did you mean 'http.port'"})
    );
    EXPECT_TRUE(says(refusal("[htpt]\nport = 1\n"), {"alloquy.toml:2: ", "did you mean 'http.port'"}));
    EXPECT_TRUE(says(refusal("[server]\nfavourite_colour = 1\n"), {"alloquy.toml:2: ", "server.name", "server.host"}));
    EXPECT_TRUE(says(refusal("wrong = 1\n"), {"alloquy.toml:1: ", "'wrong'", "config/alloquy.toml"}));
    EXPECT_EQ(error_of(read("[http]\nprot = 1\n")).reason, "unknown_setting");
    EXPECT_EQ(error_of(read("[http]\nprot = 1\n")).field, "http.prot");
}

TEST(Configuration, CutsAnUnknownNameOfAnyLengthShort) {
    auto message = refusal(std::string(4000, 'a') + " = 1\n");
    EXPECT_TRUE(says(message, {"alloquy.toml:1: ", "unknown setting"}));
    EXPECT_LT(message.size(), 500U);
}

TEST(Configuration, SaysWhatAValueMayBe) {
    EXPECT_TRUE(says(refusal("[http]\nport = 70000\n"), {"alloquy.toml:2: ", "http.port", "'70000'", "1 to 65535"}));
    EXPECT_TRUE(says(refusal("[http]\nport = 0\n"), {"1 to 65535"}));
    EXPECT_TRUE(says(refusal("[http]\nport = -1\n"), {"1 to 65535"}));
    EXPECT_TRUE(says(refusal("[log]\nlevel = \"loud\"\n"), {"log.level", "'loud'", "trace, debug, info, warn, error"}));
    EXPECT_TRUE(says(refusal("[accounts]\nregistration = \"Open\"\n"), {"open, invite, approval, closed"}));
    EXPECT_TRUE(says(refusal("[accounts]\npassword_memory_kib = 100\n"), {"8192 to 1048576"}));
    EXPECT_TRUE(says(refusal("[http]\nlisten = \"localhost\"\n"), {"http.listen", "IP address"}));
    EXPECT_TRUE(says(refusal("[http]\npublic_url = \"https://x.example/\"\n"), {"http.public_url", "without a slash"}));
    EXPECT_TRUE(says(refusal("[tls]\ncertificate = \"relative.pem\"\n"), {"tls.certificate", "absolute path"}));
    for (auto const* range : {"1-2", "50000", "50100-50000", "50000-70000", "-", "a-b", "50000-50100-1"})
        EXPECT_TRUE(says(
            refusal("[turn]\nrelay_ports = \"" + std::string(range) + "\"\n"), {"turn.relay_ports", "1024 to 65535"}
        ));
    EXPECT_TRUE(says(refusal("[server]\nname = \"\"\n"), {"server.name", "1 to 64 bytes"}));
    EXPECT_TRUE(says(refusal("[server]\nname = \"two\\nlines\"\n"), {"server.name", "one line"}));
    EXPECT_TRUE(says(refusal("[server]\nhost = \"a b\"\n"), {"server.host", "host name"}));
    EXPECT_EQ(error_of(read("[http]\nport = 70000\n")).reason, "bad_setting");
}

TEST(Configuration, RefusesAValueOfTheWrongType) {
    EXPECT_TRUE(says(refusal("[http]\nport = \"8443\"\n"), {"alloquy.toml:2: http.port", "number without quotes"}));
    EXPECT_TRUE(says(refusal("[http]\nport = 8443.0\n"), {"http.port", "whole number"}));
    EXPECT_TRUE(says(refusal("[http]\nport = true\n"), {"http.port", "number"}));
    EXPECT_TRUE(says(refusal("[http]\ntls = \"true\"\n"), {"http.tls", "true or false without quotes"}));
    EXPECT_TRUE(says(refusal("[http]\ntls = 1\n"), {"http.tls", "true or false"}));
    EXPECT_TRUE(says(refusal("[server]\nname = 5\n"), {"server.name", "text in quotes"}));
    EXPECT_TRUE(says(refusal("[log]\nlevel = 1979-05-27\n"), {"log.level"}));
    EXPECT_TRUE(says(refusal("[irc]\nguests = true\n"), {"irc.guests", "off, on"}));
    EXPECT_TRUE(says(refusal("[http]\nport = {a = 1}\n"), {"alloquy.toml:2: http.port", "not a table"}));
    EXPECT_TRUE(says(refusal("http = 5\n"), {"alloquy.toml:1: ", "'http'"}));
    EXPECT_TRUE(says(refusal("[[http]]\nport = 1\n"), {"alloquy.toml:1: ", "'http'"}));
}

TEST(Configuration, TakesAListOnlyWhereOneIsMeant) {
    EXPECT_TRUE(says(refusal("[http]\nport = [1, 2]\n"), {"http.port", "one value, not a list"}));
    EXPECT_TRUE(says(refusal("[http]\ntrusted_proxies = [[\"::1\"]]\n"), {"http.trusted_proxies"}));
    EXPECT_TRUE(
        says(refusal("[http]\ntrusted_proxies = [\"::1\", \"nonsense\"]\n"), {"http.trusted_proxies", "'nonsense'"})
    );
    EXPECT_TRUE(says(refusal("[http]\ntrusted_proxies = [\"10.0.0.0/33\"]\n"), {"10.0.0.0/33"}));
    EXPECT_TRUE(says(refusal("[http]\nallowed_origins = [\"https://a.example/path\"]\n"), {"http.allowed_origins"}));
    EXPECT_TRUE(says(refusal("[http]\nallowed_origins = [\"https://a,b\"]\n"), {"http.allowed_origins"}));
    EXPECT_EQ(read("[http]\ntrusted_proxies = \"::1\"\n")->http.trusted_proxies, std::vector<std::string>{"::1"});
    EXPECT_TRUE(read("[http]\nallowed_origins = []\n")->http.allowed_origins.empty());
}

TEST(Configuration, RefusesBrokenTomlWithItsPlace) {
    EXPECT_TRUE(says(refusal("[http\nport = 1\n"), {"alloquy.toml:1:"}));
    EXPECT_TRUE(says(refusal("[http]\nport = 1\nport = 2\n"), {"alloquy.toml:3:"}));
    EXPECT_TRUE(says(refusal("[http]\nport = \n"), {"alloquy.toml:2:"}));
    EXPECT_EQ(error_of(read("=\n")).reason, "bad_toml");
    EXPECT_FALSE(read("[server]\nname = \"\xFF\"\n"));
    EXPECT_FALSE(read(std::string("\0", 1)));
    EXPECT_TRUE(says(refusal(std::string(1024 * 1024 + 1, ' ')), {"larger than 1 MiB"}));
    std::string deep = "a";
    for (int part = 0; part < 200'000; ++part) deep += ".a";
    EXPECT_TRUE(says(refusal("[http]\n" + deep + " = 1\n"), {"alloquy.toml:2:", "4096 bytes"}));
}

TEST(Configuration, RefusesAPortUsedTwice) {
    EXPECT_TRUE(says(refusal("[irc]\nport = 8443\n"), {"http.port", "irc.port", "8443"}));
    EXPECT_TRUE(says(refusal("", {"turn.tls_port=6697"}), {"irc.port", "turn.tls_port", "6697"}));
    EXPECT_EQ(refusal("", {"turn.enabled=false", "turn.tls_port=6697"}), "") << "what is off takes no port";
    EXPECT_EQ(refusal("", {"mumble.enabled=false", "mumble.port=6697"}), "");
    EXPECT_TRUE(says(refusal("", {"irc.module_listen=0.0.0.0:6697"}), {"irc.port", "irc.module_listen", "6697"}));
}

TEST(Configuration, TakesAnAddressAndPortForLeaves) {
    for (auto const* good : {"", "0.0.0.0:6700", "[::]:6700", "[2001:db8::1]:1"})
        EXPECT_EQ(refusal("", {std::string("irc.module_listen=") + good}), "") << good;
    for (auto const* bad : {"6700", "::6700", "[::]", "[0.0.0.0]:6700", "host:6700", "0.0.0.0:0", "0.0.0.0:65536"})
        EXPECT_TRUE(says(refusal("", {std::string("irc.server_listen=") + bad}), {"irc.server_listen", "address:port"}))
            << bad;
}

TEST(Configuration, RefusesHalfATlsPair) {
    auto without_key = read("", {"tls.certificate=/etc/ssl/a.pem"});
    EXPECT_EQ(error_of(without_key).field, "tls.key");
    auto without_certificate = read("", {"tls.key=/etc/ssl/a.key"});
    EXPECT_EQ(error_of(without_certificate).field, "tls.certificate");
    EXPECT_EQ(refusal("", {"tls.certificate=/a.pem", "tls.key=/a.key"}), "");
}

TEST(Configuration, KeepsAcmeForLater) {
    EXPECT_EQ(refusal("[tls]\nacme = false\n"), "");
    EXPECT_TRUE(says(refusal("[tls]\nacme = true\n"), {"tls.acme", "not available yet"}));
    EXPECT_TRUE(says(refusal("", {"tls.acme=true"}), {"tls.acme"}));
}

TEST(Override, WinsOverTheFileAndTheLastOneWins) {
    auto config = read("[http]\nport = 1000\n", {"http.port=2000", "http.port=3000"});
    ASSERT_TRUE(config);
    EXPECT_EQ(config->http.port, 3000);
}

TEST(Override, ConvertsRawTextToTheTypeOfItsSetting) {
    auto config = read("", {"http.tls=false", "server.name=a = b", "irc.guests=on", "limits.connections=99"});
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_FALSE(config->http.tls);
    EXPECT_EQ(config->server.name, "a = b");
    EXPECT_TRUE(config->irc.guests);
    EXPECT_EQ(config->limits.connections, 99U);
}

TEST(Override, SeparatesAListByCommas) {
    EXPECT_EQ(read("", {"turn.listen=10.0.0.1, ::1"})->turn.listen, (std::vector<std::string>{"10.0.0.1", "::1"}));
    EXPECT_TRUE(read("", {"http.allowed_origins="})->http.allowed_origins.empty());
}

TEST(Override, IsNamedWhenItIsWrong) {
    EXPECT_TRUE(says(refusal("", {"http.prot=1"}), {"--set http.prot: ", "did you mean 'http.port'"}));
    EXPECT_TRUE(says(refusal("", {"http.port=many"}), {"--set http.port: ", "'many'", "1 to 65535"}));
    EXPECT_TRUE(says(refusal("", {"http.port"}), {"--set http.port: ", "section.key=value"}));
    EXPECT_TRUE(says(refusal("", {""}), {"--set"}));
    EXPECT_TRUE(says(refusal("", {"=1"}), {"--set"}));
}

TEST(Override, OfEverySettingShowsWhatItSet) {
    auto config = read("");
    ASSERT_TRUE(config);
    for (auto const& setting : all_settings()) {
        auto value = show_setting(*config, setting.key);
        EXPECT_EQ(refusal("", {std::string(setting.key) + "=" + value}), "") << setting.key << "=" << value;
        EXPECT_FALSE(setting.allowed.empty()) << setting.key;
    }
}

TEST(SetSetting, ChangesOneSettingOrNothing) {
    auto config = *read("");
    ASSERT_TRUE(set_setting(config, "accounts.registration", "open"));
    EXPECT_EQ(show_setting(config, "accounts.registration"), "open");
    EXPECT_EQ(error_of(set_setting(config, "accounts.registration", "everybody")).field, "accounts.registration");
    EXPECT_EQ(show_setting(config, "accounts.registration"), "open");
    EXPECT_EQ(error_of(set_setting(config, "accounts.regstration", "open")).reason, "unknown_setting");
}

}  // namespace
}  // namespace alloquy::daemon
