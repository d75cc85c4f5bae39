// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/process/proc_info.hpp>
#include <alloquy/process/sandbox.hpp>
#include <alloquy/process/spawner.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>

namespace alloquy::process {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct Seen {
    ExitStatus status;
    std::string out;
    std::string errors;

    bool says(std::string const& line) const { return ("\n" + out).find("\n" + line + "\n") != std::string::npos; }
};

Task<std::string> read_all(asio::posix::stream_descriptor& pipe) {
    std::string text;
    std::array<char, 4096> buffer;
    for (;;) {
        auto [error, size] = co_await pipe.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
        if (error) co_return text;
        text.append(buffer.data(), size);
    }
}

class SpawnerTest : public testing::Test {
public:
    SpawnerTest() { fs::create_directories(work); }

    SpawnRequest request(std::vector<std::string> arguments) { return {BAD_CHILD, std::move(arguments), work, {}, {}}; }

    /// Runs `task` to its end, for 30 s at most.
    template <class T>
    T run(Task<T> task) {
        std::optional<T> result;
        std::exception_ptr failure;
        asio::co_spawn(io, std::move(task), [&](std::exception_ptr exception, T value) {
            failure = exception;
            if (!exception) result.emplace(std::move(value));
        });
        io.restart();
        io.run_for(30s);
        if (failure) std::rethrow_exception(failure);
        if (!result) throw std::runtime_error("not finished within 30 s");
        return std::move(*result);
    }

    Task<Result<Seen>> run_program(SpawnRequest wanted) {
        auto process = co_await spawner.spawn(std::move(wanted));
        if (!process) co_return std::unexpected(process.error());
        Seen seen;
        seen.out = co_await read_all((*process)->output());
        seen.errors = co_await read_all((*process)->errors());
        auto status = co_await (*process)->wait();
        seen.status = status.value_or(ExitStatus{-1, -1});
        co_return seen;
    }
    Result<Seen> run_to_end(std::vector<std::string> arguments) {
        return run(run_program(request(std::move(arguments))));
    }

    test::TempDir temp;
    fs::path data = temp / "data", work = temp / "data/children/bad";
    asio::io_context io{1};
    Spawner spawner{data};
};

TEST_F(SpawnerTest, GivesAChildACleanStart) {
    ::setenv("ALLOQUY_TEST_SECRET", "hunter2", 1);
    Descriptor leak(::open("/dev/zero", O_RDONLY));  // not close-on-exec
    sigset_t term, before;
    ::sigemptyset(&term);
    ::sigaddset(&term, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &term, &before);
    ::signal(SIGPIPE, SIG_IGN);
    auto seen = run_to_end({"report"});
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::unsetenv("ALLOQUY_TEST_SECRET");

    ASSERT_TRUE(seen) << seen.error().message;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto files = std::to_string(std::min<rlim_t>(limit.rlim_max, 65536));
    for (auto line :
         {std::string("group=1 session=1"), "files=" + files + "/" + files + " core=0",
          std::string("death_signal=15 no_new_privs=1"), std::string("term_blocked=0 pipe_ignored=0"),
          "folder=" + work.string(), std::string("input=/dev/null"), "environment=HOME=" + work.string()})
        EXPECT_TRUE(seen->says(line)) << line << " is missing in:\n" << seen->out;
    EXPECT_EQ(seen->out.find("descriptor="), std::string::npos) << seen->out;
    EXPECT_EQ(seen->out.find("hunter2"), std::string::npos) << seen->out;
    EXPECT_EQ(seen->status, (ExitStatus{0, 0}));
}

TEST_F(SpawnerTest, SeparatesOutputErrorsAndExit) {
    auto seen = run_to_end({"print", "to stdout", "complain", "to stderr", "exit", "7"});
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_EQ(seen->out, "to stdout\n");
    EXPECT_EQ(seen->errors, "to stderr\n");
    EXPECT_EQ(seen->status, (ExitStatus{7, 0}));
    EXPECT_EQ(to_string(seen->status), "exit code 7");
    EXPECT_EQ(to_string(ExitStatus{0, SIGKILL}), "signal 9 (Killed)");
}

TEST_F(SpawnerTest, ClosesAllFilesButTheNamedOnes) {
    ASSERT_GT(landlock_version(), 0) << "this kernel has no Landlock: children can't be confined here";
    auto const child = temp / "data/children/other", keys = temp / "data/keys", tls = temp / "data/tls";
    for (auto const& folder : {child, keys, tls, temp / "shared"}) fs::create_directories(folder);
    for (auto const& file : {child / "secret", keys / "key", data / "alloquy.db", tls / "live.crt", work / "own.conf"})
        test::write_text(file, "content");

    auto wanted = request({"read",   child / "secret",
                           "read",   keys / "key",
                           "read",   data / "alloquy.db",
                           "read",   tls / "live.crt",
                           "write",  tls / "new",
                           "read",   work / "own.conf",
                           "write",  work / "new",
                           "write",  temp / "shared/new",
                           "write",  temp / "new",
                           "read",   "/etc/passwd",
                           "read",   "/proc/self/status",
                           "write",  "/etc/alloquy-test",
                           "write",  "/dev/null",
                           "read",   "/proc/" + std::to_string(::getpid()) + "/mem",
                           "signal", std::to_string(::getpid())});
    wanted.readable = {tls};
    wanted.writable = {temp / "shared"};
    auto seen = run(run_program(wanted));
    ASSERT_TRUE(seen) << seen.error().message;
    auto expect = [&](std::string const& line) {
        EXPECT_TRUE(seen->says(line)) << line << " is missing in:\n" << seen->out;
    };
    for (auto const& path : {child / "secret", keys / "key", data / "alloquy.db"})
        expect("read " + path.string() + ": Permission denied");
    expect("read " + (tls / "live.crt").string() + ": ok");
    expect("write " + (tls / "new").string() + ": Permission denied");
    expect("read " + (work / "own.conf").string() + ": ok");
    expect("write " + (work / "new").string() + ": ok");
    expect("write " + (temp / "shared/new").string() + ": ok");
    expect("write " + (temp / "new").string() + ": Permission denied");
    expect("read /etc/passwd: ok");
    expect("read /proc/self/status: ok");
    expect("write /etc/alloquy-test: Permission denied");
    expect("write /dev/null: ok");
    expect("read /proc/" + std::to_string(::getpid()) + "/mem: Permission denied");
    if (landlock_version() >= 6) expect("signal: Operation not permitted");
}

TEST_F(SpawnerTest, ReportsWhyAProgramCantStart) {
    auto missing = request({});
    missing.program = "/nonexistent/server";
    auto seen = run(run_program(missing));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::not_found);
    EXPECT_NE(seen.error().message.find("/nonexistent/server"), std::string::npos) << seen.error().message;

