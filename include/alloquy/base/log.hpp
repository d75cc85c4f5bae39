// SPDX-License-Identifier: GPL-2.0-or-later
// The log: levels, one component name per line, text or JSON, on stderr. Written at the edges, with ids and never with
// secrets or message text.
#pragma once
#include <alloquy/base/result.hpp>

#include <fmt/core.h>

#include <string_view>

namespace alloquy::log {

enum class Level { trace, debug, info, warn, error };
enum class Format { text, json };

/// Before this is called, lines of level info and above go to stderr as text. Call once, before other threads log.
void configure(Level level, Format format);

/// "trace", "debug", "info", "warn", "error". Errors: invalid_input.
Result<Level> parse_level(std::string_view name);

bool enabled(Level level);

/// One line. Control characters in `message` are escaped, so outside text can't forge log lines.
void write(Level level, std::string_view component, std::string_view message);

template <class... Args>
void debug(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::debug)) write(Level::debug, component, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::info)) write(Level::info, component, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void warn(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::warn)) write(Level::warn, component, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view component, fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::error)) write(Level::error, component, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace alloquy::log
