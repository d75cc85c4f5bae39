// SPDX-License-Identifier: GPL-2.0-or-later
// What a child prints: read without end, freed of secrets, kept in a ring, written to the log.
#pragma once
#include "line_budget.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/supervisor/child.hpp>
#include <alloquy/supervisor/log_ring.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>

namespace alloquy::supervisor {

class ChildOutput {
public:
    ChildOutput(Child& child, base::Clock const& clock);

    /// Until the child closes it.
    Task<> read(asio::posix::stream_descriptor& pipe, OutputStream stream);

    /// A new process writes from here on.
    void mark_launch() { since_launch_ = 0; }
    /// At most `count` of the present process.
    std::vector<LogLine> last_words(std::size_t count) const;
    LogRing const& ring() const { return ring_; }

private:
    void take_line(OutputStream stream, std::string line);
    void keep(OutputStream stream, std::string text);

    Child& child_;
    base::Clock const& clock_;
    LogRing ring_;
    LineBudget budget_;
    std::size_t since_launch_ = 0;
};

}  // namespace alloquy::supervisor