    auto no_program = request({});
    no_program.program = work / "text";
    test::write_text(no_program.program, "no program");
    seen = run(run_program(no_program));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::forbidden) << seen.error().message;

    auto nowhere = request({});
    nowhere.readable = {temp / "missing"};
    seen = run(run_program(nowhere));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::not_found) << seen.error().message;
}

TEST_F(SpawnerTest, NoticesADeathAtOnceAndEndsTheWholeGroup) {
    auto seen = run([](SpawnerTest& test) -> Task<Result<Seen>> {
        auto process = co_await test.spawner.spawn(test.request({"grandchild", "sleep"}));
        if (!process) co_return std::unexpected(process.error());
        std::array<char, 256> line{};
        auto [error, size] =
            co_await (*process)->output().async_read_some(asio::buffer(line), asio::as_tuple(asio::use_awaitable));
        Seen result;
        result.out.assign(line.data(), size);
        auto const killed = std::chrono::steady_clock::now();
        (*process)->signal(SIGKILL);
        result.status = (co_await (*process)->wait()).value_or(ExitStatus{});
        std::chrono::duration<double, std::milli> const noticed = std::chrono::steady_clock::now() - killed;
        std::cout << "[ figure   ] from kill -9 to notice: " << noticed.count() << " ms\n";
        co_return result;
    }(*this));
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_EQ(seen->status, (ExitStatus{0, SIGKILL}));
    ASSERT_TRUE(seen->out.starts_with("grandchild ")) << seen->out;
    auto grandchild = pid_t(std::atoi(seen->out.c_str() + 11));
    test::wait_until("the grandchild ends", [&] { return !test::alive(grandchild); });
}

TEST_F(SpawnerTest, ABusyForkingThreadAnswersEveryRequest) {
    auto ended = run([](SpawnerTest& test) -> Task<int> {
        int good = 0;
        std::vector<std::unique_ptr<ChildProcess>> running;
        for (int i = 0; i < 20; ++i) {
            auto process = co_await test.spawner.spawn(test.request({"exit", std::to_string(i)}));
            if (process) running.push_back(std::move(*process));
        }
        for (int i = 0; i < int(running.size()); ++i)
            good += co_await running[std::size_t(i)]->wait() == ExitStatus{i, 0};
        co_return good;
    }(*this));
    EXPECT_EQ(ended, 20);
}

// PDEATHSIG follows the thread that forked: a child must outlive the request that started it, but not the process.
TEST_F(SpawnerTest, AKilledParentTakesItsChildrenAlong) {
    test::Process parent({SPAWN_UNTIL_KILLED, BAD_CHILD, work.string()});
    auto child = pid_t(std::stoi(parent.wait_for_line("^child ").substr(6)));
    EXPECT_TRUE(test::alive(child));
    parent.signal(SIGKILL);
    parent.wait();
    test::wait_until("the child of a killed parent ends", [&] { return !test::alive(child); });
}

TEST_F(SpawnerTest, DroppingAProcessKillsIt) {
    pid_t pid = run([](SpawnerTest& test) -> Task<pid_t> {
        auto process = co_await test.spawner.spawn(test.request({"ignore-term", "sleep"}));
        co_return process ? (*process)->pid() : 0;
    }(*this));
    ASSERT_GT(pid, 0);
    test::wait_until("it ends", [&] { return !test::alive(pid); });
    ::waitpid(pid, nullptr, WNOHANG);
}

}  // namespace
}  // namespace alloquy::process
