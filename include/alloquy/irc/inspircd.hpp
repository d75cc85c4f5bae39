// SPDX-License-Identifier: GPL-2.0-or-later
// InspIRCd as a child of the supervisor: its configuration, its start, and the proof that it serves.
#pragma once
#include <alloquy/irc/bridge.hpp>
#include <alloquy/supervisor/child.hpp>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace alloquy::irc {

/// An InspIRCd on another machine that may link with ours.
struct LinkedServer {
    std::string name;
    std::string password;  ///< Both sides prove that they know it.
};

/// What a leaf's configuration holds besides what its operator chooses.
struct LeafPart {
    std::string name;
    std::string server_id;
    std::string link_password;
    std::string module_secret;
    std::string fingerprint;  ///< Of the certificate that we show: SHA-256 in lower-case hex.
    std::uint16_t module_port = 0;
};

struct InspircdSettings {
    std::filesystem::path directory;  ///< <data>/children/inspircd
    std::filesystem::path keys;       ///< <data>/keys
    std::filesystem::path templates;  ///< config/inspircd
    std::filesystem::path module;     ///< m_alloquy.so as built or installed.
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::filesystem::path program = "/usr/sbin/inspircd";
    std::filesystem::path distribution_modules = "/usr/lib/inspircd/modules";
    std::string host;                      ///< server.host
    std::string name;                      ///< server.name: shown in greetings, and as NETWORK in a form IRC allows.
    std::vector<std::string> listen{"*"};  ///< irc.listen: addresses; "*" is every one.
    std::uint16_t port = 6697;             ///< irc.port, TLS
    std::uint16_t plain_port = 0;          ///< irc.plain_port; 0 = off
    std::string server_address{};          ///< irc.server_listen; empty = no other server links with ours.
    std::uint16_t server_port = 0;
    bool sts = false;  ///< Only with an operator's certificate.
    bool guests = false;
    std::string sign_in_url;
    std::string motd;  ///< Lines shown after sign-in; empty = a greeting of two lines.
};

class InspircdChild final : public supervisor::Child {
public:
    /// Reads the templates and copies our module beside the child, so that starting doesn't need the places they came
    /// from any more: call it while they can be read (as root). Errors: not_found naming the missing file and, for
    /// InspIRCd itself, the Debian package; invalid_input naming the setting.
    static Result<std::unique_ptr<InspircdChild>> load(InspircdSettings settings, Bridge& bridge);

    std::string_view name() const override { return "inspircd"; }
    std::vector<supervisor::Port> ports() const override;
    Result<supervisor::Launch> prepare() override;
    Task<Result<std::string>> probe() override;
    void ended() override;
    bool ends_well_with(supervisor::ExitStatus status) const override;
    int certificate_reload_signal() const override;
    std::optional<std::string> redact(std::string line) const override;
    void line_written(std::string_view line) override;

    /// 3 (Debian 12) or 4 (Debian 13), by the modules that are installed.
    int major_version() const { return major_version_; }
    /// Called before each start: our module will connect to this socket and show this secret, which is new every time.
    /// A failure keeps InspIRCd from starting.
    std::function<Result<>(std::filesystem::path const& socket, std::string const& secret)> module_starts;
    /// Asked before each start, and when they changed.
    std::function<std::vector<LinkedServer>()> linked_servers;
    /// Lets the InspIRCd that runs know. Errors: unavailable (their file can't be written).
    Result<> linked_servers_changed() const;

    /// What to put into a leaf's alloquy.conf; for an InspIRCd of the same major version. Errors: invalid_input.
    Result<std::string> leaf_part(LeafPart const& part) const;

private:
    InspircdChild(InspircdSettings settings, Bridge& bridge, int major_version);

    Result<std::string> fill(std::string const& name, std::vector<std::pair<std::string_view, std::string>> values)
        const;
    Result<> write_linked_servers() const;
    Result<> install_module() const;
    Result<> link_modules() const;
    Result<std::string> render(
        std::string const& link_password, std::string const& module_secret, std::string const& cloak_key
    ) const;

    InspircdSettings settings_;
    Bridge& bridge_;
    int major_version_;
    std::map<std::string, std::string> templates_;  ///< By file name.
    std::deque<std::string> last_lines_;            ///< Of its output, to explain an end before it served.
    bool served_ = false;
};

/// "irc.example.org" stays; names that can't be an IRC server's (no dot, an address, too long) become "irc.<host>" or
/// "irc.alloquy".
std::string irc_server_name(std::string_view host);
/// Letters, digits, '.', '_' and '-' of the name, others as '-'; at most 32; never empty.
std::string irc_network_name(std::string_view name);

}  // namespace alloquy::irc
