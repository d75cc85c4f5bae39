// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/child_runner.hpp"

#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <stdexcept>

namespace alloquy::test {
namespace {

std::map<std::string, std::string>& templates() {
    static std::map<std::string, std::string> texts;
    return texts;
}

}  // namespace

void drop_root() {
    // The checkout may lie in a folder that only root may enter.
    if (templates().empty())
        for (auto const& entry : std::filesystem::recursive_directory_iterator(ALLOQUY_SOURCE_DIR "/config"))
            if (entry.is_regular_file())
                templates()[std::filesystem::relative(entry.path(), ALLOQUY_SOURCE_DIR "/config").string()] =
                    read_text(entry.path());
    if (geteuid() != 0) return;
    auto const* user = getpwnam("nobody");
    if (!user || setgroups(0, nullptr) != 0 || setresgid(user->pw_gid, user->pw_gid, user->pw_gid) != 0 ||
        setresuid(user->pw_uid, user->pw_uid, user->pw_uid) != 0)
        throw std::runtime_error("cannot become nobody");
    if (chdir("/tmp") != 0) throw std::runtime_error("cannot enter /tmp");
}

std::filesystem::path private_templates(TempDir const& folder) {
    auto root = folder / "config";
    for (auto const& [name, text] : templates()) {
        std::filesystem::create_directories((root / name).parent_path());
        write_text(root / name, text);
    }
    return root;
}

ChildRunner::~ChildRunner() {
    stopping_ = true;
    if (follower_.joinable()) follower_.join();
    process_.reset();
}

std::string ChildRunner::start() {
    launch();
    return wait_ready();
}

void ChildRunner::launch() {
    stopping_ = true;
    if (follower_.joinable()) follower_.join();
    auto launch = io_.call([this] { return child_.prepare(); });
    if (!launch) throw std::runtime_error("prepare: " + launch.error().field + " " + launch.error().message);
    std::vector<std::string> command = {launch->program.string()};
    command.insert(command.end(), launch->arguments.begin(), launch->arguments.end());
    // Ice opens its sockets without close-on-exec, and a child that inherits one keeps that port open.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    process_ = std::make_unique<Process>(command, ProcessOptions{.directory = launch->working_directory});
    stopping_ = false;
    follower_ = std::thread([this] { follow(); });
}

void ChildRunner::follow() {
    std::size_t seen = 0;
    while (!stopping_) {
        bool running = process_->running();
        auto output = process_->output();
        for (auto end = output.find('\n', seen); end != std::string::npos; end = output.find('\n', seen)) {
            auto line = output.substr(seen, end - seen);
            seen = end + 1;
            io_.call([&] {
                auto clean = child_.redact(line);
                std::lock_guard lock(mutex_);
                raw_ += line + "\n";
                if (!clean) return 0;
                lines_ += *clean + "\n";
                child_.line_written(*clean);
                return 0;
            });
        }
        if (!running) {
            io_.call([&] {
                child_.ended();
                return 0;
            });
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

std::string ChildRunner::wait_ready(Milliseconds limit) {
    std::string version, why;
    wait_until(
        std::string(child_.name()) + " is ready",
        [&] {
            if (!process_->running()) throw std::runtime_error(std::string(child_.name()) + " ended\n" + lines());
            auto proof = io_.run(child_.probe());
            if (proof) version = *proof;
            if (!proof) why = proof.error().message + " " + proof.error().detail;
            return proof.has_value();
        },
        [&] { return why + "\n" + lines(); }, limit
    );
    return version;
}

void ChildRunner::signal(int number) {
    process_->signal(number);
}

supervisor::ExitStatus ChildRunner::stop(int number) {
    if (number == SIGTERM)
        io_.run([](supervisor::Child* child) -> Task<int> {
            co_await child->ending();
            co_return 0;
        }(&child_));
    process_->signal(number);
    auto ended = process_->wait();
    if (follower_.joinable()) follower_.join();
    return {ended.code, ended.signal};
}

bool ChildRunner::running() {
    return process_ && process_->running();
}

std::string ChildRunner::lines() {
    std::lock_guard lock(mutex_);
    return lines_;
}

std::string ChildRunner::raw_lines() {
    std::lock_guard lock(mutex_);
    return raw_;
}

}  // namespace alloquy::test
