// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace alloquy::log {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::trace:
            return spdlog::level::trace;
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            break;
    }
    return spdlog::level::err;
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::trace:
            return "trace";
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            break;
    }
    return "error";
}

struct State {
    std::shared_ptr<spdlog::logger> logger =
        std::make_shared<spdlog::logger>("alloquy", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    Format format = Format::text;

    State() { apply(Level::info, Format::text); }

    void apply(Level level, Format chosen) {
        format = chosen;
        logger->set_level(to_spdlog(level));
        logger->flush_on(spdlog::level::trace);
        auto zone = spdlog::pattern_time_type::utc;
        logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
            chosen == Format::json ? "%v" : "%Y-%m-%dT%H:%M:%S.%eZ %v", zone
        ));
    }
};

State& state() {
    static State instance;
    return instance;
}

/// Escapes what would break the line or the JSON string. `json` also escapes quotes and backslashes.
std::string escape(std::string_view text, bool json) {
    std::string out;
    out.reserve(text.size() + 8);
    bool valid = alloquy::base::is_utf8(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        auto byte = static_cast<unsigned char>(c);
        // U+0080 to U+009F: terminals take them for the start of a command, just like ESC.
        if (valid && byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            auto control = unsigned(static_cast<unsigned char>(text[++i]));
            out += json ? fmt::format("\\u{:04x}", control) : fmt::format("\\xc2\\x{:02x}", control);
            continue;
        }
        if (json && (c == '"' || c == '\\')) {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F || (!valid && byte >= 0x80)) {
            out += json ? fmt::format("\\u{:04x}", unsigned(byte)) : fmt::format("\\x{:02x}", unsigned(byte));
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

void configure(Level level, Format format) {
    state().apply(level, format);
}

Result<Level> parse_level(std::string_view name) {
    for (auto level : {Level::trace, Level::debug, Level::info, Level::warn, Level::error})
        if (name == name_of(level)) return level;
    return fail_field("log.level", "must be one of trace, debug, info, warn, error");
}

bool enabled(Level level) {
    return state().logger->should_log(to_spdlog(level));
}

void write(Level level, std::string_view component, std::string_view message) {
    auto& current = state();
    if (current.format == Format::text) {
        current.logger->log(
            to_spdlog(level), "{:5} {:<10} {}", name_of(level), component, escape(message, /*json=*/false)
        );
        return;
    }
    auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    current.logger->log(
        to_spdlog(level), R"({{"time_ms":{},"level":"{}","component":"{}","message":"{}"}})", now, name_of(level),
        component, escape(message, /*json=*/true)
    );
}

}  // namespace alloquy::log
