// SPDX-License-Identifier: GPL-2.0-or-later
// What InspIRCd finds on disk when it starts: configuration, greeting, modules.
#include "config_value.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/fill_template.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/irc/inspircd.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alloquy::irc {
namespace {

namespace fs = std::filesystem;
using Values = std::vector<std::pair<std::string_view, std::string>>;

constexpr std::string_view kTemplates[] = {"inspircd.conf",       "version-3.conf",     "version-4.conf",
                                           "listen-tls.conf",     "listen-plain.conf",  "sts.conf",
                                           "listen-servers.conf", "linked-server.conf", "leaf-part.conf"};
constexpr std::string_view kOurModule = "m_alloquy.so";
constexpr std::size_t kMaxMotdLine = 200;

/// The picture that the web address serves, in pixels.
std::string icon_url(std::string web_address) {
    while (web_address.ends_with('/')) web_address.pop_back();
    return web_address.empty() ? web_address : web_address + "/icon.png";
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_there(fs::path const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

std::unexpected<Error> cannot(std::string_view what, fs::path const& path, std::error_code const& error) {
    return fail(Errc::unavailable, fmt::format("cannot {} {}: {}", what, path.string(), error.message()));
}

/// The same for ever: bans on cloaked addresses must outlive a restart. Servers that link must have the same.
Result<std::string> load_cloak_key(fs::path const& keys) {
    auto key = crypto::load_or_create_key(keys / "irc-cloak.key", 32);
    if (!key) return std::unexpected(key.error());
    return crypto::to_hex(*key);
}

}  // namespace

std::string irc_server_name(std::string_view host) {
    bool const valid = !host.empty() && host.size() <= 58 && host.front() != '.' && host.back() != '.' &&
                       host.front() != '-' && host.find("..") == std::string_view::npos &&
                       std::ranges::all_of(host, [](char c) { return is_name_character(c) || c == '.' || c == '-'; });
    auto const last_label = host.substr(host.rfind('.') == std::string_view::npos ? 0 : host.rfind('.') + 1);
    bool const address = !last_label.empty() && last_label.front() >= '0' && last_label.front() <= '9';
    if (!valid || address) return "irc.alloquy";
    if (host.find('.') == std::string_view::npos) return "irc." + std::string(host);
    return std::string(host);
}

std::string irc_network_name(std::string_view name) {
    std::string out;
    for (char c : name.substr(0, 32)) {
        bool const fine = is_name_character(c) || c == '.' || c == '_' || c == '-';
        if (fine || !out.ends_with('-')) out += fine ? c : '-';
    }
    while (out.ends_with('-')) out.pop_back();
    while (out.starts_with('-')) out.erase(0, 1);
    return out.empty() ? "Alloquy" : out;
}

Result<std::unique_ptr<InspircdChild>> InspircdChild::load(InspircdSettings settings, Bridge& bridge) {
    if (!is_there(settings.program))
        return fail(
            Errc::not_found,
            fmt::format("{} is missing: install the Debian package inspircd", settings.program.string())
        );
    int version = 0;
    if (is_there(settings.distribution_modules / "m_services_account.so")) version = 3;
    if (is_there(settings.distribution_modules / "m_account.so")) version = 4;
    if (version == 0)
        return fail(
            Errc::not_found, fmt::format(
                                 "no modules of InspIRCd 3 or 4 in {}: install the Debian package inspircd",
                                 settings.distribution_modules.string()
                             )
        );
    if (settings.listen.empty()) return fail_field("irc.listen", "must name at least one address, or \"*\"");
    std::unique_ptr<InspircdChild> child(new InspircdChild(std::move(settings), bridge, version));
    for (auto name : kTemplates) {
        auto text = base::read_file(child->settings_.templates / name, 1024 * 1024);
        if (!text) return std::unexpected(text.error());
        child->templates_.emplace(name, std::move(*text));
    }
    if (auto made = base::make_private_directory(child->settings_.directory); !made)
        return std::unexpected(made.error());
    if (auto installed = child->install_module(); !installed) return std::unexpected(installed.error());
    return child;
}

/// A copy, because the child can't look into the checkout or the package's folder it was built in.
Result<> InspircdChild::install_module() const {
    auto const copy = settings_.directory / kOurModule;
    auto bytes = base::read_file(settings_.module, 64 * 1024 * 1024);
    if (!bytes) {
        // After the privileges are dropped the original may be out of reach; the copy made before is as good.
        if (is_there(copy)) return {};
        return std::unexpected(bytes.error());
    }
    if (auto present = base::read_file(copy, 64 * 1024 * 1024); present && *present == *bytes) return {};
    return base::write_file_atomically(copy, *bytes, 0644, base::Durable::no);
}

/// A folder of links to every module that InspIRCd came with, and ours: it loads modules from one folder only.
Result<> InspircdChild::link_modules() const {
    auto const folder = settings_.directory / "modules";
    if (auto made = base::make_private_directory(folder); !made) return made;

    std::error_code error;
    std::map<std::string, fs::path> wanted;
    for (auto it = fs::directory_iterator(settings_.distribution_modules, error);
         !error && it != fs::directory_iterator(); it.increment(error))
        if (it->path().extension() == ".so") wanted.emplace(it->path().filename(), it->path());
    if (error) return cannot("list", settings_.distribution_modules, error);
    wanted[std::string(kOurModule)] = settings_.directory / kOurModule;

    // Only what differs is touched: most starts change nothing here.
    std::vector<fs::path> stale;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        std::error_code not_a_link;
        auto const found = wanted.find(it->path().filename());
        if (found != wanted.end() && fs::read_symlink(it->path(), not_a_link) == found->second)
            wanted.erase(found);
        else
            stale.push_back(it->path());
    }
    if (error) return cannot("list", folder, error);
    for (auto const& path : stale)
        if (fs::remove_all(path, error); error) return cannot("remove", path, error);
    for (auto const& [name, target] : wanted)
        if (fs::create_symlink(target, folder / name, error); error) return cannot("create", folder / name, error);
    return {};
}

Result<std::string> InspircdChild::fill(std::string const& name, Values values) const {
    for (auto& [key, value] : values) {
        auto escaped = escape_config_value(value);
        if (!escaped) return fail(Errc::invalid_input, fmt::format("{} ({})", escaped.error().message, key));
        value = std::move(*escaped);
    }
    auto filled = base::fill_template(templates_.at(name), values);
    if (filled) return filled;
    auto error = filled.error();
    error.message = fmt::format("{}: {}", (settings_.templates / name).string(), error.message);
    return std::unexpected(std::move(error));
}

Result<std::string> InspircdChild::render(
    std::string const& link_password, std::string const& module_secret, std::string const& cloak_key
) const {
    std::string config;
    auto append = [&](std::string const& name, Values values) -> Result<> {
        auto filled = fill(name, std::move(values));
        if (!filled) return std::unexpected(filled.error());
        config += *filled;
        return {};
    };
    auto result = append(
        "inspircd.conf",
        {
            {"directory", settings_.directory.string()},
            {"server_name", irc_server_name(settings_.host)},
            {"description", line_text(settings_.name.empty() ? "Alloquy" : settings_.name, 100)},
            {"network", irc_network_name(settings_.name)},
            {"link_password", link_password},
            {"module_secret", module_secret},
            {"certificate", settings_.certificate.string()},
            {"key", settings_.key.string()},
            {"guests", settings_.guests ? "yes" : "no"},
            {"sign_in_url", settings_.sign_in_url},
            {"icon_url", icon_url(settings_.sign_in_url)},
        }
    );
    if (result) result = append(fmt::format("version-{}.conf", major_version_), {{"cloak_key", cloak_key}});
    for (auto const& address : settings_.listen) {
        if (result)
            result = append("listen-tls.conf", {{"address", address}, {"port", std::to_string(settings_.port)}});
        if (result && settings_.plain_port != 0)
            result =
                append("listen-plain.conf", {{"address", address}, {"port", std::to_string(settings_.plain_port)}});
    }
    if (result && settings_.server_port != 0)
        result = append(
            "listen-servers.conf",
            {{"address", settings_.server_address}, {"port", std::to_string(settings_.server_port)}}
        );
    if (result && settings_.sts)
        result = append("sts.conf", {{"sts_host", settings_.host}, {"port", std::to_string(settings_.port)}});
    if (!result) return std::unexpected(result.error());
    return config;
}

Result<> InspircdChild::write_linked_servers() const {
    std::string text;
    for (auto const& server : linked_servers ? linked_servers() : std::vector<LinkedServer>()) {
        auto link = fill("linked-server.conf", {{"name", server.name}, {"password", server.password}});
        if (!link) return std::unexpected(link.error());
        text += *link;
    }
    return base::write_file_atomically(settings_.directory / "leaves.conf", text, 0600, base::Durable::no);
}

Result<> InspircdChild::linked_servers_changed() const {
    if (auto written = write_linked_servers(); !written) return written;
    bridge_.read_configuration_again(irc_server_name(settings_.host));
    return {};
}

Result<std::string> InspircdChild::leaf_part(LeafPart const& part) const {
    auto cloak_key = load_cloak_key(settings_.keys);
    if (!cloak_key) return std::unexpected(cloak_key.error());
    auto text = fill(
        "leaf-part.conf",
        {
            {"name", part.name},
            {"server_id", part.server_id},
            {"description", line_text(settings_.name.empty() ? "Alloquy" : settings_.name, 100)},
            {"network", irc_network_name(settings_.name)},
            {"hub_name", irc_server_name(settings_.host)},
            {"host", settings_.host},
            {"server_port", std::to_string(settings_.server_port)},
            {"module_port", std::to_string(part.module_port)},
            {"fingerprint", part.fingerprint},
            {"link_password", part.link_password},
            {"module_secret", part.module_secret},
            {"guests", settings_.guests ? "yes" : "no"},
            {"sign_in_url", settings_.sign_in_url},
        }
    );
    auto version = fill(fmt::format("version-{}.conf", major_version_), {{"cloak_key", *cloak_key}});
    if (!text || !version) return std::unexpected((text ? version : text).error());
    return *text + *version;
}

Result<supervisor::Launch> InspircdChild::prepare() {
    served_ = false;
    last_lines_.clear();
    for (auto const& folder : {settings_.directory, settings_.directory / "data"})
        if (auto made = base::make_private_directory(folder); !made) return std::unexpected(made.error());
    if (auto installed = install_module(); !installed) return std::unexpected(installed.error());
    if (auto linked = link_modules(); !linked) return std::unexpected(linked.error());

    if (auto written = write_linked_servers(); !written) return std::unexpected(written.error());
    auto cloak_key = load_cloak_key(settings_.keys);
    if (!cloak_key) return std::unexpected(cloak_key.error());
    auto const password = crypto::random_token();
    auto const module_secret = crypto::random_token();
    auto config = render(password, module_secret, *cloak_key);
    if (!config) return std::unexpected(config.error());
    auto const config_path = settings_.directory / "inspircd.conf";
    if (auto written = base::write_file_atomically(config_path, *config, 0600, base::Durable::no); !written)
        return std::unexpected(written.error());

    std::string motd;
    auto const text = settings_.motd.empty()
                          ? fmt::format("Welcome to {}.\nThis server runs Alloquy.", line_text(settings_.name, 100))
                          : settings_.motd;
    for (auto line : base::split(text, '\n')) motd += line_text(line, kMaxMotdLine) + "\n";
    if (auto written = base::write_file_atomically(settings_.directory / "motd.txt", motd, 0600, base::Durable::no);
        !written)
        return std::unexpected(written.error());

    if (module_starts)
        if (auto listening = module_starts(settings_.directory / "module.sock", module_secret); !listening)
            return std::unexpected(listening.error());
    bridge_.server_starts(settings_.directory / "link.sock", password);
    supervisor::Launch launch;
    launch.program = settings_.program;
    launch.arguments = {"--nofork", "--nopid", "--config", config_path.string()};
    launch.working_directory = settings_.directory;
    launch.readable = {settings_.certificate.parent_path(), settings_.distribution_modules};
    return launch;
}

}  // namespace alloquy::irc
