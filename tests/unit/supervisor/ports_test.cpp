// SPDX-License-Identifier: GPL-2.0-or-later
#include "ports.hpp"

#include "support/free_ports.hpp"

#include <alloquy/process/descriptor.hpp>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace alloquy::supervisor {
namespace {

process::Descriptor occupy(int kind, std::uint16_t port) {
    process::Descriptor socket(::socket(AF_INET, kind | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    if (kind == SOCK_STREAM) EXPECT_EQ(::listen(socket.get(), 1), 0);
    return socket;
}

TEST(Ports, AFreeOneIsFreeAndStaysFree) {
    auto number = test::free_ports();
    for (auto protocol : {Port::Protocol::tcp, Port::Protocol::udp})
        for (int i = 0; i < 2; ++i)
            for (auto address : {"127.0.0.1", "0.0.0.0", "::1", "::"}) {
                auto free = check_port_free({protocol, address, number, "irc.port"});
                EXPECT_TRUE(free) << free.error().message;
            }
}

TEST(Ports, ATakenOneIsRefusedAndItsOwnerNamed) {
    auto number = test::free_ports();
    for (auto protocol : {Port::Protocol::tcp, Port::Protocol::udp}) {
        auto owner = occupy(protocol == Port::Protocol::tcp ? SOCK_STREAM : SOCK_DGRAM, number);
        for (auto address : {"127.0.0.1", "0.0.0.0"}) {
            auto taken = check_port_free({protocol, address, number, "irc.port"});
            ASSERT_FALSE(taken);
            EXPECT_EQ(taken.error().code, Errc::conflict);
            EXPECT_EQ(taken.error().reason, "port_taken");
            for (auto part : {std::string("irc.port"), std::to_string(number), "pid " + std::to_string(::getpid())})
                EXPECT_NE(taken.error().message.find(part), std::string::npos) << taken.error().message;
        }
    }
}

TEST(Ports, AnAddressOfAnotherMachineNamesTheSetting) {
    for (auto address : {"198.51.100.7", "irc.example"}) {
        auto refused = check_ports_free({{Port::Protocol::tcp, address, test::free_ports(), "irc.listen"}});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::invalid_input);
        EXPECT_EQ(refused.error().field, "irc.listen");
    }
}

}  // namespace
}  // namespace alloquy::supervisor
