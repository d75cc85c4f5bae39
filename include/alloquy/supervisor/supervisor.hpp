// SPDX-License-Identifier: GPL-2.0-or-later
// Starts the children, proves them ready, watches them, restarts them, collects their output, and stops them.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/process/spawner.hpp>
#include <alloquy/supervisor/child.hpp>
#include <alloquy/supervisor/component.hpp>
#include <alloquy/supervisor/log_ring.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::supervisor {

/// How patient we are. Tests shorten it; operators have no reason to.
struct Patience {
    std::chrono::milliseconds start{60'000};          ///< Until ready; then it is killed and counts as ended.
    std::chrono::milliseconds liveness_every{5000};   ///< Between probes of a ready child.
    std::chrono::milliseconds degraded_every{1000};   ///< Between probes of a degraded one.
    unsigned lost_probes = 3;                         ///< In a row: degraded.
    std::chrono::milliseconds degraded{30'000};       ///< Then it is killed.
    std::chrono::milliseconds stop{5000};             ///< From SIGTERM to SIGKILL.
    std::chrono::milliseconds leftover{3000};         ///< The same for leftovers of an earlier run.
    std::chrono::milliseconds retry_failed{300'000};  ///< A failed child is tried again; an operator may have helped.
    std::chrono::milliseconds first_back_off{250};    ///< Doubles up to 30 s; the first restart doesn't wait at all.
};

class ChildRunner;
class ChildRecords;

class Supervisor {
public:
    /// `run_directory`: <data>/run, for the records of running children. The spawner must outlive the supervisor.
    Supervisor(
        asio::any_io_executor executor, process::Spawner& spawner, base::Clock const& clock,
        std::filesystem::path run_directory, Patience patience = {}
    );
    /// Children that still run are killed; call stop() before.
    ~Supervisor();

    /// Before start(). `child` must outlive the supervisor. Children with a lower `stop_order` are stopped first, those
    /// with the same at the same time.
    void add(Child& child, int stop_order = 0);

    /// Ends leftovers of an earlier run, checks that all ports are free, then starts all children at the same time.
    /// Returns when they are being started. Errors (nothing was started then): those of a port that is taken; the
    /// message names the process that has it and the setting to change.
    Task<Result<>> start();

    /// Returns when every child is ready at the same moment. Errors: unavailable, when a child has failed (the message
    /// says why; it is tried again at long intervals, so waiting again can help) or we are stopping.
    Task<Result<>> wait_until_ready();
    bool all_ready() const;

    /// Stops all children: SIGTERM, and SIGKILL for those that take too long. Returns when none is left.
    Task<> stop();

    /// In the order they were added.
    std::vector<ComponentStatus> list() const;
    /// The last lines of output, oldest first. Errors: not_found.
    Result<std::vector<LogLine>> logs(std::string_view name, std::size_t limit) const;
    /// Stops it in the ordinary way and starts it again; a failed one is tried at once. Returns before it is done.
    /// Errors: not_found, unavailable (we are stopping).
    Result<> restart(std::string_view name);

    /// Tells every child to read its certificate again (CertificateReplaced). One that is still starting is told when
    /// it is ready.
    void reload_certificates();

    base::Publisher<ComponentUpdated>& updated() { return updated_; }

private:
    ChildRunner* find(std::string_view name) const;

    asio::any_io_executor executor_;
    process::Spawner& spawner_;
    base::Clock const& clock_;
    Patience patience_;
    std::unique_ptr<ChildRecords> records_;
    std::vector<std::pair<int, std::unique_ptr<ChildRunner>>> runners_;  ///< With their stop order.
    base::Publisher<ComponentUpdated> updated_;
    bool stopping_ = false;
};

}  // namespace alloquy::supervisor
