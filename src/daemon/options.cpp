// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.hpp"

#include <alloquy/base/text.hpp>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cstdlib>
#include <functional>

namespace alloquy::daemon {
namespace {

std::filesystem::path default_data() {
    if (::geteuid() == 0) return "/var/lib/alloquy";
    if (auto const* base = std::getenv("XDG_DATA_HOME"); base && *base == '/')
        return std::filesystem::path(base) / "alloquy";
    auto const* home = std::getenv("HOME");
    return std::filesystem::path(home ? home : ".") / ".local/share/alloquy";
}

std::filesystem::path default_config() {
    std::filesystem::path packaged = "/etc/alloquy/alloquy.toml";
    std::error_code ignored;
    return std::filesystem::exists(packaged, ignored) ? packaged : std::filesystem::path();
}

}  // namespace

std::expected<Options, Usage> read_options(int argc, char const* const* argv) {
    Options options;
    options.data = default_data();
    options.config = default_config();
    CLI::App app("Alloquy: a community server for text, voice and video that you host yourself.", "alloquyd");
    app.set_version_flag("--version", "alloquyd " ALLOQUY_VERSION);
    app.require_subcommand(1);
    app.fallthrough();

    auto common = [&](CLI::App* command) {
        command->add_option("--config", options.config, "Configuration file (TOML)")->type_name("FILE");
        command->add_option("--data", options.data, "Data directory")->type_name("DIR")->capture_default_str();
        command->add_option("--set", options.overrides, "Override one setting; may be repeated, the last one wins")
            ->type_name("SECTION.KEY=VALUE")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        return command;
    };
    auto command = [&](CLI::App* parent, Command which, char const* name, char const* help) {
        auto* sub = common(parent->add_subcommand(name, help));
        sub->callback([&options, which] { options.command = which; });
        return sub;
    };

    auto* serve = command(&app, Command::serve, "serve", "Run the server and its children until Ctrl-C");
    serve->add_option("--templates", options.templates, "Folder with the children's configuration templates")
        ->type_name("DIR");
    command(&app, Command::check_config, "check-config", "Check the configuration and show the settings in effect");
    command(&app, Command::owner_link, "owner-link", "Print the one-time link that makes the owner's account")
        ->add_flag("--json", options.json, "Machine-readable output");
    auto* invite = command(&app, Command::invite, "invite", "Make an invite link");
    invite->add_option("--uses", options.uses, "How many accounts it may make (default: any number)")
        ->check(CLI::Range(1, 1000000));
    invite->add_option("--expires", options.expires, "How long it works, such as 7d, 12h or 30m (default: for ever)")
        ->type_name("TIME");
    invite->add_option("--note", options.note, "What it is for");
    invite->add_flag("--json", options.json, "Machine-readable output");
    command(&app, Command::doctor, "doctor", "Look for what commonly goes wrong on this machine")
        ->add_flag("--json", options.json, "Machine-readable output");

    auto* user = app.add_subcommand("user", "Manage accounts");
    user->require_subcommand(1);
    auto named = [&](Command which, char const* name, char const* help) {
        auto* sub = command(user, which, name, help);
        sub->add_option("NAME", options.username, "The account's name")->required();
        return sub;
    };
    auto* add = named(Command::user_add, "add", "Make an account");
    add->add_flag("--owner", options.owner, "Make it the owner of this server");
    add->add_flag(
        "--password-stdin", options.password_stdin, "Read the password from the first line of standard input"
    );
    command(user, Command::user_list, "list", "List accounts")
        ->add_flag("--json", options.json, "Machine-readable output");
    auto* suspend = named(Command::user_suspend, "suspend", "Suspend an account: it is signed out everywhere at once");
    suspend->add_option("--reason", options.reason, "What its owner is told");
    suspend->add_option("--for", options.until, "How long, such as 7d, 12h or 30m (default: until reactivated)")
        ->type_name("TIME");
    named(Command::user_ban, "ban", "Ban an account")->add_option("--reason", options.reason, "What its owner is told");
    named(Command::user_reactivate, "reactivate", "End a suspension or ban, or approve a waiting account");
    named(Command::user_delete, "delete", "Delete an account");
    named(Command::user_export, "export", "Print everything that is kept about an account, one JSON object a line");
    named(Command::user_delete_messages, "delete-messages", "Destroy what an account wrote, in the background");
    auto* reset = named(
        Command::user_reset_password, "reset-password",
        "Print a link with which the account's owner sets a new password"
    );
    reset->add_flag("--json", options.json, "Machine-readable output");

    auto* leaf = app.add_subcommand("leaf", "Manage IRC servers on other machines (docs/operations/leaves.md)");
    leaf->require_subcommand(1);
    auto leaf_named = [&](Command which, char const* name, char const* help) {
        auto* sub = command(leaf, which, name, help);
        sub->add_option("NAME", options.username, "The server's name, such as leaf.example.org")->required();
        return sub;
    };
    leaf_named(Command::leaf_add, "add", "Let a server in, and print its configuration, which holds its secrets, once")
        ->add_flag("--json", options.json, "Machine-readable output");
    command(leaf, Command::leaf_list, "list", "List the servers that may connect")
        ->add_flag("--json", options.json, "Machine-readable output");
    leaf_named(Command::leaf_remove, "remove", "Shut a server out: its links end at once");

    auto* messages = app.add_subcommand("messages", "Look after stored messages, in the running server");
    messages->require_subcommand(1);
    command(messages, Command::messages_rotate_key, "rotate-key", "Make a new key, and seal everything with it")
        ->add_flag("--json", options.json, "Machine-readable output");
    command(messages, Command::messages_status, "status", "Show the key in use, and what it hasn't sealed yet")
        ->add_flag("--json", options.json, "Machine-readable output");

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        std::ostringstream out, problems;
        int status = app.exit(error, out, problems);
        return std::unexpected(Usage{status == 0 ? out.str() : problems.str(), status == 0 ? 0 : 2});
    }
    return options;
}

Result<std::chrono::seconds> parse_duration(std::string const& text) {
    auto bad = [] { return fail_field("duration", "must be a number and one of d, h, m, s, such as 7d or 12h"); };
    if (text.size() < 2 || text.size() > 10) return bad();
    auto number = base::to_number(std::string_view(text).substr(0, text.size() - 1));
    if (!number || *number == 0 || *number > 100000) return bad();
    auto count = std::int64_t(*number);
    switch (text.back()) {
        case 'd':
            return std::chrono::seconds(count * 86400);
        case 'h':
            return std::chrono::seconds(count * 3600);
        case 'm':
            return std::chrono::seconds(count * 60);
        case 's':
            return std::chrono::seconds(count);
        default:
            return bad();
    }
}

}  // namespace alloquy::daemon
