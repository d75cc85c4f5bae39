// SPDX-License-Identifier: GPL-2.0-or-later
// What the supervisor must know of a child program. The bridges (irc, mumble, turn) implement it; the supervisor runs
// it.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/process/exit_status.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::supervisor {

/// How to start the program. Paths are absolute.
struct Launch {
    std::filesystem::path program;
    std::vector<std::string>
        arguments;  ///< Without the program itself. Everyone on the machine can read them: no secrets.
    std::filesystem::path working_directory;  ///< The child's private folder, writable for it.
    std::vector<std::filesystem::path>
        readable;  ///< Beyond the system's folders (/usr, /etc, …): all else is closed to it by Landlock. They must
                   ///< exist. Name the folder of a file that is replaced by renaming (a certificate): a rule stays with
                   ///< the old file.
    std::vector<std::filesystem::path> writable;  ///< Beyond working_directory.
};

/// How a process ended: `code`, or the number of the `signal` that killed it.
using ExitStatus = process::ExitStatus;

/// A port that must be free before the child starts; a foreign owner is named in the error.
struct Port {
    enum class Protocol { tcp, udp };
    Protocol protocol;
    std::string address;  ///< Listening address, e.g. "0.0.0.0".
    std::uint16_t number;
    std::string setting;  ///< What to change in the configuration, e.g. "irc.port".
};

class Child {
public:
    virtual ~Child() = default;

    /// "inspircd", "murmur", "coturn": the component's name in the API, the log and children/<name>/.
    virtual std::string_view name() const = 0;

    /// Ports it will listen on.
    virtual std::vector<Port> ports() const = 0;

    /// Writes its configuration (atomically, 0600) and says how to start it. Called before each start, so a damaged
    /// file heals. Errors: whatever keeps it from starting (not retried when it is invalid_input or not_found: that
    /// needs the operator).
    virtual Result<Launch> prepare() = 0;

    /// Proves by protocol that the running child serves: the version it reports, or why it doesn't (yet). Called
    /// repeatedly while starting and, as liveness, every few seconds after. Must bound its own time to about 2 s.
    virtual Task<Result<std::string>> probe() = 0;

    /// Awaited before the process is sent SIGTERM: stop asking it, so that nothing is under way when it ends. Must
    /// bound its own time to about 2 s.
    virtual Task<> ending() { co_return; }

    /// Called when the process has ended, before any restart: drop connections to it.
    virtual void ended() {}

    /// Whether ending like this after SIGTERM is this program's way of ending well (the log stays quiet then).
    virtual bool ends_well_with(ExitStatus status) const = 0;

    /// The signal that makes it read its certificate files again without dropping anybody.
    virtual int certificate_reload_signal() const = 0;

    /// One line of its output without secrets. `std::nullopt` drops the line.
    virtual std::optional<std::string> redact(std::string line) const { return line; }

    /// Called with each (redacted) line of output, on the io thread.
    virtual void line_written(std::string_view) {}
};

}  // namespace alloquy::supervisor
