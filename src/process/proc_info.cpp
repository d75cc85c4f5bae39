// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/process/proc_info.hpp>

#include <fmt/core.h>
#include <pwd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTableLimit = 32 * 1024 * 1024;

/// Fields of a line, runs of spaces counting as one.
std::vector<std::string_view> fields_of(std::string_view line) {
    auto parts = base::split(line, ' ');
    std::erase_if(parts, [](auto part) { return part.empty(); });
    return parts;
}

std::string user_name(uid_t user) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->pw_name;
    return std::to_string(user);
}

/// The process that has the socket open, as far as we may see.
std::optional<pid_t> holder_of(std::uint64_t inode) {
    auto wanted = fmt::format("socket:[{}]", inode);
    std::error_code error;
    for (fs::directory_iterator process("/proc", error), end; !error && process != end; process.increment(error)) {
        auto pid = base::to_number(process->path().filename().string());
        if (!pid) continue;
        std::error_code closed;  // other users' folders can't be read
        fs::directory_iterator descriptor(process->path() / "fd", closed);
        for (; !closed && descriptor != end; descriptor.increment(closed)) {
            std::error_code gone;
            if (fs::read_symlink(descriptor->path(), gone).native() == wanted) return pid_t(*pid);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text) {
    auto open = text.find('('), close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
    // Fields are counted from 1 in proc(5): 3 = state, 5 = pgrp, 22 = starttime.
    auto fields = fields_of(base::trim(text.substr(close + 1)));
    if (fields.size() < 20 || fields[0].size() != 1) return std::nullopt;
    auto group = base::to_number(fields[2]), start = base::to_number(fields[19]);
    if (!group || !start) return std::nullopt;
    return ProcessStat{std::string(text.substr(open + 1, close - open - 1)), fields[0][0], pid_t(*group), *start};
}

std::optional<ProcessStat> process_stat(pid_t pid) {
    auto text = base::read_file(fmt::format("/proc/{}/stat", pid), 4096);
    if (!text) return std::nullopt;
    return parse_process_stat(*text);
}

std::vector<ListeningSocket> parse_listening_sockets(std::string_view table, SocketKind kind, std::uint16_t port) {
    // include/net/tcp_states.h: 0A = LISTEN; an unconnected UDP socket shows 07 (CLOSE).
    std::string_view const wanted_state = kind == SocketKind::tcp ? "0A" : "07";
    std::vector<ListeningSocket> found;
    for (auto line : base::split(table, '\n')) {
        // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …
        auto fields = fields_of(line);
        if (fields.size() < 10 || fields[3] != wanted_state) continue;
        auto colon = fields[1].rfind(':');
        if (colon == std::string_view::npos) continue;
        unsigned number = 0;
        auto digits = fields[1].substr(colon + 1);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number, 16).ec != std::errc{}) continue;
        auto user = base::to_number(fields[7]), inode = base::to_number(fields[9]);
        if (number == port && user && inode) found.push_back({*inode, uid_t(*user)});
    }
    return found;
}

std::optional<PortOwner> port_owner(SocketKind kind, std::uint16_t port) {
    std::vector<ListeningSocket> sockets;
    for (auto path : kind == SocketKind::tcp ? std::array{"/proc/net/tcp", "/proc/net/tcp6"}
                                             : std::array{"/proc/net/udp", "/proc/net/udp6"}) {
        auto table = base::read_file(path, kTableLimit);
        if (table) std::ranges::copy(parse_listening_sockets(*table, kind, port), std::back_inserter(sockets));
    }
    if (sockets.empty()) return std::nullopt;
    for (auto const& socket : sockets) {
        auto pid = holder_of(socket.inode);
        if (!pid) continue;
        auto stat = process_stat(*pid);
        return PortOwner{*pid, stat ? stat->name : "unknown", user_name(socket.user)};
    }
    return PortOwner{0, {}, user_name(sockets.front().user)};
}

}  // namespace alloquy::process
