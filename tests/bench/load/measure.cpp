// SPDX-License-Identifier: GPL-2.0-or-later
#include "measure.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sstream>

namespace bench {
namespace {

Nanoseconds read_clock(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return Nanoseconds(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

Nanoseconds now() {
    return read_clock(CLOCK_MONOTONIC);
}

void print(std::string const& name, double value) {
    std::printf("%s %.6g\n", name.c_str(), value);
    std::fflush(stdout);
}

void Latencies::print(std::string const& name) {
    std::ranges::sort(values_);
    for (auto [suffix, share] : {std::pair("_p50", 0.5), {"_p99", 0.99}, {"_p999", 0.999}}) {
        auto const index = std::min(values_.size() - 1, std::size_t(double(values_.size()) * share));
        bench::print(name + suffix, values_.empty() ? 0 : double(values_[index]) / 1e6);
    }
}

CpuOf::CpuOf(std::string const& pids) {
    std::istringstream in(pids);
    for (std::string pid; std::getline(in, pid, ',');) {
        clockid_t clock{};
        if (clock_getcpuclockid(std::atoi(pid.c_str()), &clock) != 0) continue;
        processes_.push_back({clock, read_clock(clock)});
    }
}

void CpuOf::print(std::uint64_t operations) const {
    for (std::size_t i = 0; i < processes_.size(); ++i) {
        auto const spent = read_clock(processes_[i].clock) - processes_[i].begin;
        bench::print(
            "cpu_us_" + std::to_string(i), double(spent) / 1e3 / double(std::max<std::uint64_t>(1, operations))
        );
    }
}

}  // namespace bench
