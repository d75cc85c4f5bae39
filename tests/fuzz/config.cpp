// SPDX-License-Identifier: GPL-2.0-or-later
// The configuration file: whatever its text is, it becomes settings within their bounds or an error that can be shown.
#include "settings.hpp"

#include <alloquy/base/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alloquy;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto config = daemon::read_config(text, "alloquy.toml", {});
    if (!config) {
        auto const& error = config.error();
        if (error.code != Errc::invalid_input || error.message.empty()) std::abort();
    } else {
        // What was taken is taken again when it is given as overrides, and shows the same.
        std::vector<std::string> overrides;
        for (auto const& setting : daemon::all_settings())
            overrides.push_back(std::string(setting.key) + "=" + daemon::show_setting(*config, setting.key));
        auto again = daemon::read_config("", "", overrides);
        if (!again) std::abort();
        for (auto const& setting : daemon::all_settings())
            if (daemon::show_setting(*again, setting.key) != daemon::show_setting(*config, setting.key)) std::abort();
    }
    // The same bytes as an override: never a crash either.
    static_cast<void>(daemon::read_config("", "", {std::string(text)}));
    return 0;
}
