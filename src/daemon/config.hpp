// SPDX-License-Identifier: GPL-2.0-or-later
// Every setting, as a struct. config/alloquy.toml documents them; settings.cpp is the table that reads them.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/log.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace alloquy::daemon {

struct Config {
    struct {
        std::string name = "Alloquy";
        std::string host;  ///< Filled in by finish() when empty.
    } server;
    struct {
        std::string listen = "::";
        std::uint16_t port = 8443;
        bool tls = true;
        std::string public_url;        ///< Filled in by finish() when empty; no slash at the end.
        std::uint16_t files_port = 0;  ///< Filled in by finish(): port + 1.
        std::string files_url;
        std::vector<std::string> trusted_proxies;
        std::vector<std::string> allowed_origins{"app://alloquy"};
        std::string web_root;
    } http;
    struct {
        std::string listen = "::";
        std::uint16_t port = 6697;
        std::uint16_t plain_port = 0;
        bool guests = false;
        std::string module_listen;  ///< "address:port"; empty = off.
        std::string server_listen;  ///< The same.
    } irc;
    struct {
        bool enabled = true;
        std::string listen;  ///< Empty = all addresses.
        std::uint16_t port = 64738;
        bool enrol_certificates = true;
        std::uint32_t users = 1000;
        std::uint32_t bandwidth = 130000;
    } mumble;
    struct {
        bool enabled = true;
        std::vector<std::string> listen;  ///< Empty = all addresses of the machine.
        std::uint16_t port = 3478;
        std::uint16_t tls_port = 5349;
        std::pair<std::uint16_t, std::uint16_t> relay_ports{49160, 49999};
        std::string external_ip;
        std::vector<std::string> allowed_peers;
    } turn;
    struct {
        std::uint16_t port = 48123;
    } media;
    struct {
        std::filesystem::path certificate;
        std::filesystem::path key;
    } tls;
    struct {
        accounts::Registration registration = accounts::Registration::invite;
        bool members_may_invite = false;
        std::uint32_t bots_per_account = 5;
        std::uint32_t password_memory_kib = 19456;
        std::uint32_t password_passes = 2;
    } accounts;
    struct {
        std::uint32_t retention_days = 0;  ///< 0 = for ever.
        bool keep_versions = true;
    } messages;
    struct {
        std::uint32_t requests_per_minute = 1200;
        std::uint32_t sign_ins_per_minute = 60;
        std::uint32_t registrations_per_hour = 20;
        std::uint32_t expensive_per_minute = 30;
        std::uint32_t failed_sign_ins_per_minute = 20;
        std::uint32_t failed_sign_ins_per_account_per_minute = 30;
        std::uint32_t connections = 20000;
        std::uint32_t connections_per_address = 200;
        std::uint32_t irc_web_connections = 10000;
        std::uint32_t irc_web_connections_per_address = 100;
        std::uint32_t hashing_threads = 0;  ///< 0 = one per core.
        std::uint32_t hashing_queue = 2048;
    } limits;
    struct {
        log::Level level = log::Level::info;
        log::Format format = log::Format::text;
    } log;

    /// Fills in what depends on other settings and checks what only several together can get wrong.
    /// Errors: invalid_input that names the setting.
    Result<> finish();
};

}  // namespace alloquy::daemon
