// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings.hpp"

#include "setting_types.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <set>

namespace alloquy::daemon {
namespace {

/// One row per setting. The order is that of config/alloquy.toml.
std::vector<Setting> const& table() {
    using R = accounts::Registration;
    static std::vector<Setting> const rows = {
        text(
            "server.name", &Config::server, [](auto& s) -> auto& { return s.name; }, 1, 64
        ),
        text(
            "server.host", &Config::server, [](auto& s) -> auto& { return s.host; }, 0, 253
        ),
        address("http.listen", &Config::http, [](auto& s) -> auto& { return s.listen; }),
        port("http.port", &Config::http, [](auto& s) -> auto& { return s.port; }),
        boolean("http.tls", &Config::http, [](auto& s) -> auto& { return s.tls; }),
        url("http.public_url", &Config::http, [](auto& s) -> auto& { return s.public_url; }),
        port_or_zero("http.files_port", &Config::http, [](auto& s) -> auto& { return s.files_port; }),
        url("http.files_url", &Config::http, [](auto& s) -> auto& { return s.files_url; }),
        networks("http.trusted_proxies", &Config::http, [](auto& s) -> auto& { return s.trusted_proxies; }),
        origins("http.allowed_origins", &Config::http, [](auto& s) -> auto& { return s.allowed_origins; }),
        text(
            "http.web_root", &Config::http, [](auto& s) -> auto& { return s.web_root; }, 0, 4096
        ),
        address("irc.listen", &Config::irc, [](auto& s) -> auto& { return s.listen; }),
        port("irc.port", &Config::irc, [](auto& s) -> auto& { return s.port; }),
        port_or_zero("irc.plain_port", &Config::irc, [](auto& s) -> auto& { return s.plain_port; }),
        choice<bool>(
            "irc.guests", &Config::irc, [](auto& s) -> auto& { return s.guests; }, {{"off", false}, {"on", true}}
        ),
        endpoint("irc.module_listen", &Config::irc, [](auto& s) -> auto& { return s.module_listen; }),
        endpoint("irc.server_listen", &Config::irc, [](auto& s) -> auto& { return s.server_listen; }),
        boolean("mumble.enabled", &Config::mumble, [](auto& s) -> auto& { return s.enabled; }),
        optional_address("mumble.listen", &Config::mumble, [](auto& s) -> auto& { return s.listen; }),
        port("mumble.port", &Config::mumble, [](auto& s) -> auto& { return s.port; }),
        boolean("mumble.enrol_certificates", &Config::mumble, [](auto& s) -> auto& { return s.enrol_certificates; }),
        number(
            "mumble.users", &Config::mumble, [](auto& s) -> auto& { return s.users; }, 1, 100000
        ),
        number(
            "mumble.bandwidth", &Config::mumble, [](auto& s) -> auto& { return s.bandwidth; }, 8000, 1000000
        ),
        boolean("turn.enabled", &Config::turn, [](auto& s) -> auto& { return s.enabled; }),
        addresses("turn.listen", &Config::turn, [](auto& s) -> auto& { return s.listen; }),
        port("turn.port", &Config::turn, [](auto& s) -> auto& { return s.port; }),
        port("turn.tls_port", &Config::turn, [](auto& s) -> auto& { return s.tls_port; }),
        port_range("turn.relay_ports", &Config::turn, [](auto& s) -> auto& { return s.relay_ports; }),
        optional_address("turn.external_ip", &Config::turn, [](auto& s) -> auto& { return s.external_ip; }),
        networks("turn.allowed_peers", &Config::turn, [](auto& s) -> auto& { return s.allowed_peers; }),
        port("media.port", &Config::media, [](auto& s) -> auto& { return s.port; }),
        path("tls.certificate", &Config::tls, [](auto& s) -> auto& { return s.certificate; }),
        path("tls.key", &Config::tls, [](auto& s) -> auto& { return s.key; }),
        reserved("tls.acme"),
        choice<R>(
            "accounts.registration", &Config::accounts, [](auto& s) -> auto& { return s.registration; },
            {{"open", R::open}, {"invite", R::invite}, {"approval", R::approval}, {"closed", R::closed}}
        ),
        boolean(
            "accounts.members_may_invite", &Config::accounts, [](auto& s) -> auto& { return s.members_may_invite; }
        ),
        number(
            "accounts.bots_per_account", &Config::accounts, [](auto& s) -> auto& { return s.bots_per_account; }, 0, 1000
        ),
        number(
            "accounts.password_memory_kib", &Config::accounts, [](auto& s) -> auto& { return s.password_memory_kib; },
            8192, 1048576
        ),
        number(
            "accounts.password_passes", &Config::accounts, [](auto& s) -> auto& { return s.password_passes; }, 1, 20
        ),
        number(
            "messages.retention_days", &Config::messages, [](auto& s) -> auto& { return s.retention_days; }, 0, 36500
        ),
        boolean("messages.keep_versions", &Config::messages, [](auto& s) -> auto& { return s.keep_versions; }),
        number(
            "limits.requests_per_minute", &Config::limits, [](auto& s) -> auto& { return s.requests_per_minute; }, 1,
            1000000000
        ),
        number(
            "limits.sign_ins_per_minute", &Config::limits, [](auto& s) -> auto& { return s.sign_ins_per_minute; }, 1,
            1000000000
        ),
        number(
            "limits.registrations_per_hour", &Config::limits, [](auto& s) -> auto& { return s.registrations_per_hour; },
            1, 1000000000
        ),
        number(
            "limits.expensive_per_minute", &Config::limits, [](auto& s) -> auto& { return s.expensive_per_minute; }, 1,
            1000000000
        ),
        number(
            "limits.failed_sign_ins_per_minute", &Config::limits,
            [](auto& s) -> auto& { return s.failed_sign_ins_per_minute; }, 1, 1000000000
        ),
        number(
            "limits.failed_sign_ins_per_account_per_minute", &Config::limits,
            [](auto& s) -> auto& { return s.failed_sign_ins_per_account_per_minute; }, 1, 1000000000
        ),
        number(
            "limits.connections", &Config::limits, [](auto& s) -> auto& { return s.connections; }, 10, 1000000
        ),
        number(
            "limits.connections_per_address", &Config::limits,
            [](auto& s) -> auto& { return s.connections_per_address; }, 1, 1000000
        ),
        number(
            "limits.irc_web_connections", &Config::limits, [](auto& s) -> auto& { return s.irc_web_connections; }, 1,
            1000000
        ),
        number(
            "limits.irc_web_connections_per_address", &Config::limits,
            [](auto& s) -> auto& { return s.irc_web_connections_per_address; }, 1, 1000000
        ),
        number(
            "limits.hashing_threads", &Config::limits, [](auto& s) -> auto& { return s.hashing_threads; }, 0, 256
        ),
        number(
            "limits.hashing_queue", &Config::limits, [](auto& s) -> auto& { return s.hashing_queue; }, 1, 100000
        ),
        choice<log::Level>(
            "log.level", &Config::log, [](auto& s) -> auto& { return s.level; },
            {{"trace", log::Level::trace},
             {"debug", log::Level::debug},
             {"info", log::Level::info},
             {"warn", log::Level::warn},
             {"error", log::Level::error}}
        ),
        choice<log::Format>(
            "log.format", &Config::log, [](auto& s) -> auto& { return s.format; },
            {{"text", log::Format::text}, {"json", log::Format::json}}
        ),
    };
    return rows;
}

Setting const* find(std::string_view key) {
    auto row = std::ranges::find(table(), key, &Setting::key);
    return row == table().end() ? nullptr : &*row;
}

/// Edit distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::unexpected<Error> unknown_setting(std::string const& key, std::string const& where) {
    constexpr std::size_t kLongest = 100;  // comparing takes time with the length, and ours are shorter
    if (key.size() > kLongest)
        return fail_field(
            key.substr(0, kLongest), where + "unknown setting '" + key.substr(0, kLongest) + "…'", "unknown_setting"
        );
    auto nearest = std::ranges::min_element(table(), {}, [&](Setting const& row) { return distance(key, row.key); });
    std::string message = where + "unknown setting '" + key + "'";
    if (distance(key, nearest->key) <= 4) {
        message += "; did you mean '" + std::string(nearest->key) + "'?";
    } else {
        std::string known;
        auto section = key.substr(0, key.find('.') + 1);
        for (auto const& row : table())
            if (!section.empty() && row.key.starts_with(section))
                known += (known.empty() ? "" : ", ") + std::string(row.key);
        message += known.empty() ? "; config/alloquy.toml lists all settings" : "; known here: " + known;
    }
    return fail_field(key, message, "unknown_setting");
}

Result<> apply(
    Config& config, Setting const& row, std::vector<std::string> const& values, bool is_list, std::string const& where
) {
    std::string problem;
    if (is_list != row.list && is_list)
        problem = "must be one value, not a list";
    else
        problem = row.set(config, values);
    if (problem.empty()) return {};
    return fail_field(
        std::string(row.key), fmt::format("{}{} {} (allowed: {})", where, row.key, problem, row.allowed), "bad_setting"
    );
}

/// Raw text as the values of a setting: a list is separated by commas.
std::vector<std::string> values_of(Setting const& row, std::string const& raw) {
    if (!row.list) return {raw};
    std::vector<std::string> values;
    for (auto part : base::split(raw, ','))
        if (!base::trim(part).empty()) values.emplace_back(base::trim(part));
    return values;
}

/// A TOML value as the texts that a Setting takes; empty optional for types that no setting has (dates, tables in
/// arrays …).
std::optional<std::vector<std::string>> texts_of(toml::node const& node) {
    auto scalar = [](toml::node const& value) -> std::optional<std::string> {
        if (auto const* text = value.as_string()) return text->get();
        if (auto const* number = value.as_integer()) return std::to_string(number->get());
        if (auto const* flag = value.as_boolean()) return flag->get() ? "true" : "false";
        return std::nullopt;
    };
    if (auto const* array = node.as_array()) {
        std::vector<std::string> out;
        for (auto const& element : *array) {
            auto text = scalar(element);
            if (!text) return std::nullopt;
            out.push_back(std::move(*text));
        }
        return out;
    }
    auto text = scalar(node);
    if (!text) return std::nullopt;
    return std::vector<std::string>{std::move(*text)};
}

/// What is wrong with the type of a value: "8443" in quotes is no number. Empty = nothing.
std::string type_problem(Setting const& row, toml::node const& node) {
    if (node.is_array()) return "";  // its elements are checked as texts
    switch (row.kind) {
        case Kind::number:
            return node.is_integer() ? "" : "must be a whole number without quotes";
        case Kind::boolean:
            return node.is_boolean() ? "" : "must be true or false without quotes";
        case Kind::text:
            break;
    }
    return node.is_string() ? "" : "must be text in quotes";
}

Result<> apply_table(Config& config, toml::table const& tree, std::string const& prefix, std::string_view file_name) {
    for (auto const& [name, node] : tree) {
        auto key = prefix + std::string(name.str());
        auto where = fmt::format("{}:{}: ", file_name, node.source().begin.line);
        if (auto const* section = node.as_table()) {
            if (find(key))
                return fail_field(key, fmt::format("{}{} must be a value, not a table", where, key), "bad_setting");
            if (!prefix.empty()) return unknown_setting(key, where);
            if (auto ok = apply_table(config, *section, key + ".", file_name); !ok) return ok;
            continue;
        }
        auto const* row = find(key);
        if (!row) return unknown_setting(key, where);
        auto values = texts_of(node);
        auto problem = type_problem(*row, node);
        if (!values || !problem.empty())
            return fail_field(
                key,
                fmt::format(
                    "{}{} {} (allowed: {})", where, key, problem.empty() ? "has a value of the wrong type" : problem,
                    row->allowed
                ),
                "bad_setting"
            );
        if (auto ok = apply(config, *row, *values, node.is_array(), where); !ok) return ok;
    }
    return {};
}

/// The parser goes one call deeper for each part of a dotted key, so a line of a megabyte would exhaust the stack.
constexpr std::size_t kLineLimit = 4096;

/// The number of the first line above the limit, from 1.
std::optional<std::size_t> too_long_line(std::string_view toml) {
    std::size_t number = 1;
    for (auto line : base::split(toml, '\n')) {
        if (line.size() > kLineLimit) return number;
        ++number;
    }
    return std::nullopt;
}

}  // namespace

