// SPDX-License-Identifier: GPL-2.0-or-later
// Cuts a program's output into lines, in bounded memory.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace alloquy::process {

/// Any bytes in, lines out: without line ends; a line longer than the limit is delivered once, cut, with " [cut]"
/// added. Other bytes stay as they are: the log and the API escape them.
class LineSplitter {
public:
    static constexpr std::size_t kLimit = 4096;
    using Handler = std::function<void(std::string line)>;

    explicit LineSplitter(Handler handler) : handler_(std::move(handler)) {}

    void feed(std::string_view bytes);
    /// At the end of the output: a last line without line end counts too.
    void finish();

private:
    void append(std::string_view part);
    void deliver();

    Handler handler_;
    std::string line_;
    bool cut_ = false;  ///< The rest of the current line is dropped.
};

}  // namespace alloquy::process
