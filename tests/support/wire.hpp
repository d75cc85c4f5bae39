// SPDX-License-Identifier: GPL-2.0-or-later
// A network connection between two servers on this machine that a test can cut.
#pragma once
#include <atomic>
#include <cstdint>
#include <thread>

namespace alloquy::test {

class Wire {
public:
    /// Carries what connects to port() to that port of 127.0.0.1, both ways.
    explicit Wire(std::uint16_t target);
    ~Wire();
    Wire(Wire const&) = delete;
    Wire& operator=(Wire const&) = delete;

    std::uint16_t port() const { return port_; }
    /// Ends every connection, wherever it was, and lets nobody through until mend().
    void cut();
    void mend() { whole_ = true; }
    /// How many connections it has carried.
    int carried() const { return carried_; }

private:
    void run();

    std::uint16_t target_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> whole_ = true;
    std::atomic<bool> torn_ = false;  ///< What was to be cut is.
    std::atomic<bool> stopping_ = false;
    std::atomic<int> carried_ = 0;
    std::thread thread_;
};

}  // namespace alloquy::test
