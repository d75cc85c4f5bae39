// SPDX-License-Identifier: GPL-2.0-or-later
#include "murmur_configuration.hpp"

#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

namespace alloquy::mumble {
namespace {

class MurmurConfiguration : public testing::Test {
protected:
    MurmurConfiguration() {
        settings.directory = "/data/children/murmur";
        settings.certificate = "/data/tls/live.crt";
        settings.key = "/data/tls/live.key";
    }
    Result<std::string> render() {
        return render_murmur_ini(
            test::read_text(ALLOQUY_SOURCE_DIR "/config/murmur/murmur.ini.in"), settings, {"pass", "ice", 1234}
        );
    }
    std::string refused_field() {
        auto ini = render();
        return ini ? "accepted" : ini.error().field;
    }
    MurmurSettings settings;
};

TEST_F(MurmurConfiguration, FillsTheShippedTemplate) {
    settings.listen = {"127.0.0.1", "::1"};
    settings.server_name = R"(A "quoted" \ name; with = and, comma)";
    auto ini = render();
    ASSERT_TRUE(ini) << ini.error().message;
    for (auto const* line :
         {"\ndatabase=\"/data/children/murmur/murmur.sqlite\"\n", "\nhost=\"127.0.0.1 ::1\"\n", "\nport=64738\n",
          "\nserverpassword=\"pass\"\n", "\nautobanAttempts=0\n", "\nice=\"tcp -h 127.0.0.1 -p 1234\"\n",
          "\nicesecretread=\"ice\"\n", "\nicesecretwrite=\"ice\"\n", "\nsslCert=\"/data/tls/live.crt\"\n",
          "\nregisterName=\"A \\\"quoted\\\" \\\\ name; with = and, comma\"\n", "\nforceExternalAuth=false\n",
          "\nlogfile=\n"})
        EXPECT_TRUE(ini->contains(line)) << line << "\n" << *ini;
    EXPECT_GT(ini->find("[Ice]"), ini->find("icesecretwrite")) << "that section is the last";
}

TEST_F(MurmurConfiguration, QuotesSoThatQtReadsTheSameTextBack) {
    EXPECT_EQ(quote_for_qsettings("plain"), "\"plain\"");
    EXPECT_EQ(quote_for_qsettings("a\nb"), "\"a\\nb\"");
    EXPECT_EQ(quote_for_qsettings("ü"), "\"\\x00fc\"");
    EXPECT_EQ(quote_for_qsettings("üe!"), "\"\\x00fc\\x0065!\"") << "a hex digit must not join the escape";
    EXPECT_EQ(quote_for_qsettings("😀"), "\"\\xd83d\\xde00\"");
}

TEST_F(MurmurConfiguration, NamesTheSettingThatIsWrong) {
    settings.server_name = "two\r\nlines";
    EXPECT_EQ(refused_field(), "server.name");
    settings.server_name = "\xff";
    EXPECT_EQ(refused_field(), "server.name");
    settings.server_name = std::string(200, 'x');
    EXPECT_EQ(refused_field(), "server.name");
    settings.server_name = "fine";
    settings.listen = {"localhost"};
    EXPECT_EQ(refused_field(), "mumble.listen");
    settings.listen = {"127.0.0.1\nserverpassword="};
    EXPECT_EQ(refused_field(), "mumble.listen");
    settings.listen.clear();
    settings.users = 0;
    EXPECT_EQ(refused_field(), "mumble.users");
    settings.users = 10;
    settings.bandwidth = 1;
    EXPECT_EQ(refused_field(), "mumble.bandwidth");
    settings.bandwidth = 72000;
    settings.welcome_text = std::string("a\0b", 3);
    EXPECT_EQ(refused_field(), "mumble.welcome_text");
    settings.welcome_text.clear();
    EXPECT_EQ(refused_field(), "accepted");
}

TEST_F(MurmurConfiguration, RefusesATemplateThatLostASetting) {
    auto text = test::read_text(ALLOQUY_SOURCE_DIR "/config/murmur/murmur.ini.in");
    auto at = text.find("serverpassword=");
    text.erase(at, text.find('\n', at) - at);
    auto ini = render_murmur_ini(text, settings, {"pass", "ice", 1});
    ASSERT_FALSE(ini);
    EXPECT_TRUE(ini.error().message.contains("server_password")) << ini.error().message;
}

}  // namespace
}  // namespace alloquy::mumble
