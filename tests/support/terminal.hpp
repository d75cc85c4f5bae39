// SPDX-License-Identifier: GPL-2.0-or-later
// A program in a terminal of its own (tmux), driven by keys and read from the screen, as a person does.
#pragma once
#include "support/temp_dir.hpp"
#include "support/wait.hpp"

#include <string>
#include <vector>

namespace alloquy::test {

class Terminal {
public:
    explicit Terminal(std::vector<std::string> const& command);
    ~Terminal();
    Terminal(Terminal const&) = delete;
    Terminal& operator=(Terminal const&) = delete;

    /// Types the text and presses Enter.
    void type_line(std::string const& text);
    /// What stands on the screen, with what scrolled away.
    std::string screen();
    /// Waits until the screen shows a match. Throws with the screen.
    void wait_for(std::string const& pattern, Milliseconds limit = patience());

private:
    std::vector<std::string> tmux(std::vector<std::string> arguments) const;
    TempDir folder_;
};

}  // namespace alloquy::test
