// SPDX-License-Identifier: GPL-2.0-or-later
// What happens when children die, hang or never come up.
#include "harness.hpp"

#include <iostream>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;
using testing_::SupervisorTest;
using Steady = std::chrono::steady_clock;

TEST_F(SupervisorTest, AKilledChildIsBackAtOnce) {
    auto& child = add("victim");
    start_and_wait();
    for (int round = 0; round < 3; ++round) {
        auto pid = status("victim").pid;
        auto const killed = Steady::now();
        ::kill(pid, SIGKILL);
        until("another process is ready", [&] {
            return status("victim").pid != pid && status("victim").state == State::ready;
        });
        std::cout << "[ figure   ] from kill -9 to ready again: "
                  << std::chrono::duration<double, std::milli>(Steady::now() - killed).count() << " ms\n";
    }
    EXPECT_TRUE(went({"victim ready", "victim backing_off", "victim starting", "victim ready"})) << seen();
    EXPECT_EQ(status("victim").restarts, 3U);
    EXPECT_EQ(child.ends, 3);
}

TEST_F(SupervisorTest, AllKilledAtOnceAreAllBack) {
    for (auto name : {"one", "two", "three"}) add(name);
    start_and_wait();
    for (auto const& component : supervisor->list()) ::kill(component.pid, SIGKILL);
    until("all are back", [&] {
        return std::ranges::all_of(supervisor->list(), [](auto const& component) {
            return component.state == State::ready && component.restarts == 1;
        });
    });
}

TEST_F(SupervisorTest, ACrashLoopIsReportedAndNotSpun) {
    patience.first_back_off = 1ms;
    auto& child = add("crashing");
    child.actions = {"complain", "bad configuration in line 7", "exit", "2"};
    start();
    until_state("crashing", State::failed);
    EXPECT_EQ(child.prepared, 6);
    EXPECT_NE(status("crashing").detail.find("exit code 2"), std::string::npos) << seen();
    EXPECT_EQ(supervisor->logs("crashing", 1)->front().text, "bad configuration in line 7");
    EXPECT_FALSE(run(supervisor->wait_until_ready()));

    child.actions = child.good();  // the operator repairs it
    ASSERT_TRUE(supervisor->restart("crashing"));
    until_state("crashing", State::ready);
}

TEST_F(SupervisorTest, WaitsLongerAfterEachDeath) {
    patience.first_back_off = 100ms;
    auto& child = add("weak");
    child.launches = {{"exit", "1"}, {"exit", "1"}, {"exit", "1"}};
    auto const begin = Steady::now();
    start_and_wait();
    // 0 + 100 + 200 ms, each spread by ±25 %.
    EXPECT_GE(Steady::now() - begin, 225ms);
    EXPECT_EQ(child.prepared, 4);
}

TEST_F(SupervisorTest, OneThatNeverGetsReadyIsKilledAndTriedAgain) {
    patience.start = 300ms;
    auto& child = add("never");
    child.launches = {{"sleep"}};
    start();
    until("the second try is ready", [&] { return status("never").restarts == 1 && supervisor->all_ready(); });
    EXPECT_TRUE(went({"never starting", "never backing_off", "never starting", "never ready"})) << seen();
}

TEST_F(SupervisorTest, OneThatStopsAnsweringIsDegradedThenReplaced) {
    patience.degraded = 200ms;
    auto& child = add("deaf");
    child.launches = {{"listen", std::to_string(child.port), "wait", "300", "close", "ignore-term", "sleep"}};
    start_and_wait();
    until("another process is ready", [&] { return status("deaf").restarts == 1 && supervisor->all_ready(); });
    EXPECT_TRUE(went({"deaf ready", "deaf degraded", "deaf backing_off", "deaf starting", "deaf ready"})) << seen();
}

TEST_F(SupervisorTest, OneThatAnswersAgainIsReadyAgain) {
    auto& child = add("hiccup");
    auto port = std::to_string(child.port);
    child.actions = {"listen", port, "wait", "200", "close", "wait", "500", "listen", port, "serve"};
    start_and_wait();
    until_state("hiccup", State::degraded);
    until_state("hiccup", State::ready);
    EXPECT_EQ(status("hiccup").restarts, 0U);
}

TEST_F(SupervisorTest, AnOperatorsRestartStopsItWellAndStartsItAgain) {
    auto& child = add("one");
    add("other");
    start_and_wait();
    auto pid = status("one").pid, other = status("other").pid;
    ASSERT_TRUE(supervisor->restart("one"));
    ASSERT_TRUE(supervisor->restart("one")) << "twice in a row counts once";
    until("another process is ready", [&] { return status("one").restarts == 1 && supervisor->all_ready(); });
    EXPECT_NE(status("one").pid, pid);
    EXPECT_EQ(status("other").pid, other);
    EXPECT_TRUE(went({"one stopping", "one stopped", "one starting", "one ready"})) << seen();
    EXPECT_EQ(child.ends, 1);
    EXPECT_EQ(supervisor->restart("nobody").error().code, Errc::not_found);
}

TEST_F(SupervisorTest, ARestartWhileBackingOffDoesNotWait) {
    patience.first_back_off = 20s;
    auto& child = add("weak");
    child.launches = {{"exit", "1"}, {"exit", "1"}};
    start();
    until("it waits", [&] { return child.prepared == 2 && status("weak").state == State::backing_off; });
    EXPECT_NE(status("weak").detail.find("next start in"), std::string::npos) << seen();
    ASSERT_TRUE(supervisor->restart("weak"));
    until_state("weak", State::ready);
}

TEST_F(SupervisorTest, StopsWhileBackingOff) {
    patience.first_back_off = 20s;
    auto& child = add("weak");
    child.actions = {"exit", "1"};
    start();
    until("it waits", [&] { return child.prepared == 2 && status("weak").state == State::backing_off; });
    auto const begin = Steady::now();
    run(stop());
    EXPECT_LT(Steady::now() - begin, 5s);
    EXPECT_FALSE(supervisor->restart("weak"));
}

}  // namespace
}  // namespace alloquy::supervisor
