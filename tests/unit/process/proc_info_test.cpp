// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/process/descriptor.hpp>
#include <alloquy/process/proc_info.hpp>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace alloquy::process {
namespace {

TEST(ProcessStat, ReadsNamesWithSpacesAndParentheses) {
    auto stat = parse_process_stat("7 (a) b (c)) S 1 42 42 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 98765 1 2 3\n");
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->name, "a) b (c)");
    EXPECT_EQ(stat->state, 'S');
    EXPECT_EQ(stat->group, 42);
    EXPECT_EQ(stat->start_ticks, 98765U);
}

TEST(ProcessStat, RefusesWhatIsNone) {
    for (auto text : {"", "7", "7 (a", "7 )a( S", "7 (a) S 1 2", "7 (a) S 1 x 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9 1"})
        EXPECT_FALSE(parse_process_stat(text)) << text;
}

TEST(ProcessStat, KnowsThisProcessAndNoOther) {
    auto me = process_stat(::getpid());
    ASSERT_TRUE(me);
    EXPECT_GT(me->start_ticks, 0U);
    EXPECT_EQ(me->group, ::getpgrp());
    EXPECT_FALSE(process_stat(0x7FFFFFFF));
}

constexpr char kTable[] =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 0100007F:1A2B 00000000:0000 0A 00000000:00000000 00:00000000 00000000   104        0 4711 1 0 100 0\n"
    "   1: 0100007F:1A2B 0100007F:C001 01 00000000:00000000 00:00000000 00000000   104        0 4712 1 0 100 0\n"
    "   2: 00000000000000000000000000000000:1A2B 00000000000000000000000000000000:0000 0A 0:0 0:0 0 7 0 99 1\n"
    "   3: 0100007F:1A2C 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12 2 0\n"
    "rubbish\n   4: x:y z\n";

TEST(ListeningSockets, AreFoundByPortAndState) {
    auto tcp = parse_listening_sockets(kTable, SocketKind::tcp, 0x1A2B);
    ASSERT_EQ(tcp.size(), 2U) << "the connection on line 1 doesn't listen";
    EXPECT_EQ(tcp[0].inode, 4711U);
    EXPECT_EQ(tcp[0].user, 104U);
    EXPECT_EQ(tcp[1].inode, 99U);
    auto udp = parse_listening_sockets(kTable, SocketKind::udp, 0x1A2C);
    ASSERT_EQ(udp.size(), 1U);
    EXPECT_EQ(udp[0].inode, 12U);
    EXPECT_TRUE(parse_listening_sockets(kTable, SocketKind::tcp, 1).empty());
}

TEST(PortOwner, IsThisProcessForItsOwnPort) {
    for (auto kind : {SocketKind::tcp, SocketKind::udp}) {
        Descriptor socket(::socket(AF_INET, kind == SocketKind::tcp ? SOCK_STREAM : SOCK_DGRAM, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
        if (kind == SocketKind::tcp) {
            ASSERT_EQ(::listen(socket.get(), 1), 0);
        }
        ASSERT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
        auto owner = port_owner(kind, ntohs(address.sin_port));
        ASSERT_TRUE(owner);
        EXPECT_EQ(owner->pid, ::getpid());
        EXPECT_EQ(owner->name, process_stat(::getpid())->name);
        socket.reset();
        EXPECT_FALSE(port_owner(kind, ntohs(address.sin_port)));
    }
}

}  // namespace
}  // namespace alloquy::process
