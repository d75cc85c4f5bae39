// SPDX-License-Identifier: GPL-2.0-or-later
// The real alloquyd with its real children, started from the shipped configuration on free loopback ports.
#pragma once
#include "support/http_client.hpp"
#include "support/irc_client.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alloquy::test {

struct Ports {
    std::uint16_t https, files, irc, irc_plain, mumble, turn, turn_tls, media;
    std::uint16_t relay_first, relay_last;
    /// Free ones.
    static Ports choose();
};

struct AlloquydOptions {
    std::vector<std::string> settings{};        ///< "section.key=value", after the defaults of this class.
    std::filesystem::path data{};               ///< Empty: a folder of its own.
    std::optional<Ports> ports{};               ///< Empty: free ones.
    std::vector<std::string> command_prefix{};  ///< Put before the binary, e.g. {"setpriv", …}.
    std::filesystem::path binary{};             ///< Empty: the one that was just built.
    std::filesystem::path config{};             ///< Empty: config/alloquy.toml of the checkout.
    bool flood_limits = true;                   ///< False: a client may say a thousand lines a second.
    bool start = true;                          ///< False: start() is called later.
    bool wait_until_ready = true;
};

/// A person with an account.
struct Person {
    std::string username;
    std::string password;
    std::string token;  ///< A session.
};

class Alloquyd {
public:
    explicit Alloquyd(AlloquydOptions options = {});
    /// Stops it, and prints its log when the running test has failed.
    ~Alloquyd();

    Ports const& ports() const { return ports_; }
    std::filesystem::path const& data() const { return data_; }
    Process& process() { return *process_; }
    std::string log() { return process_->output(); }

    /// The fields of the ready line: url, irc, mumble, turn. Waits for it.
    std::map<std::string, std::string> ready();

    /// SIGTERM and waiting for the end.
    Ended stop();
    /// SIGKILL to alloquyd alone, not to its children.
    void kill_hard();
    /// Starts it again on the same data and ports.
    void start();

    /// Runs `alloquyd <arguments> --config … --data …`.
    CommandResult command(std::vector<std::string> arguments, std::string input = {});
    std::string owner_token();

    HttpClient http() const { return HttpClient(ports_.https); }
    HttpClient http(Person const& person) const { return HttpClient(ports_.https, person.token); }
    IrcClient irc(std::string name, ClientCertificate const* certificate = nullptr) const {
        return IrcClient(std::move(name), ports_.irc, Security::tls, certificate);
    }

    /// By WSS /irc; `headers` are whole lines.
    IrcClient irc_web(
        std::string name, std::string const& subprotocol = "text.ircv3.net", std::string const& headers = {}
    ) const {
        return IrcClient(
            std::move(name),
            std::make_unique<WsClient>(
                ports_.https, "/irc", Security::tls, "Sec-WebSocket-Protocol: " + subprotocol + "\r\n" + headers
            )
        );
    }

    /// Registers by REST; the first one with the owner token.
    Person add_owner(std::string const& username = "olive", std::string const& password = "olive's long password");
    /// Registers by REST with an invite from the owner.
    Person add_person(
        Person const& owner, std::string const& username, std::string const& password = "correct horse battery"
    );
    /// POST /sessions
    HttpResponse sign_in(std::string const& username, std::string const& password) const;

    /// The item of GET /admin/components.
    nlohmann::json component(Person const& owner, std::string const& name);
    pid_t component_pid(Person const& owner, std::string const& name);
    /// Waits until the component is ready with another pid than `old_pid`.
    void wait_for_restart(Person const& owner, std::string const& name, pid_t old_pid);

    /// Every TCP port that it should listen on.
    std::vector<std::uint16_t> listening_ports() const;

private:
    std::vector<std::string> whole_command(std::vector<std::string> const& arguments) const;

    TempDir folder_;
    AlloquydOptions options_;
    Ports ports_;
    std::filesystem::path data_;
    std::filesystem::path binary_;
    std::unique_ptr<Process> process_;
};

}  // namespace alloquy::test
