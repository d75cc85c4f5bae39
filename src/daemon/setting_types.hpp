// SPDX-License-Identifier: GPL-2.0-or-later
// The kinds of settings: how each is read from text, shown, and what it allows. Used by the table in settings.cpp only.
#pragma once
#include "config.hpp"

#include <alloquy/base/text.hpp>

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alloquy::daemon {

/// What a TOML value of a setting is written as. A list has texts.
enum class Kind { text, number, boolean };

struct Setting {
    std::string_view key;
    std::string allowed;
    bool list = false;
    /// Sets it; returns what is wrong with the values, or "".
    std::function<std::string(Config&, std::vector<std::string> const&)> set;
    std::function<std::string(Config const&)> show;
    Kind kind = Kind::text;

    Setting as(Kind written) && {
        kind = written;
        return std::move(*this);
    }
};

inline bool is_ip_address(std::string const& text) {
    unsigned char bytes[16];
    return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

/// An address, or an address and a prefix length.
inline bool is_network(std::string const& text) {
    auto slash = text.find('/');
    auto host = text.substr(0, slash);
    if (!is_ip_address(host)) return false;
    if (slash == std::string::npos) return true;
    auto bits = base::to_number(std::string_view(text).substr(slash + 1));
    return bits && *bits <= (host.find(':') == std::string::npos ? 32U : 128U);
}

inline std::string join(std::vector<std::string> const& parts) {
    return fmt::format("{}", fmt::join(parts, ","));
}

/// A setting with one value: `read(text, member)` returns what is wrong, `show(member)` the text.
template <class Section, class Get, class Read, class Show>
Setting single(std::string_view key, std::string allowed, Section Config::* section, Get get, Read read, Show show) {
    return {
        key,
        std::move(allowed),
        /*list=*/false,
        [=](Config& config, std::vector<std::string> const& values) -> std::string {
            if (values.size() != 1) return "needs one value";
            return read(values.front(), get(config.*section));
        },
        [=](Config const& config) { return show(get(const_cast<Config&>(config).*section)); },
    };
}

template <class Section, class Get>
Setting text(std::string_view key, Section Config::* section, Get get, std::size_t least, std::size_t most) {
    auto read = [=](std::string const& value, std::string& out) -> std::string {
        bool clean = base::is_utf8(value) && value.find_first_of("\r\n\t") == std::string::npos &&
                     value.find('\0') == std::string::npos;
        if (value.size() < least || value.size() > most || !clean) return "is not acceptable text";
        out = value;
        return "";
    };
    return single(
        key, fmt::format("text of {} to {} bytes on one line", least, most), section, get, read,
        [](std::string const& v) { return v; }
    );
}

template <class Section, class Get>
Setting matching(
    std::string_view key, std::string allowed, Section Config::* section, Get get, bool (*valid)(std::string const&)
) {
    auto read = [=](std::string const& value, std::string& out) -> std::string {
        if (!valid(value)) return "is '" + value + "'";
        out = value;
        return "";
    };
    return single(key, std::move(allowed), section, get, read, [](std::string const& v) { return v; });
}

template <class Section, class Get>
Setting address(std::string_view key, Section Config::* section, Get get) {
    return matching(key, "an IP address; \"::\" for all of IPv6 and IPv4", section, get, is_ip_address);
}

template <class Section, class Get>
Setting optional_address(std::string_view key, Section Config::* section, Get get) {
    return matching(
        key, "an IP address, or empty", section, get,
        +[](std::string const& v) { return v.empty() || is_ip_address(v); }
    );
}

/// "192.0.2.1:6700", "[::]:6700"; nothing for anything else. Without the brackets.
inline std::optional<std::pair<std::string, std::uint16_t>> parse_endpoint(std::string const& text) {
    auto const colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    auto const number = base::to_number(std::string_view(text).substr(colon + 1));
    bool const six = host.find(':') != std::string::npos;
    if (six != bracketed || !is_ip_address(host) || !number || *number < 1 || *number > 65535) return std::nullopt;
    return std::pair(std::move(host), std::uint16_t(*number));
}

template <class Section, class Get>
Setting endpoint(std::string_view key, Section Config::* section, Get get) {
    return matching(
        key, "address:port, such as 0.0.0.0:6700 or [::]:6700, or empty", section, get,
        +[](std::string const& v) { return v.empty() || parse_endpoint(v).has_value(); }
    );
}

template <class Section, class Get>
Setting url(std::string_view key, Section Config::* section, Get get) {
    return matching(
        key, "https://host[:port] or http://host[:port], without a slash at the end, or empty", section, get,
        +[](std::string const& v) {
            if (v.empty()) return true;
            auto rest = v.starts_with("https://") ? v.substr(8) : v.starts_with("http://") ? v.substr(7) : "";
            return !rest.empty() && rest.find_first_of("/?#@ \"'<>\\") == std::string::npos && v.size() < 300;
        }
    );
}

template <class Section, class Get>
Setting path(std::string_view key, Section Config::* section, Get get) {
    auto read = [](std::string const& value, std::filesystem::path& out) -> std::string {
        if (!value.empty() && !value.starts_with('/')) return "is '" + value + "'";
        out = value;
        return "";
    };
    return single(key, "an absolute path, or empty", section, get, read, [](std::filesystem::path const& v) {
        return v.string();
    });
}

template <class Section, class Get>
Setting number(std::string_view key, Section Config::* section, Get get, std::uint64_t least, std::uint64_t most) {
    auto read = [=](std::string const& value, auto& out) -> std::string {
        auto parsed = base::to_number(value);
        if (!parsed || *parsed < least || *parsed > most) return "is '" + value + "'";
        out = static_cast<std::remove_reference_t<decltype(out)>>(*parsed);
        return "";
    };
    auto show = [](auto const& v) { return std::to_string(v); };
    return single(key, fmt::format("{} to {}", least, most), section, get, read, show).as(Kind::number);
}

template <class Section, class Get>
Setting port(std::string_view key, Section Config::* section, Get get) {
    return number(key, section, get, 1, 65535);
}
template <class Section, class Get>
Setting port_or_zero(std::string_view key, Section Config::* section, Get get) {
    return number(key, section, get, 0, 65535);
}

template <class Value, class Section, class Get>
Setting choice(
    std::string_view key, Section Config::* section, Get get, std::vector<std::pair<std::string, Value>> choices
) {
    std::string allowed;
    for (auto const& [name, value] : choices) allowed += (allowed.empty() ? "" : ", ") + name;
    auto read = [=](std::string const& text_value, Value& out) -> std::string {
        for (auto const& [name, value] : choices)
            if (name == text_value) {
                out = value;
                return "";
            }
        return "is '" + text_value + "'";
    };
    auto show = [=](Value const& current) {
        for (auto const& [name, value] : choices)
            if (value == current) return name;
        return std::string();
    };
    return single(key, allowed, section, get, read, show);
}

template <class Section, class Get>
Setting boolean(std::string_view key, Section Config::* section, Get get) {
    return choice<bool>(key, section, get, {{"true", true}, {"false", false}}).as(Kind::boolean);
}

template <class Section, class Get>
Setting port_range(std::string_view key, Section Config::* section, Get get) {
    using Range = std::pair<std::uint16_t, std::uint16_t>;
    auto read = [](std::string const& value, Range& out) -> std::string {
        auto dash = value.find('-');
        auto first = base::to_number(std::string_view(value).substr(0, dash));
        auto last =
            dash == std::string::npos ? std::nullopt : base::to_number(std::string_view(value).substr(dash + 1));
        if (!first || !last || *first < 1024 || *last > 65535 || *first > *last) return "is '" + value + "'";
        out = {std::uint16_t(*first), std::uint16_t(*last)};
        return "";
    };
    auto show = [](Range const& v) { return fmt::format("{}-{}", v.first, v.second); };
    return single(key, "first-last, within 1024 to 65535", section, get, read, show);
}

template <class Section, class Get>
Setting list(
    std::string_view key, std::string allowed, Section Config::* section, Get get, bool (*valid)(std::string const&)
) {
    return {
        key,
        std::move(allowed),
        /*list=*/true,
        [=](Config& config, std::vector<std::string> const& values) -> std::string {
            for (auto const& value : values)
                if (!valid(value)) return "has '" + value + "'";
            get(config.*section) = values;
            return "";
        },
        [=](Config const& config) { return join(get(const_cast<Config&>(config).*section)); },
    };
}

template <class Section, class Get>
Setting addresses(std::string_view key, Section Config::* section, Get get) {
    return list(key, "a list of IP addresses", section, get, is_ip_address);
}
template <class Section, class Get>
Setting networks(std::string_view key, Section Config::* section, Get get) {
    return list(key, "a list of IP addresses and networks such as 10.0.0.0/8", section, get, is_network);
}
template <class Section, class Get>
Setting origins(std::string_view key, Section Config::* section, Get get) {
    return list(
        key, "a list of origins such as https://chat.example.org or app://alloquy", section, get,
        +[](std::string const& v) {
            auto scheme = v.find("://");
            bool clean = std::ranges::all_of(v, [](char c) { return c > ' ' && c < 0x7F && c != ',' && c != '"'; });
            return clean && scheme != std::string::npos && scheme > 0 && v.size() > scheme + 3 && v.size() < 300 &&
                   v.find_first_of("/?#", scheme + 3) == std::string::npos;
        }
    );
}

/// A name that a later version will use: only its neutral value is taken, so that nobody relies on what isn't there.
inline Setting reserved(std::string_view key) {
    return {
        key,
        "false (reserved: certificates from ACME come later; docs/operations/certificates.md has the recipe until "
        "then)",
        false,
        [](Config&, std::vector<std::string> const& values) -> std::string {
            return values == std::vector<std::string>{"false"} ? "" : "is not available yet";
        },
        [](Config const&) { return std::string("false"); },
        Kind::boolean,
    };
}

}  // namespace alloquy::daemon
