// SPDX-License-Identifier: GPL-2.0-or-later
// What the load generators print: one "name value" a line, read by tests/bench/load.py.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::int64_t;

Nanoseconds now();

void print(std::string const& name, double value);

/// Latencies of one run.
class Latencies {
public:
    void add(Nanoseconds value) { values_.push_back(value); }
    std::size_t count() const { return values_.size(); }
    /// "<name>_p50", "_p99" and "_p999", in milliseconds.
    void print(std::string const& name);

private:
    std::vector<Nanoseconds> values_;
};

/// CPU time that other processes, all their threads, used since this was made.
class CpuOf {
public:
    /// "17,18"; may be empty.
    explicit CpuOf(std::string const& pids);
    /// "cpu_us_0", "cpu_us_1", …, in the order of the pids: microseconds for each of `operations`.
    void print(std::uint64_t operations) const;

private:
    struct Process {
        clockid_t clock;
        Nanoseconds begin;
    };
    std::vector<Process> processes_;
};

}  // namespace bench
