// SPDX-License-Identifier: GPL-2.0-or-later
#include "line_reader.hpp"

#include <cstring>

namespace alloquy::irc {

std::span<char> LineReader::prepare(std::size_t bytes) {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        scanned_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < end_ + bytes) buffer_.resize(end_ + bytes);
    return {buffer_.data() + end_, bytes};
}

void LineReader::commit(std::size_t bytes) {
    end_ += bytes;
}

Result<std::optional<std::string_view>> LineReader::next() {
    for (;;) {
        std::string_view const fresh(buffer_.data() + scanned_, end_ - scanned_);
        auto const found = fresh.find('\n');
        if (found == std::string_view::npos) {
            scanned_ = end_;
            if (end_ - begin_ > limit_ + 2) return fail(Errc::too_large, "line too long");
            return std::nullopt;
        }
        std::string_view line(buffer_.data() + begin_, scanned_ + found - begin_);
        begin_ = scanned_ = scanned_ + found + 1;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.size() > limit_) return fail(Errc::too_large, "line too long");
        if (!line.empty()) return line;
    }
}

}  // namespace alloquy::irc
