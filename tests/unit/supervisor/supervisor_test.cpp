// SPDX-License-Identifier: GPL-2.0-or-later
// Starting, stopping, output: with real processes.
#include "harness.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <iostream>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;
using testing_::SupervisorTest;
using Steady = std::chrono::steady_clock;

double milliseconds_since(Steady::time_point begin) {
    return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

TEST_F(SupervisorTest, ProvesItsChildrenReadyAndStopsThem) {
    add("one");
    add("two");
    EXPECT_FALSE(supervisor->all_ready());
    start_and_wait();
    EXPECT_TRUE(supervisor->all_ready());
    for (auto const& component : supervisor->list()) {
        EXPECT_EQ(component.state, State::ready);
        EXPECT_EQ(component.version, "bad child 1.0");
        EXPECT_GT(component.pid, 0);
        EXPECT_EQ(component.restarts, 0U);
        EXPECT_TRUE(test::alive(component.pid));
    }
    auto pid = status("one").pid;
    run(stop());
    EXPECT_FALSE(test::alive(pid));
    EXPECT_TRUE(went({"one starting", "one ready", "one stopping", "one stopped"})) << seen();
    EXPECT_EQ(status("one").pid, 0);
    EXPECT_TRUE(std::filesystem::is_empty(temp / "run/children")) << "records of running children are left";
}

TEST_F(SupervisorTest, StartsChildrenInParallel) {
    for (auto name : {"one", "two", "three"}) {
        auto& child = add(name);
        child.actions = child.good_after(400);
    }
    auto const begin = Steady::now();
    start_and_wait();
    std::cout << "[ figure   ] three children that need 400 ms each: all ready after " << milliseconds_since(begin)
              << " ms\n";
    auto first_ready = std::ranges::find_if(history, [](auto const& step) { return step.ends_with(" ready"); });
    for (auto start : {"one starting", "two starting", "three starting"})
        EXPECT_NE(std::find(history.begin(), first_ready, start), first_ready) << start << "; " << seen();
}

TEST_F(SupervisorTest, StopsInTheGivenOrder) {
    add("last", 2);
    add("first", 1);
    start_and_wait();
    run(stop());
    EXPECT_TRUE(went({"first stopping", "first stopped", "last stopping", "last stopped"})) << seen();
}

TEST_F(SupervisorTest, KillsWhatDoesNotStopAndAllThatItStarted) {
    patience.stop = 200ms;
    auto& child = add("stubborn");
    child.actions = {"ignore-term", "grandchild", "listen", std::to_string(child.port), "serve"};
    start_and_wait();
    auto pid = status("stubborn").pid;
    until("it names its grandchild", [&] { return !child.lines.empty(); });
    auto grandchild = pid_t(std::stoi(child.lines.front().substr(11)));
    EXPECT_TRUE(test::alive(grandchild));
    auto const begin = Steady::now();
    run(stop());
    EXPECT_GE(milliseconds_since(begin), 190);
    EXPECT_FALSE(test::alive(pid));
    test::wait_until("the grandchild ends", [&] { return !test::alive(grandchild); });
}

TEST_F(SupervisorTest, StopsWhileStarting) {
    auto& child = add("slow");
    child.actions = {"sleep"};
    start();
    until("it was probed", [&] { return child.probed > 1; });
    run(stop());
    EXPECT_TRUE(went({"slow starting", "slow stopping", "slow stopped"})) << seen();
}

TEST_F(SupervisorTest, NeverStartedChildrenNeedNoStop) {
    add("idle");
    run(stop());
    EXPECT_EQ(children.front()->prepared, 0);
}

TEST_F(SupervisorTest, AWayOfEndingThatIsTheProgramsOwnIsAccepted) {
    auto& child = add("ircd");
    child.actions = {"segv-at-term", "listen", std::to_string(child.port), "serve"};
    start_and_wait();
    ASSERT_TRUE(supervisor->restart("ircd"));
    until("it is ready again", [&] { return status("ircd").restarts == 1 && supervisor->all_ready(); });
    EXPECT_FALSE(went({"ircd backing_off"})) << seen();
}

TEST_F(SupervisorTest, KeepsOutputWithoutSecrets) {
    auto& child = add("chatty");
    child.actions = {"print",    "1 => Password for 'SuperUser' set to 'hunter2'",
                     "complain", "a warning",
                     "print",    "drop me",
                     "listen",   std::to_string(child.port),
                     "serve"};
    start_and_wait();
    until("both lines came", [&] { return child.lines.size() >= 2; });
    auto lines = supervisor->logs("chatty", 100);
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    std::ranges::sort(*lines, {}, &LogLine::text);  // two pipes keep no common order
    EXPECT_EQ((*lines)[0].text, "1 => Password for 'SuperUser' set to '***'");
    EXPECT_EQ((*lines)[0].stream, OutputStream::output);
    EXPECT_EQ((*lines)[1].text, "a warning");
    EXPECT_EQ((*lines)[1].stream, OutputStream::errors);
    EXPECT_EQ(supervisor->logs("chatty", 1)->size(), 1U);
    auto unknown = supervisor->logs("nobody", 1);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::not_found);
}

TEST_F(SupervisorTest, AFloodOfOutputBlocksNobody) {
    auto& child = add("noisy");
    child.actions = {"flood", "200000", "listen", std::to_string(child.port), "serve"};
    add("quiet");
    start_and_wait();
    EXPECT_LE(supervisor->logs("noisy", 100'000)->size(), LogRing::kMostLines);
    EXPECT_LT(child.lines.size(), 100'000U) << "the rest is dropped";
}

TEST_F(SupervisorTest, NamesAForeignProcessOnItsPortAndStartsNothing) {
    add("first");
    auto& child = add("blocked");
    process::Descriptor foreign(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(child.port);
    ASSERT_EQ(::bind(foreign.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(foreign.get(), 1), 0);

    auto refused = run(supervisor->start());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("pid " + std::to_string(::getpid())), std::string::npos)
        << refused.error().message;
    EXPECT_NE(refused.error().message.find("test.port"), std::string::npos) << refused.error().message;
    EXPECT_EQ(children.front()->prepared, 0);

    foreign.reset();
    start_and_wait();
}

TEST_F(SupervisorTest, AChildThatNeedsTheOperatorFailsWithItsReasonAndIsTriedAgain) {
    patience.retry_failed = 300ms;
    auto& child = add("broken");
    child.refusal = fail(Errc::not_found, "/usr/sbin/server is not installed").error();
    start();
    auto ready = run(supervisor->wait_until_ready());
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().message, "broken has failed: /usr/sbin/server is not installed");
    EXPECT_EQ(status("broken").state, State::failed);
    EXPECT_EQ(status("broken").pid, 0);
    EXPECT_EQ(child.prepared, 1);
    child.refusal.reset();  // the operator installs it
    until_state("broken", State::ready);
}

TEST_F(SupervisorTest, TellsChildrenToReadTheirCertificateAgain) {
    auto& child = add("tls");
    child.actions = {"say-usr1", "wait", "200", "listen", std::to_string(child.port), "serve"};
    start();
    until("it is probed", [&] { return child.probed > 1; });
    supervisor->reload_certificates();  // still starting: told when ready
    EXPECT_TRUE(run(supervisor->wait_until_ready()));
    until("the first signal", [&] { return child.lines.size() == 1; });
    supervisor->reload_certificates();
    until("the second signal", [&] { return child.lines.size() == 2; });
    EXPECT_EQ(child.lines[1], "certificate read");
    EXPECT_EQ(status("tls").restarts, 0U);
}

}  // namespace
}  // namespace alloquy::supervisor
