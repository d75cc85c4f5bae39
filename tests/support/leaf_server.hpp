// SPDX-License-Identifier: GPL-2.0-or-later
// An InspIRCd on "another machine", set up from config/inspircd/leaf.conf.example as docs/operations/leaves.md says.
// Its connections to the Alloquy server go over wires that a test can cut.
#pragma once
#include "support/alloquyd.hpp"
#include "support/wire.hpp"

#include <memory>
#include <string>

namespace alloquy::test {

class LeafServer {
public:
    /// Settings for the Alloquy server: leaves may connect to it, by its address.
    struct Hub {
        std::uint16_t module_port, server_port;
        Hub();
        AlloquydOptions options() const;
    };

    /// Adds it to the server, and starts it.
    LeafServer(Alloquyd& server, Hub const& hub, std::string name = "leaf.example.org");
    ~LeafServer();

    /// With what `alloquyd leaf add` printed, changed.
    void restart_with(std::string const& from, std::string const& to);
    void start();
    void stop();
    /// Until both links are up.
    void wait_until_linked();

    IrcClient irc(std::string name) const { return IrcClient(std::move(name), port_); }
    std::uint16_t port() const { return port_; }
    Process& process() { return *process_; }
    std::string const& printed() const { return printed_; }
    Wire& to_module() { return to_module_; }
    Wire& to_server() { return to_server_; }

private:
    void write_files();

    Alloquyd& server_;
    std::string name_;
    TempDir folder_;
    std::uint16_t port_;
    Wire to_module_, to_server_;
    std::string printed_;  ///< By `alloquyd leaf add`.
    std::string part_;     ///< The same, over our wires.
    std::unique_ptr<Process> process_;
};

}  // namespace alloquy::test
