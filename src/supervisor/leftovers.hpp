// SPDX-License-Identifier: GPL-2.0-or-later
// Children of an alloquyd that was killed: each running child has a record on disk, so that the next alloquyd finds and
// ends those that outlived the last one (PDEATHSIG asks them to end; a child may ignore that).
#pragma once
#include <alloquy/async/task.hpp>

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::supervisor {

/// Pid, start time and boot together name one process for ever.
struct ChildRecord {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;
    std::string boot_id;  ///< /proc/sys/kernel/random/boot_id
    std::string program;  ///< For the log.

    bool operator==(ChildRecord const&) const = default;
};

std::string to_text(ChildRecord const& record);
/// Empty for anything that to_text() doesn't write.
std::optional<ChildRecord> parse_child_record(std::string_view text);

class ChildRecords {
public:
    /// `folder`: <data>/run/children, made when missing.
    explicit ChildRecords(std::filesystem::path folder);

    /// Not synced to disk: it has to survive our end, not the machine's.
    void write(std::string_view name, pid_t pid, std::uint64_t start_ticks, std::filesystem::path const& program);
    void remove(std::string_view name);

    /// Ends all recorded processes that still run, at the same time: SIGTERM, after `grace` SIGKILL to their groups.
    /// Removes the records.
    Task<> end_leftovers(std::chrono::steady_clock::duration grace);

private:
    std::filesystem::path folder_;
    std::string boot_id_;
};

}  // namespace alloquy::supervisor
