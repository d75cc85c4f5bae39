// SPDX-License-Identifier: GPL-2.0-or-later
// What /proc says about processes that a test did not start itself.
#include "support/process.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>

namespace alloquy::test {
namespace {

struct Entry {
    pid_t pid;
    pid_t parent;
    char state;
    std::string command_line;
};

std::string slurp(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Entry> all() {
    std::vector<Entry> result;
    std::error_code error;
    for (auto const& item : std::filesystem::directory_iterator("/proc", error)) {
        auto const name = item.path().filename().string();
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ptr != name.data() + name.size()) continue;
        auto const stat = slurp(item.path() / "stat");
        auto const after_name = stat.rfind(") ");
        if (after_name == std::string::npos) continue;
        Entry entry{pid, 0, stat[after_name + 2], slurp(item.path() / "cmdline")};
        entry.parent = static_cast<pid_t>(std::strtol(stat.c_str() + after_name + 4, nullptr, 10));
        std::replace(entry.command_line.begin(), entry.command_line.end(), '\0', ' ');
        result.push_back(std::move(entry));
    }
    return result;
}

}  // namespace

std::vector<pid_t> descendants(pid_t pid) {
    auto const entries = all();
    std::vector<pid_t> found{pid};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (auto const& entry : entries)
            if (entry.parent == found[i] && entry.state != 'Z') found.push_back(entry.pid);
    found.erase(found.begin());
    return found;
}

std::vector<pid_t> processes_with(std::string const& text) {
    std::vector<pid_t> found;
    for (auto const& entry : all())
        if (entry.state != 'Z' && entry.command_line.find(text) != std::string::npos) found.push_back(entry.pid);
    return found;
}

bool alive(pid_t pid) {
    auto const entries = all();
    return std::any_of(entries.begin(), entries.end(), [pid](auto const& entry) {
        return entry.pid == pid && entry.state != 'Z' && entry.state != 'X';
    });
}

void stop_process(pid_t pid) {
    kill(pid, SIGSTOP);
    wait_until("process " + std::to_string(pid) + " stops", [pid] {
        auto const entries = all();
        return std::any_of(entries.begin(), entries.end(), [pid](auto const& entry) {
            return entry.pid == pid && entry.state == 'T';
        });
    });
}

}  // namespace alloquy::test
