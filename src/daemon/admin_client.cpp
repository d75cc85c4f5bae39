// SPDX-License-Identifier: GPL-2.0-or-later
#include "admin_client.hpp"

#include "admin_commands.hpp"
#include "control_socket.hpp"
#include "server_parts.hpp"
#include "start.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/async/cpu_pool.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/process/data_directory.hpp>
#include <alloquy/storage/database.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

/// From standard input, or asked for without echo.
Result<std::string> read_password(bool from_stdin) {
    bool const ask = !from_stdin && ::isatty(STDIN_FILENO) == 1;
    if (!from_stdin && !ask) return fail_field("password", "give it with --password-stdin, or run this in a terminal");
    termios old{};
    if (ask) {
        std::cerr << "Password: " << std::flush;
        ::tcgetattr(STDIN_FILENO, &old);
        auto silent = old;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string password;
    std::getline(std::cin, password);
    if (ask) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        std::cerr << "\n";
    }
    if (!password.empty() && password.back() == '\r') password.pop_back();
    return password;
}

Result<json> build_request(Options const& options) {
    json request{{"username", options.username}};
    auto set_duration = [&](std::string const& text) -> Result<> {
        if (text.empty()) return {};
        auto duration = parse_duration(text);
        if (!duration) return std::unexpected(duration.error());
        request["seconds"] = duration->count();
        return {};
    };
    switch (options.command) {
        case Command::user_add: {
            auto password = read_password(options.password_stdin);
            if (!password) return std::unexpected(password.error());
            request["command"] = "user.add";
            request["password"] = *password;
            request["owner"] = options.owner;
            return request;
        }
        case Command::user_suspend:
            request["command"] = "user.suspend";
            request["reason"] = options.reason;
            if (auto set = set_duration(options.until); !set) return std::unexpected(set.error());
            return request;
        case Command::user_ban:
            request["command"] = "user.ban";
            request["reason"] = options.reason;
            return request;
        case Command::invite:
            request["command"] = "invite";
            request["note"] = options.note;
            if (options.uses) request["uses"] = *options.uses;
            if (auto set = set_duration(options.expires); !set) return std::unexpected(set.error());
            return request;
        case Command::user_list:
            request["command"] = "user.list";
            return request;
        case Command::user_reactivate:
            request["command"] = "user.reactivate";
            return request;
        case Command::user_delete:
            request["command"] = "user.delete";
            return request;
        case Command::user_reset_password:
            request["command"] = "user.reset-password";
            return request;
        case Command::user_export:
            request["command"] = "user.export";
            return request;
        case Command::user_delete_messages:
            request["command"] = "user.delete-messages";
            return request;
        case Command::messages_rotate_key:
            request["command"] = "messages.rotate-key";
            return request;
        case Command::messages_status:
            request["command"] = "messages.status";
            return request;
        case Command::owner_link:
            request["command"] = "owner-link";
            return request;
        case Command::leaf_add:
            request["command"] = "leaf.add";
            return request;
        case Command::leaf_list:
            request["command"] = "leaf.list";
            return request;
        case Command::leaf_remove:
            request["command"] = "leaf.remove";
            return request;
        default:
            return fail(Errc::internal, "not an administrative command");
    }
}

bool needs_running_server(Command command) {
    return command == Command::leaf_add || command == Command::leaf_list || command == Command::leaf_remove;
}

/// The same code as in the server, on a loop of its own.
Result<json> run_offline(Options const& options, Config const& config, json request) {
    auto owned = own_data(options);
    if (!owned) return std::unexpected(owned.error());
    auto database = open_database(owned->data);
    if (!database) return std::unexpected(database.error());
    asio::io_context io(1);
    async::CpuPool pool(1, 16);
    auto ids = make_id_generator(**database);
    if (!ids) return std::unexpected(ids.error());
    accounts::Accounts accounts(**database, pool, base::system_clock(), *ids, account_settings(config, owned->data));
    if (auto opened = accounts.open(); !opened) return std::unexpected(opened.error());
    AdminCommands commands(accounts, base::system_clock(), config.http.public_url);
    json answer;
    asio::co_spawn(io, commands.run(std::move(request)), [&](std::exception_ptr exception, json result) {
        if (exception) std::rethrow_exception(exception);
        answer = std::move(result);
    });
    io.run();
    return answer;
}

