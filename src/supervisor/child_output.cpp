// SPDX-License-Identifier: GPL-2.0-or-later
#include "child_output.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/process/line_splitter.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <array>

namespace alloquy::supervisor {

ChildOutput::ChildOutput(Child& child, base::Clock const& clock)
    : child_(child), clock_(clock), budget_(LineBudget::Clock::now()) {}

Task<> ChildOutput::read(asio::posix::stream_descriptor& pipe, OutputStream stream) {
    std::array<char, 16 * 1024> buffer;
    process::LineSplitter splitter([this, stream](std::string line) { take_line(stream, std::move(line)); });
    for (;;) {
        auto [error, size] = co_await pipe.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
        if (error) break;
        splitter.feed({buffer.data(), size});
    }
    splitter.finish();
}

std::vector<LogLine> ChildOutput::last_words(std::size_t count) const {
    return ring_.last(std::min(count, since_launch_));
}

void ChildOutput::take_line(OutputStream stream, std::string line) {
    if (!budget_.take(LineBudget::Clock::now())) return;
    if (auto dropped = budget_.take_dropped())
        keep(stream, fmt::format("[{} lines dropped: too many at once]", dropped));
    auto clean = child_.redact(std::move(line));
    if (!clean) return;
    child_.line_written(*clean);
    keep(stream, std::move(*clean));
}

void ChildOutput::keep(OutputStream stream, std::string text) {
    log::debug(child_.name(), "{}", text);
    ring_.add({clock_.now(), stream, std::move(text)});
    ++since_launch_;
}

}  // namespace alloquy::supervisor
