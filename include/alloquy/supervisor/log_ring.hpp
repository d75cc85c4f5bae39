// SPDX-License-Identifier: GPL-2.0-or-later
// The last lines that a child wrote, in bounded memory.
#pragma once
#include <alloquy/base/clock.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::supervisor {

enum class OutputStream { output, errors };
/// "stdout", "stderr".
std::string_view to_string(OutputStream stream);

struct LogLine {
    base::Timestamp time;
    OutputStream stream = OutputStream::output;
    std::string text;  ///< Without secrets; otherwise any bytes.
};

class LogRing {
public:
    static constexpr std::size_t kMostLines = 1000;
    static constexpr std::size_t kMostBytes = 512 * 1024;

    /// The oldest lines make room.
    void add(LogLine line);
    /// At most `count`, oldest first.
    std::vector<LogLine> last(std::size_t count) const;
    std::size_t size() const { return lines_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    std::deque<LogLine> lines_;
    std::size_t bytes_ = 0;
};

}  // namespace alloquy::supervisor