/// The answer of the running server, or of the same code without one. Errors: what it refused, too.
Result<json> ask(Options const& options, Config const& config, json const& request) {
    auto running = ask_running_server(std::filesystem::absolute(options.data) / "run" / "control.sock", request);
    if (!running) return std::unexpected(running.error());
    if (!*running && needs_running_server(options.command))
        return fail(Errc::unavailable, "no server runs on this data directory: start it first");
    auto answer = *running ? Result<json>(std::move(**running)) : run_offline(options, config, request);
    if (!answer) return answer;
    if (answer->is_object() && answer->value("ok", false)) return answer;
    auto const error = answer->is_object() ? answer->value("error", json::object()) : json::object();
    auto refused =
        fail_as(Errc::internal, error.value("code", "internal"), error.value("message", "the server gave no answer"));
    refused.error().field = error.value("field", "");
    return refused;
}

void print_keys(json const& answer) {
    std::cout << "key in use: messages-" << answer.value("key", 0) << ".key, since " << answer.value("key_since", "")
              << "\nleft to seal with it: " << answer.value("left_to_reseal", 0) << "\n";
    for (auto const& older : answer["older_keys"]) std::cout << "older key: messages-" << older.dump() << ".key\n";
}

void print(Options const& options, json const& answer) {
    if (options.json) {
        std::cout << answer.dump() << "\n";
        return;
    }
    switch (options.command) {
        case Command::owner_link:
        case Command::invite:
        case Command::user_reset_password:
            std::cout << answer.value("url", "") << "\n";
            return;
        case Command::user_add:
            std::cout << "made the account " << answer.value("username", "") << "\n";
            return;
        case Command::user_list:
            for (auto const& item : answer["items"])
                std::cout << item.value("username", "") << "\t" << item.value("status", "")
                          << (item.value("owner", false) ? "\towner" : "") << "\n";
            return;
        case Command::leaf_add:
            std::cout << answer.value("configuration", "");
            return;
        case Command::leaf_list:
            for (auto const& item : answer["items"])
                std::cout << item.value("name", "") << "\t" << item.value("server_id", "") << "\t"
                          << item.value("added_at", "") << "\n";
            return;
        case Command::user_export:
            for (auto const& item : answer["items"]) std::cout << item.dump() << "\n";
            return;
        case Command::user_delete_messages:
            std::cout << "they are being destroyed\n";
            return;
        case Command::messages_rotate_key:
        case Command::messages_status:
            print_keys(answer);
            return;
        default:
            std::cout << "done\n";
            return;
    }
}

}  // namespace

int run_admin_command(Options const& options, Config const& config) {
    auto refuse = [&](std::string const& message, std::string const& code, std::string const& field) {
        if (options.json)
            std::cout << json{{"ok", false}, {"error", {{"code", code}, {"message", message}, {"field", field}}}}.dump()
                      << "\n";
        std::cerr << "alloquyd: " << (field.empty() ? "" : field + " ") << message << "\n";
        return 1;
    };
    auto request = build_request(options);
    if (!request) return refuse(request.error().message, request.error().reason, request.error().field);
    // An export comes page by page.
    for (;;) {
        auto answer = ask(options, config, *request);
        if (!answer) return refuse(answer.error().message, answer.error().reason, answer.error().field);
        print(options, *answer);
        auto next = answer->find("next");
        if (options.command != Command::user_export || next == answer->end() || !next->is_string()) return 0;
        (*request)["after"] = *next;
    }
}

}  // namespace alloquy::daemon
