// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/process/line_splitter.hpp>

#include <algorithm>
#include <utility>

namespace alloquy::process {

void LineSplitter::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        auto end = bytes.find('\n');
        append(bytes.substr(0, end));
        if (end == std::string_view::npos) return;
        deliver();
        bytes.remove_prefix(end + 1);
    }
}

void LineSplitter::finish() {
    if (!line_.empty()) deliver();
}

void LineSplitter::append(std::string_view part) {
    auto room = kLimit - line_.size();
    if (part.size() > room) cut_ = true;
    line_ += part.substr(0, std::min(part.size(), room));
}

void LineSplitter::deliver() {
    if (std::exchange(cut_, false))
        line_ += " [cut]";
    else if (line_.ends_with('\r'))
        line_.pop_back();
    handler_(std::exchange(line_, {}));
}

}  // namespace alloquy::process
