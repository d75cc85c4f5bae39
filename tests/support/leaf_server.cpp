// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/leaf_server.hpp"

#include "support/free_ports.hpp"

#include <alloquy/crypto/certificate.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace alloquy::test {
namespace {

constexpr char const* kModules = "/usr/lib/inspircd/modules";

void replace(std::string& text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("no " + from + " in:\n" + text);
    text.replace(at, from.size(), to);
}

/// Gives <define name="…" value="…"> another value.
void define(std::string& config, std::string const& name, std::string const& value) {
    auto const start = "<define name=\"" + name + "\" value=\"";
    auto const at = config.find(start);
    if (at == std::string::npos) throw std::runtime_error("no " + start);
    auto const begin = at + start.size();
    config.replace(begin, config.find('"', begin) - begin, value);
}

}  // namespace

LeafServer::Hub::Hub() : module_port(free_ports()), server_port(free_ports()) {}

AlloquydOptions LeafServer::Hub::options() const {
    AlloquydOptions options;
    options.settings = {
        "server.host=127.0.0.1", "irc.module_listen=127.0.0.1:" + std::to_string(module_port),
        "irc.server_listen=127.0.0.1:" + std::to_string(server_port)
    };
    return options;
}

LeafServer::LeafServer(Alloquyd& server, Hub const& hub, std::string name)
    : server_(server),
      name_(std::move(name)),
      port_(free_ports()),
      to_module_(hub.module_port),
      to_server_(hub.server_port) {
    auto const added = server_.command({"leaf", "add", name_});
    if (added.code != 0) throw std::runtime_error("leaf add failed:\n" + added.all);
    printed_ = part_ = added.out;
    replace(part_, "127.0.0.1:" + std::to_string(hub.module_port), "127.0.0.1:" + std::to_string(to_module_.port()));
    replace(
        part_, "port=\"" + std::to_string(hub.server_port) + "\"", "port=\"" + std::to_string(to_server_.port()) + "\""
    );
    write_files();
    start();
}

void LeafServer::write_files() {
    auto const modules = folder_ / "modules";
    std::filesystem::create_directories(modules);
    std::filesystem::create_directories(folder_ / "data");
    for (auto const& file : std::filesystem::directory_iterator(kModules))
        std::filesystem::create_symlink(file.path(), modules / file.path().filename());
    std::filesystem::create_symlink(ALLOQUY_MODULE, modules / "m_alloquy.so");
    auto const pair = crypto::make_self_signed(name_, {name_});
    if (!pair) throw std::runtime_error(pair.error().message);
    write_text(folder_ / "tls.crt", pair->certificate_pem);
    write_text(folder_ / "tls.key", pair->key_pem);
    write_text(folder_ / "motd.txt", "A leaf.\n");
    auto config = read_text(ALLOQUY_SOURCE_DIR "/config/inspircd/leaf.conf.example");
    define(config, "folder", folder_.path().string());
    define(config, "modules", modules.string());
    define(config, "certificate", (folder_ / "tls.crt").string());
    define(config, "key", (folder_ / "tls.key").string());
    define(config, "address", "127.0.0.1");
    define(config, "port", std::to_string(port_));
    write_text(folder_ / "inspircd.conf", config);
}

void LeafServer::start() {
    write_text(folder_ / "alloquy.conf", part_);
    std::vector<std::string> command{
        "/usr/sbin/inspircd", "--nofork", "--nopid", "--config", (folder_ / "inspircd.conf").string()
    };
    if (geteuid() == 0) command.emplace_back("--runasroot");
    process_ = std::make_unique<Process>(std::move(command), ProcessOptions{.directory = folder_.path()});
    wait_until(name_ + " accepts connections", [&] { return accepts(port_); }, [&] { return process_->output(); });
}

void LeafServer::stop() {
    process_->signal(SIGTERM);
    process_->wait();
}

void LeafServer::restart_with(std::string const& from, std::string const& to) {
    stop();
    replace(part_, from, to);
    start();
}

void LeafServer::wait_until_linked() {
    server_.process().wait_for_line("module link of ... \\(" + name_ + "\\) is up", 2 * patience());
    // It offers SASL while it sees the services, which are behind the Alloquy server's InspIRCd.
    wait_until(
        name_ + " sees the services",
        [&] {
            auto client = irc("look");
            client.send("CAP LS 302");
            std::string list;
            do {
                list = client.expect(" CAP \\S+ LS ");
                if (list.find("sasl") != std::string::npos) return true;
            } while (list.find(" LS * ") != std::string::npos);
            return false;
        },
        [&] { return process_->output(); }, 2 * patience()
    );
}

LeafServer::~LeafServer() {
    try {
        if (process_ && process_->running()) stop();
    } catch (std::exception const& error) {
        ADD_FAILURE() << name_ << " did not stop: " << error.what();
    }
    if (process_ && testing::UnitTest::GetInstance()->Failed())
        std::printf("---- output of %s\n%s----\n", name_.c_str(), process_->output().c_str());
}

}  // namespace alloquy::test
