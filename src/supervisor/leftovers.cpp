// SPDX-License-Identifier: GPL-2.0-or-later
#include "leftovers.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/process/descriptor.hpp>
#include <alloquy/process/proc_info.hpp>

#include <fmt/core.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace alloquy::supervisor {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t kRecordLimit = 8192;

bool has_other_threads(pid_t pid) {
    std::error_code error;
    fs::directory_iterator tasks("/proc/" + std::to_string(pid) + "/task", error);
    return !error && std::distance(tasks, fs::directory_iterator{}) > 1;
}

/// Until the last of its threads is gone: the first may be a zombie while another still holds the listening sockets.
bool still_runs(ChildRecord const& record) {
    auto stat = process::process_stat(record.pid);
    if (!stat || stat->start_ticks != record.start_ticks || stat->state == 'X') return false;
    return stat->state != 'Z' || has_other_threads(record.pid);
}

void signal_all(std::vector<ChildRecord> const& records, int number) {
    for (auto const& record : records) {
        // Looked at right before: a number that was given to another process in between would need the whole range of
        // pids to be used up within microseconds.
        if (!still_runs(record)) continue;
        auto stat = process::process_stat(record.pid);
        bool leads_group = stat && stat->group == record.pid;
        ::kill(leads_group ? -record.pid : record.pid, number);
    }
}

Task<> wait_for_end(std::vector<ChildRecord>& records, steady_clock::duration limit) {
    auto const deadline = steady_clock::now() + limit;
    for (;;) {
        std::erase_if(records, [](auto const& record) { return !still_runs(record); });
        if (records.empty() || steady_clock::now() >= deadline) co_return;
        // Not our children, so there is no exit to wait for; and this happens once, at start.
        if (!co_await async::sleep_for(std::chrono::milliseconds(5))) co_return;
    }
}

}  // namespace

std::string to_text(ChildRecord const& record) {
    return fmt::format("{} {} {}\n{}\n", record.pid, record.start_ticks, record.boot_id, record.program);
}

std::optional<ChildRecord> parse_child_record(std::string_view text) {
    auto lines = base::split(text, '\n');
    if (lines.size() != 3 || !lines[2].empty()) return std::nullopt;
    auto words = base::split(lines[0], ' ');
    if (words.size() != 3 || words[2].empty()) return std::nullopt;
    auto pid = base::to_number(words[0]), start = base::to_number(words[1]);
    // 2^22 is the kernel's highest pid (proc(5), pid_max); 0 and 1 would mean "everybody" to kill().
    if (!pid || !start || *pid < 2 || *pid > 4'194'304) return std::nullopt;
    return ChildRecord{pid_t(*pid), *start, std::string(words[2]), std::string(lines[1])};
}

ChildRecords::ChildRecords(fs::path folder) : folder_(std::move(folder)) {
    auto id = base::read_file("/proc/sys/kernel/random/boot_id", 256);
    boot_id_ = id ? std::string(base::trim(*id)) : "unknown";
    if (auto made = base::make_private_directory(folder_); !made) log::error("supervisor", "{}", made.error().message);
}

void ChildRecords::write(std::string_view name, pid_t pid, std::uint64_t start_ticks, fs::path const& program) {
    auto path = folder_ / name;
    auto temporary = path;
    temporary += ".new";
    {
        std::ofstream file(temporary, std::ios::trunc);
        file << to_text({pid, start_ticks, boot_id_, program.string()});
        if (!file.flush()) log::warn("supervisor", "cannot write {}: {}", temporary.string(), std::strerror(errno));
    }
    std::error_code error;
    fs::rename(temporary, path, error);
    if (error) log::warn("supervisor", "cannot write {}: {}", path.string(), error.message());
}

void ChildRecords::remove(std::string_view name) {
    std::error_code error;
    fs::remove(folder_ / name, error);
}

Task<> ChildRecords::end_leftovers(steady_clock::duration grace) {
    std::vector<ChildRecord> running;
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
        files.push_back(entry->path());
        auto text = base::read_file(entry->path(), kRecordLimit);
        auto record = text ? parse_child_record(*text) : std::nullopt;
        if (record && record->boot_id == boot_id_ && still_runs(*record)) running.push_back(std::move(*record));
    }
    for (auto const& record : running)
        log::warn("supervisor", "ending {} (pid {}), left over from an earlier run", record.program, record.pid);
    if (!running.empty()) {
        signal_all(running, SIGTERM);
        signal_all(running, SIGCONT);  // A stopped one would not take it.
        co_await wait_for_end(running, grace);
    }
    if (!running.empty()) {
        signal_all(running, SIGKILL);
        co_await wait_for_end(running, std::chrono::seconds(2));
    }
    for (auto const& record : running)
        log::error("supervisor", "cannot end {} (pid {}), left over from an earlier run", record.program, record.pid);
    for (auto const& path : files) fs::remove(path, error);
}

}  // namespace alloquy::supervisor
