// SPDX-License-Identifier: GPL-2.0-or-later
// What /proc says about processes and sockets (proc(5)).
#pragma once
#include <alloquy/base/result.hpp>

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::process {

struct ProcessStat {
    std::string name;  ///< At most 15 bytes; chosen by the process, so any bytes.
    char state = '?';  ///< 'Z' = ended, waiting for its parent.
    pid_t group = 0;
    std::uint64_t start_ticks = 0;  ///< Since the machine's start; with the pid it names a process for ever.
};

/// Parses /proc/<pid>/stat. The name may hold spaces and parentheses.
std::optional<ProcessStat> parse_process_stat(std::string_view text);
/// Empty when there is no such process.
std::optional<ProcessStat> process_stat(pid_t pid);

enum class SocketKind { tcp, udp };

/// A socket that listens (TCP) or is bound without a peer (UDP).
struct ListeningSocket {
    std::uint64_t inode = 0;
    uid_t user = 0;
};

/// Parses /proc/net/{tcp,tcp6,udp,udp6}: those on `port`, at whatever address. Lines that can't be read are skipped.
std::vector<ListeningSocket> parse_listening_sockets(std::string_view table, SocketKind kind, std::uint16_t port);

struct PortOwner {
    pid_t pid = 0;     ///< 0 when we aren't allowed to look.
    std::string name;  ///< Empty with pid 0.
    std::string user;  ///< Name of its user, or the number.
};

/// Who holds the port on this machine (in our network namespace). Empty when nobody does.
std::optional<PortOwner> port_owner(SocketKind kind, std::uint16_t port);

}  // namespace alloquy::process
