// SPDX-License-Identifier: GPL-2.0-or-later
// A supervisor with test children: bad_child programs that do what the test says, probed by connecting to a port.
#pragma once
#include "support/free_ports.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/process/spawner.hpp>
#include <alloquy/supervisor/supervisor.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace alloquy::supervisor::testing_ {

class TestChild final : public Child {
public:
    TestChild(std::string name, std::filesystem::path folder)
        : folder_(std::move(folder)), name_(std::move(name)), port(test::free_ports()) {
        std::filesystem::create_directories(folder_);
    }

    std::string_view name() const override { return name_; }
    std::vector<Port> ports() const override { return {{Port::Protocol::tcp, "127.0.0.1", port, "test.port"}}; }
    Result<Launch> prepare() override {
        ++prepared;
        if (refusal) return std::unexpected(*refusal);
        auto chosen = launches.empty() ? actions : launches.front();
        if (!launches.empty()) launches.erase(launches.begin());
        return Launch{BAD_CHILD, chosen, folder_, {}, {}};
    }
    Task<Result<std::string>> probe() override {
        ++probed;
        asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
        auto [error] = co_await socket.async_connect(
            {asio::ip::address_v4::loopback(), port}, asio::as_tuple(asio::use_awaitable)
        );
        if (error) co_return fail(Errc::unavailable, "no connection");
        co_return "bad child 1.0";
    }
    void ended() override { ++ends; }
    bool ends_well_with(ExitStatus status) const override { return status.code == 10 || status.signal == SIGSEGV; }
    int certificate_reload_signal() const override { return SIGUSR1; }
    std::optional<std::string> redact(std::string line) const override {
        if (line.find("drop me") != std::string::npos) return std::nullopt;
        if (auto at = line.find("hunter2"); at != std::string::npos) line.replace(at, 7, "***");
        return line;
    }
    void line_written(std::string_view line) override { lines.emplace_back(line); }

    std::vector<std::string> good() const { return {"listen", std::to_string(port), "serve"}; }
    std::vector<std::string> good_after(int milliseconds) const {
        return {"wait", std::to_string(milliseconds), "listen", std::to_string(port), "serve"};
    }

private:
    std::filesystem::path folder_;
    std::string name_;

public:
    std::uint16_t port;
    std::vector<std::string> actions;                ///< Of every launch …
    std::vector<std::vector<std::string>> launches;  ///< … but of these, one after the other, first.
    std::optional<Error> refusal;                    ///< What prepare() answers instead.
    std::vector<std::string> lines;
    int prepared = 0, probed = 0, ends = 0;
};

class SupervisorTest : public ::testing::Test {
public:
    SupervisorTest() {
        std::filesystem::create_directories(temp / "run");
        patience.first_back_off = std::chrono::milliseconds(10);
        patience.liveness_every = std::chrono::milliseconds(50);
        patience.degraded_every = std::chrono::milliseconds(50);
    }

    /// Children can be added until the first run().
    TestChild& add(std::string name, int stop_order = 0) {
        children.push_back(std::make_unique<TestChild>(name, temp.path() / name));
        children.back()->actions = children.back()->good();
        if (!supervisor) make_supervisor();
        supervisor->add(*children.back(), stop_order);
        return *children.back();
    }
    void make_supervisor() {
        supervisor =
            std::make_unique<Supervisor>(io.get_executor(), spawner, base::system_clock(), temp / "run", patience);
        subscription = supervisor->updated().subscribe([this](ComponentUpdated const& event) {
            auto text = event.status.name + " " + std::string(to_string(event.status.state));
            if (history.empty() || history.back() != text) history.push_back(text);
        });
    }

    void TearDown() override {
        if (supervisor) run(stop());
        for (auto const& child : children)
            EXPECT_TRUE(test::processes_with((temp.path() / child->name()).string()).empty());
    }

    template <class T>
    T run(Task<T> task) {
        std::optional<T> result;
        std::exception_ptr failure;
        asio::co_spawn(io, std::move(task), [&](std::exception_ptr exception, T value) {
            failure = exception;
            if (!exception) result.emplace(std::move(value));
            io.stop();
        });
        io.restart();
        io.run_for(std::chrono::seconds(60));
        if (failure) std::rethrow_exception(failure);
        if (!result) throw std::runtime_error("not finished within 60 s; " + seen());
        return std::move(*result);
    }

    Task<bool> stop() {
        co_await supervisor->stop();
        co_return true;
    }
    void start() {
        auto started = run(supervisor->start());
        ASSERT_TRUE(started) << started.error().message;
    }
    void start_and_wait() {
        start();
        auto ready = run(supervisor->wait_until_ready());
        ASSERT_TRUE(ready) << ready.error().message << "; " << seen();
    }

    /// Runs the io thread until `ready`.
    void until(std::string what, std::function<bool()> ready) {
        run([](SupervisorTest& test, std::string wanted, std::function<bool()> condition) -> Task<bool> {
            auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
            while (!condition()) {
                if (std::chrono::steady_clock::now() > deadline)
                    throw std::runtime_error("never: " + wanted + "; " + test.seen());
                co_await async::sleep_for(std::chrono::milliseconds(2));
            }
            co_return true;
        }(*this, std::move(what), std::move(ready)));
    }
    void until_state(std::string name, State state) {
        until(name + " " + std::string(to_string(state)), [this, name, state] { return status(name).state == state; });
    }

    ComponentStatus status(std::string const& name) const {
        for (auto& component : supervisor->list())
            if (component.name == name) return component;
        throw std::runtime_error("no component " + name);
    }
    /// Whether these states came in this order, perhaps with others between.
    bool went(std::vector<std::string> const& way) const {
        auto at = history.begin();
        for (auto const& step : way) {
            at = std::find(at, history.end(), step);
            if (at == history.end()) return false;
        }
        return true;
    }
    std::string seen() const {
        std::string text = "history:";
        for (auto const& step : history) text += " [" + step + "]";
        for (auto const& component : supervisor->list()) text += " {" + component.name + ": " + component.detail + "}";
        for (auto const& child : children)
            for (auto const& line : child->lines)
                text += "\n  " + std::string(child->name()) + ": " + line.substr(0, 200);
        return text;
    }

    test::TempDir temp;
    asio::io_context io{1};
    process::Spawner spawner{temp.path()};
    Patience patience;
    std::vector<std::unique_ptr<TestChild>> children;
    std::vector<std::string> history;
    std::unique_ptr<Supervisor> supervisor;
    base::Subscription subscription;
};

}  // namespace alloquy::supervisor::testing_
