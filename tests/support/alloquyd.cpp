// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/alloquyd.hpp"

#include "support/free_ports.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace alloquy::test {

Ports Ports::choose() {
    auto const first = free_ports(8);
    auto const relay = free_ports(20);
    auto const at = [first](unsigned offset) { return static_cast<std::uint16_t>(first + offset); };
    return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), relay, static_cast<std::uint16_t>(relay + 19)};
}

namespace {

/// The children's templates as they ship, but for what slows down a client that says much at once.
void copy_templates_without_flood_limits(std::filesystem::path const& to) {
    std::filesystem::copy(ALLOQUY_SOURCE_DIR "/config", to, std::filesystem::copy_options::recursive);
    auto const file = to / "inspircd" / "inspircd.conf";
    std::ifstream in(file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    std::string const limits = R"(threshold="20" commandrate="5000" fakelag="on")";
    auto at = text.find(limits);
    if (at == std::string::npos) throw std::runtime_error("the template's flood limits have changed");
    for (; at != std::string::npos; at = text.find(limits))
        text.replace(at, limits.size(), R"(threshold="1000000" commandrate="1000000000" fakelag="off")");
    std::ofstream(file, std::ios::trunc) << text;
}

}  // namespace

Alloquyd::Alloquyd(AlloquydOptions options)
    : options_(std::move(options)),
      ports_(options_.ports ? *options_.ports : Ports::choose()),
      data_(options_.data.empty() ? folder_ / "data" : options_.data),
      binary_(options_.binary.empty() ? std::filesystem::path(ALLOQUYD_BINARY) : options_.binary) {
    if (!options_.flood_limits) copy_templates_without_flood_limits(folder_ / "templates");
    if (options_.start) start();
}

std::vector<std::string> Alloquyd::whole_command(std::vector<std::string> const& arguments) const {
    auto const config =
        options_.config.empty() ? std::string(ALLOQUY_SOURCE_DIR "/config/alloquy.toml") : options_.config.string();
    auto command = options_.command_prefix;
    command.push_back(binary_.string());
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.insert(command.end(), {"--config", config, "--data", data_.string()});
    auto const relay = std::to_string(ports_.relay_first) + "-" + std::to_string(ports_.relay_last);
    std::vector<std::string> settings{
        "server.host=localhost",
        "http.listen=127.0.0.1",
        "http.port=" + std::to_string(ports_.https),
        "http.files_port=" + std::to_string(ports_.files),
        "irc.listen=127.0.0.1",
        "irc.port=" + std::to_string(ports_.irc),
        "irc.plain_port=" + std::to_string(ports_.irc_plain),
        "mumble.listen=127.0.0.1",
        "mumble.port=" + std::to_string(ports_.mumble),
        "turn.listen=127.0.0.1",
        "turn.port=" + std::to_string(ports_.turn),
        "turn.tls_port=" + std::to_string(ports_.turn_tls),
        "turn.relay_ports=" + relay,
        "turn.allowed_peers=127.0.0.1",
        "media.port=" + std::to_string(ports_.media),
    };
    settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
    for (auto& setting : settings) {
        command.push_back("--set");
        command.push_back(std::move(setting));
    }
    return command;
}

void Alloquyd::start() {
    process_.reset();
    auto command = whole_command({"serve"});
    if (!options_.flood_limits) command.insert(command.end(), {"--templates", (folder_ / "templates").string()});
    process_ = std::make_unique<Process>(command);
    if (options_.wait_until_ready) ready();
}

Alloquyd::~Alloquyd() {
    if (!process_) return;
    try {
        if (process_->running()) stop();
    } catch (std::exception const& error) {
        ADD_FAILURE() << "alloquyd did not stop: " << error.what();
    }
    if (testing::UnitTest::GetInstance()->Failed()) std::printf("---- log of alloquyd\n%s----\n", log().c_str());
}

std::map<std::string, std::string> Alloquyd::ready() {
    // Murmur's first start alone takes about 2 s of CPU, and a test machine may be busy.
    std::istringstream words(process_->wait_for_line("^ready url=", 3 * patience()));
    std::map<std::string, std::string> fields;
    for (std::string word; words >> word;)
        if (auto const equals = word.find('='); equals != std::string::npos)
            fields[word.substr(0, equals)] = word.substr(equals + 1);
    return fields;
}

Ended Alloquyd::stop() {
    process_->signal(SIGTERM);
    return process_->wait(2 * patience());
}

void Alloquyd::kill_hard() {
    process_->signal(SIGKILL);
    process_->wait();
}

CommandResult Alloquyd::command(std::vector<std::string> arguments, std::string input) {
    return run(whole_command(arguments), {.input = std::move(input)}, 2 * patience());
}

std::string Alloquyd::owner_token() {
    auto const result = command({"owner-link", "--json"});
    auto const json = nlohmann::json::parse(result.out, nullptr, /*allow_exceptions=*/false);
    if (result.code != 0 || !json.is_object()) throw std::runtime_error("owner-link failed:\n" + result.all);
    if (json.contains("token")) return json["token"].get<std::string>();
    auto const url = json.at("url").get<std::string>();
    return url.substr(url.find('#') + 1);
}

Person Alloquyd::add_owner(std::string const& username, std::string const& password) {
    auto client = http();
    auto const answer = client.expect(
        201,
        client.post("/api/v1/accounts", {{"username", username}, {"password", password}, {"invite", owner_token()}})
    );
    return {username, password, answer.at("token").get<std::string>()};
}

Person Alloquyd::add_person(Person const& owner, std::string const& username, std::string const& password) {
    auto inviter = http(owner);
    auto const invite = inviter.expect(201, inviter.post("/api/v1/invites", {{"max_uses", 1}}));
    auto client = http();
    auto const answer = client.expect(
        201, client.post(
                 "/api/v1/accounts",
                 {{"username", username}, {"password", password}, {"invite", invite.at("code").get<std::string>()}}
             )
    );
    return {username, password, answer.at("token").get<std::string>()};
}

HttpResponse Alloquyd::sign_in(std::string const& username, std::string const& password) const {
    return http().post("/api/v1/sessions", {{"username", username}, {"password", password}});
}

nlohmann::json Alloquyd::component(Person const& owner, std::string const& name) {
    auto client = http(owner);
    auto const answer = client.expect(200, client.get("/api/v1/admin/components"));
    for (auto const& item : answer.at("items"))
        if (item.at("name") == name) return item;
    throw std::runtime_error("no component " + name + " in " + answer.dump());
}

pid_t Alloquyd::component_pid(Person const& owner, std::string const& name) {
    auto const item = component(owner, name);
    if (!item.at("pid").is_number() || item.at("pid").get<pid_t>() <= 1)
        throw std::runtime_error("no process: " + item.dump());
    return item.at("pid").get<pid_t>();
}

void Alloquyd::wait_for_restart(Person const& owner, std::string const& name, pid_t old_pid) {
    std::string last;
    wait_until(
        name + " is back",
        [&] {
            auto const item = component(owner, name);
            last = item.dump();
            return item.at("state") == "ready" && item.at("pid").is_number() && item.at("pid").get<pid_t>() != old_pid;
        },
        [&] { return last; }, 2 * patience()
    );
}

std::vector<std::uint16_t> Alloquyd::listening_ports() const {
    return {ports_.https, ports_.irc, ports_.irc_plain, ports_.mumble, ports_.turn, ports_.turn_tls};
}

}  // namespace alloquy::test
