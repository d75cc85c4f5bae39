// SPDX-License-Identifier: GPL-2.0-or-later
// Cuts a byte stream into lines, with a bound on how much an unfinished line may hold.
#pragma once
#include <alloquy/base/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace alloquy::irc {

class LineReader {
public:
    /// `limit`: longest line in bytes.
    explicit LineReader(std::size_t limit) : limit_(limit) {}

    /// Room to read into; commit() says how much was filled. Lines taken before are invalid afterwards.
    std::span<char> prepare(std::size_t bytes);
    void commit(std::size_t bytes);

    /// The next complete line without its CR LF (a lone LF ends one too), valid until prepare(). Empty lines are
    /// skipped. Errors: too_large when the line is longer than the limit, finished or not.
    Result<std::optional<std::string_view>> next();

private:
    std::size_t limit_;
    std::string buffer_;
    std::size_t begin_ = 0;    ///< First byte not handed out.
    std::size_t end_ = 0;      ///< One past the last byte received.
    std::size_t scanned_ = 0;  ///< Bytes before this hold no LF.
};

}  // namespace alloquy::irc
