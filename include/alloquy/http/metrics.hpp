// SPDX-License-Identifier: GPL-2.0-or-later
// Figures for Prometheus: each is a name and a function that is asked when somebody looks.
#pragma once
#include <alloquy/http/message.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alloquy::http {

/// Counts durations in buckets from half a millisecond to ten seconds.
class Histogram {
public:
    void record(std::chrono::steady_clock::duration duration);

    static constexpr std::array<double, 10> kBounds{0.0005, 0.001, 0.005, 0.01, 0.05,
                                                    0.1,    0.5,   1,     5,    10};  ///< Seconds.
    std::array<std::uint64_t, kBounds.size() + 1> counts{};  ///< Not cumulative; the last is "longer".
    double seconds = 0;                                      ///< Sum of all.
};

class Metrics {
public:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    /// `name` is [a-z_]+ with its unit last ("alloquy_http_requests_total"); a second entry with the same name adds a
    /// line with other labels. What `read` refers to must outlive this.
    void counter(std::string name, std::string help, std::function<std::uint64_t()> read, Labels labels = {});
    void gauge(std::string name, std::string help, std::function<double()> read, Labels labels = {});
    void histogram(std::string name, std::string help, Histogram const& histogram, Labels labels = {});

    /// Prometheus text format 0.0.4.
    std::string text() const;

private:
    struct Line {
        std::string labels;  ///< Without braces.
        std::function<void(std::string& out, std::string const& name, std::string const& labels)> write;
    };
    struct Family {
        std::string name;
        std::string help;
        std::string_view type;
        std::vector<Line> lines;
    };
    Family& family(std::string name, std::string help, std::string_view type);

    std::vector<Family> families_;
};

}  // namespace alloquy::http
