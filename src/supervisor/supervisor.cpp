// SPDX-License-Identifier: GPL-2.0-or-later
#include "child_runner.hpp"
#include "ports.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/supervisor/supervisor.hpp>

#include <boost/asio/as_tuple.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace alloquy::supervisor {

Supervisor::Supervisor(
    asio::any_io_executor executor, process::Spawner& spawner, base::Clock const& clock,
    std::filesystem::path run_directory, Patience patience
)
    : executor_(std::move(executor)),
      spawner_(spawner),
      clock_(clock),
      patience_(patience),
      records_(std::make_unique<ChildRecords>(run_directory / "children")) {}

Supervisor::~Supervisor() = default;

void Supervisor::add(Child& child, int stop_order) {
    RunnerContext context{executor_, spawner_, clock_, *records_, patience_, updated_};
    runners_.emplace_back(stop_order, std::make_unique<ChildRunner>(child, std::move(context)));
}

Task<Result<>> Supervisor::start() {
    co_await records_->end_leftovers(patience_.leftover);
    for (auto& [order, runner] : runners_) {
        auto free = check_ports_free(runner->child().ports());
        if (!free) co_return std::unexpected(free.error());
    }
    if (stopping_) co_return fail(Errc::unavailable, "stopping");
    for (auto& [order, runner] : runners_) runner->start();
    co_return Result<>{};
}

Task<Result<>> Supervisor::wait_until_ready() {
    asio::steady_timer changed(executor_);
    auto subscription = updated_.subscribe([&changed](ComponentUpdated const&) { changed.cancel(); });
    while (!all_ready()) {
        if (stopping_) co_return fail(Errc::unavailable, "stopping");
        for (auto const& component : list())
            if (component.state == State::failed)
                co_return fail(Errc::unavailable, fmt::format("{} has failed: {}", component.name, component.detail));
        changed.expires_at(asio::steady_timer::time_point::max());
        co_await changed.async_wait(asio::as_tuple(asio::use_awaitable));
        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return fail(Errc::unavailable, "stopping");
    }
    co_return Result<>{};
}

bool Supervisor::all_ready() const {
    return std::ranges::all_of(runners_, [](auto const& entry) {
        return entry.second->status().state == State::ready;
    });
}

Task<> Supervisor::stop() {
    stopping_ = true;
    std::set<int> orders;
    for (auto& [order, runner] : runners_) orders.insert(order);
    for (int order : orders) {
        async::TaskGroup together(executor_, "supervisor");
        for (auto& [own, runner] : runners_)
            if (own == order) together.spawn(runner->shut_down());
        // Asked softly, so that nothing is cut short: each shut_down() has its own bound.
        co_await together.stop(patience_.stop + std::chrono::seconds(30));
    }
}

std::vector<ComponentStatus> Supervisor::list() const {
    std::vector<ComponentStatus> components;
    for (auto const& [order, runner] : runners_) components.push_back(runner->status());
    return components;
}

Result<std::vector<LogLine>> Supervisor::logs(std::string_view name, std::size_t limit) const {
    auto* runner = find(name);
    if (!runner) return fail(Errc::not_found, "there is no such component");
    return runner->log_ring().last(limit);
}

Result<> Supervisor::restart(std::string_view name) {
    auto* runner = find(name);
    if (!runner) return fail(Errc::not_found, "there is no such component");
    if (stopping_) return fail(Errc::unavailable, "the server is stopping");
    log::info("supervisor", "restart of {} wanted", name);
    runner->restart();
    return {};
}

void Supervisor::reload_certificates() {
    for (auto& [order, runner] : runners_) runner->reload_certificate();
}

ChildRunner* Supervisor::find(std::string_view name) const {
    for (auto const& [order, runner] : runners_)
        if (runner->child().name() == name) return runner.get();
    return nullptr;
}

}  // namespace alloquy::supervisor