Result<Config> read_config(
    std::string_view toml, std::string_view file_name, std::vector<std::string> const& overrides
) {
    Config config;
    if (toml.size() > 1024 * 1024) return fail_field("", std::string(file_name) + " is larger than 1 MiB");
    if (auto number = too_long_line(toml))
        return fail_field(
            "", fmt::format("{}:{}: a line has at most {} bytes", file_name, *number, kLineLimit), "bad_toml"
        );
    try {
        auto tree = toml::parse(toml, file_name);
        if (auto ok = apply_table(config, tree, "", file_name); !ok) return std::unexpected(ok.error());
    } catch (toml::parse_error const& error) {
        return fail_field(
            "",
            fmt::format(
                "{}:{}:{}: {}", file_name, error.source().begin.line, error.source().begin.column, error.description()
            ),
            "bad_toml"
        );
    }
    for (auto const& item : overrides) {
        auto equals = item.find('=');
        auto where = "--set " + item.substr(0, equals) + ": ";
        if (equals == std::string::npos) return fail_field("", where + "must be section.key=value");
        auto const* row = find(std::string_view(item).substr(0, equals));
        if (!row) return unknown_setting(item.substr(0, equals), where);
        auto values = values_of(*row, item.substr(equals + 1));
        if (auto ok = apply(config, *row, values, /*is_list=*/row->list, where); !ok)
            return std::unexpected(ok.error());
    }
    if (auto ok = config.finish(); !ok) return std::unexpected(ok.error());
    return config;
}

Result<> set_setting(Config& config, std::string_view key, std::string const& value) {
    auto const* row = find(key);
    if (!row) return unknown_setting(std::string(key), "");
    return apply(config, *row, values_of(*row, value), /*is_list=*/row->list, "");
}

std::vector<SettingDescription> all_settings() {
    std::vector<SettingDescription> out;
    out.reserve(table().size());
    for (auto const& row : table()) out.push_back({row.key, row.allowed});
    return out;
}

std::string show_setting(Config const& config, std::string_view key) {
    auto const* row = find(key);
    return row ? row->show(config) : std::string();
}

}  // namespace alloquy::daemon
