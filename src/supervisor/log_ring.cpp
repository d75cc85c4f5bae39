// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/supervisor/log_ring.hpp>

#include <algorithm>
#include <utility>

namespace alloquy::supervisor {

std::string_view to_string(OutputStream stream) {
    return stream == OutputStream::output ? "stdout" : "stderr";
}

void LogRing::add(LogLine line) {
    bytes_ += line.text.size();
    lines_.push_back(std::move(line));
    while (lines_.size() > kMostLines || (bytes_ > kMostBytes && lines_.size() > 1)) {
        bytes_ -= lines_.front().text.size();
        lines_.pop_front();
    }
}

std::vector<LogLine> LogRing::last(std::size_t count) const {
    auto taken = std::min(count, lines_.size());
    return {lines_.end() - std::ptrdiff_t(taken), lines_.end()};
}

}  // namespace alloquy::supervisor
