// SPDX-License-Identifier: GPL-2.0-or-later
#include "leftovers.hpp"

#include "harness.hpp"

#include <alloquy/process/proc_info.hpp>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;
using testing_::SupervisorTest;

TEST(ChildRecord, SurvivesBeingWrittenDown) {
    ChildRecord record{4711, 98765, "0a1b-2c", "/usr/sbin/inspircd with spaces"};
    EXPECT_EQ(parse_child_record(to_text(record)), record);
}

TEST(ChildRecord, RefusesWhatCouldHitSomebodyElse) {
    for (auto text :
         {"", "1 2 boot\n/x\n", "0 2 boot\n/x\n", "-7 2 boot\n/x\n", "99999999 2 boot\n/x\n", "7 2\n/x\n", "7 2 boot\n",
          "7 x boot\n/x\n", "7 2 boot\n/x\nmore\n", "7 2 \n/x\n"})
        EXPECT_FALSE(parse_child_record(text)) << text;
}

TEST_F(SupervisorTest, EndsLeftoversAndSparesStrangers) {
    patience.leftover = 200ms;
    add("one");
    test::Process leftover({BAD_CHILD, "ignore-term", "print", "up", "sleep"});
    test::Process stranger({BAD_CHILD, "print", "up", "sleep"});
    leftover.wait_for_line("up");
    stranger.wait_for_line("up");
    ChildRecords records(temp / "run/children");
    records.write("coturn", leftover.pid(), process::process_stat(leftover.pid())->start_ticks, BAD_CHILD);
    // The same number, but another process: the one of the record is long gone.
    records.write("murmur", stranger.pid(), process::process_stat(stranger.pid())->start_ticks - 1, BAD_CHILD);
    test::write_text(temp / "run/children/rubbish", "not a record");

    start_and_wait();
    EXPECT_EQ(leftover.wait().signal, SIGKILL);
    EXPECT_TRUE(stranger.running());
    std::size_t files = 0;
    for (std::filesystem::directory_iterator entry(temp / "run/children"), end; entry != end; ++entry) ++files;
    EXPECT_EQ(files, 1U) << "only the record of the child that runs now";
}

// The whole story: the process that supervises is killed, its child ignores SIGTERM, and the next one cleans up.
TEST_F(SupervisorTest, ChildrenOfAKilledSupervisorAreEndedByTheNextOne) {
    patience.leftover = 200ms;
    patience.stop = 100ms;
    auto& child = add("stubborn");
    child.actions = {"ignore-term", "listen", std::to_string(child.port), "serve"};
    test::Process first({SUPERVISE_UNTIL_KILLED, temp.path().string(), std::to_string(child.port)});
    auto line = first.wait_for_line("^child ");
    auto leftover = pid_t(std::stoi(line.substr(6)));
    ASSERT_TRUE(test::alive(leftover));
    first.signal(SIGKILL);
    first.wait();
    EXPECT_TRUE(test::alive(leftover)) << "it ignores the SIGTERM that the death sent";

    start_and_wait();  // on the same port
    EXPECT_FALSE(test::alive(leftover));
    EXPECT_NE(status("stubborn").pid, leftover);
}

}  // namespace
}  // namespace alloquy::supervisor
