// SPDX-License-Identifier: GPL-2.0-or-later
// config/alloquy.toml promises every setting with its default and an explanation.
#include "settings.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/base/text.hpp>

#include <gtest/gtest.h>

#include <map>

namespace alloquy::daemon {
namespace {

struct Line {
    int number;
    bool explained;  ///< A comment stands above it, or above the group that it belongs to.
};

/// The settings of the shipped file by name.
std::map<std::string, Line, std::less<>> shipped_settings(std::string const& text) {
    std::map<std::string, Line, std::less<>> out;
    std::string section;
    bool explained = false;
    int number = 0;
    for (auto line : base::split(text, '\n')) {
        ++number;
        line = base::trim(line);
        if (line.starts_with('#')) {
            explained = true;
        } else if (line.empty() || line.starts_with('[')) {
            explained = false;
            if (!line.empty()) section = std::string(line.substr(1, line.find(']') - 1)) + ".";
        } else {
            auto key = section + std::string(base::trim(line.substr(0, line.find('='))));
            EXPECT_FALSE(out.contains(key)) << key << " stands there twice";
            out[key] = {number, explained};
        }
    }
    return out;
}

class ShippedConfiguration : public testing::Test {
protected:
    std::string const text_ = test::read_text(ALLOQUY_SOURCE_DIR "/config/alloquy.toml");
};

TEST_F(ShippedConfiguration, HasEverySettingWithAnExplanation) {
    auto const lines = shipped_settings(text_);
    for (auto const& setting : all_settings()) {
        auto line = lines.find(setting.key);
        ASSERT_NE(line, lines.end()) << setting.key << " is missing in config/alloquy.toml";
        EXPECT_TRUE(line->second.explained) << setting.key << " has no comment (line " << line->second.number << ")";
    }
    EXPECT_EQ(lines.size(), all_settings().size()) << "the file has a setting that is none";
}

TEST_F(ShippedConfiguration, ListsTheSettingsInTheOrderOfTheTable) {
    auto const lines = shipped_settings(text_);
    int last = 0;
    for (auto const& setting : all_settings()) {
        auto line = lines.find(setting.key);
        ASSERT_NE(line, lines.end());
        EXPECT_GT(line->second.number, last) << setting.key;
        last = line->second.number;
    }
}

TEST_F(ShippedConfiguration, EqualsTheDefaults) {
    auto shipped = read_config(text_, "config/alloquy.toml", {});
    ASSERT_TRUE(shipped) << shipped.error().message;
    auto defaults = read_config("", "", {});
    ASSERT_TRUE(defaults);
    for (auto const& setting : all_settings())
        EXPECT_EQ(show_setting(*shipped, setting.key), show_setting(*defaults, setting.key)) << setting.key;
}

TEST_F(ShippedConfiguration, DefaultsAreNotWhatEmptyTextWouldSet) {
    // Otherwise the comparison above could pass because show_setting() shows nothing.
    auto defaults = read_config("", "", {});
    ASSERT_TRUE(defaults);
    EXPECT_EQ(show_setting(*defaults, "http.port"), "8443");
    EXPECT_EQ(show_setting(*defaults, "http.allowed_origins"), "app://alloquy");
    EXPECT_EQ(show_setting(*defaults, "turn.relay_ports"), "49160-49999");
    EXPECT_EQ(show_setting(*defaults, "accounts.registration"), "invite");
    EXPECT_EQ(show_setting(*defaults, "no.such_setting"), "");
}

}  // namespace
}  // namespace alloquy::daemon
