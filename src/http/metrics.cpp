// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/metrics.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alloquy::http {
namespace {

std::string join(Metrics::Labels const& labels) {
    std::string out;
    for (auto const& [name, value] : labels) {
        if (!out.empty()) out += ',';
        out += name + "=\"";
        for (char c : value) {
            if (c == '"' || c == '\\') out += '\\';
            out += c == '\n' ? ' ' : c;
        }
        out += '"';
    }
    return out;
}

std::string braced(std::string const& labels) {
    return labels.empty() ? std::string() : "{" + labels + "}";
}

}  // namespace

void Histogram::record(std::chrono::steady_clock::duration duration) {
    double value = std::chrono::duration<double>(duration).count();
    ++counts[std::size_t(std::ranges::lower_bound(kBounds, value) - kBounds.begin())];
    seconds += value;
}

Metrics::Family& Metrics::family(std::string name, std::string help, std::string_view type) {
    auto found = std::ranges::find(families_, name, &Family::name);
    if (found != families_.end()) return *found;
    return families_.emplace_back(Family{std::move(name), std::move(help), type, {}});
}

void Metrics::counter(std::string name, std::string help, std::function<std::uint64_t()> read, Labels labels) {
    family(std::move(name), std::move(help), "counter")
        .lines.push_back({join(labels), [read = std::move(read)](auto& out, auto const& key, auto const& text) {
                              out += fmt::format("{}{} {}\n", key, braced(text), read());
                          }});
}

void Metrics::gauge(std::string name, std::string help, std::function<double()> read, Labels labels) {
    family(std::move(name), std::move(help), "gauge")
        .lines.push_back({join(labels), [read = std::move(read)](auto& out, auto const& key, auto const& text) {
                              out += fmt::format("{}{} {}\n", key, braced(text), read());
                          }});
}

void Metrics::histogram(std::string name, std::string help, Histogram const& histogram, Labels labels) {
    family(std::move(name), std::move(help), "histogram")
        .lines.push_back({join(labels), [&histogram](auto& out, auto const& key, auto const& text) {
                              std::string comma = text.empty() ? "" : ",";
                              std::uint64_t total = 0;
                              for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
                                  total += histogram.counts[i];
                                  auto bound = i < Histogram::kBounds.size() ? fmt::format("{}", Histogram::kBounds[i])
                                                                             : std::string("+Inf");
                                  out += fmt::format("{}_bucket{{{}{}le=\"{}\"}} {}\n", key, text, comma, bound, total);
                              }
                              out += fmt::format("{}_sum{} {}\n", key, braced(text), histogram.seconds);
                              out += fmt::format("{}_count{} {}\n", key, braced(text), total);
                          }});
}

std::string Metrics::text() const {
    std::string out;
    for (auto const& family : families_) {
        out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", family.name, family.help, family.name, family.type);
        for (auto const& line : family.lines) line.write(out, family.name, line.labels);
    }
    return out;
}

}  // namespace alloquy::http
