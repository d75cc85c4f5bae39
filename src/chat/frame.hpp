// SPDX-License-Identifier: GPL-2.0-or-later
// Frames of the module link (docs/protocol/module-link.md): bytes to values and back. Pure.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::chat {

constexpr std::size_t kMaxFrame = 262'144;  ///< Type and fields.
constexpr std::size_t kMaxFields = 4096;
constexpr unsigned kLinkVersion = 1;

enum class FrameType : std::uint8_t {
    hello = 1,
    message = 2,
    request = 3,
    event = 4,
    ping = 5,
    account = 6,
    resend = 7,
    verdict = 10,
    welcome = 65,
    stored = 66,
    refused = 67,
    answer = 68,
    deliver = 69,
    pong = 70,
    policy = 71,
    act = 72,
    post = 75,
    judge = 76,
};

/// Views into the reader's buffer: valid until its next prepare().
struct Frame {
    FrameType type{};
    std::vector<std::string_view> fields;

    /// The field, or an empty text when there are fewer.
    std::string_view field(std::size_t index) const {
        return index < fields.size() ? fields[index] : std::string_view();
    }
    std::span<std::string_view const> rest(std::size_t first) const {
        return std::span(fields).subspan(std::min(first, fields.size()));
    }
};

class FrameReader {
public:
    /// Room to read into; commit() says how much was filled.
    std::span<char> prepare(std::size_t bytes);
    void commit(std::size_t bytes) { end_ += bytes; }

    /// Longer ones are errors: until a stranger has proved itself, less than what the protocol allows.
    void limit(std::size_t most) { most_ = most; }
    /// The next whole frame into `out`, or false. Errors: too_large, invalid_input; the stream can't be read on then.
    Result<bool> next(Frame& out);

private:
    std::string buffer_;
    std::size_t begin_ = 0;  ///< First byte not handed out.
    std::size_t end_ = 0;    ///< One past the last byte received.
    std::size_t most_ = kMaxFrame;
};

/// Appends one field, whose bytes are appended to `out` directly. It is whole when finish() was called.
class FieldWriter {
public:
    explicit FieldWriter(std::string& out);
    void finish();

private:
    std::string& out_;
    std::size_t start_;
};

/// Appends one frame. Fields are added one by one; the frame is whole when this is destroyed or finish() was called.
class FrameWriter {
public:
    FrameWriter(std::string& out, FrameType type);
    ~FrameWriter() { finish(); }
    FrameWriter(FrameWriter const&) = delete;
    FrameWriter& operator=(FrameWriter const&) = delete;

    FrameWriter& add(std::string_view field);
    FrameWriter& add(std::uint64_t number);
    /// Whole fields, as FieldWriter wrote them.
    FrameWriter& add_fields(std::string_view fields);
    /// Bytes of type and fields so far; not above kMaxFrame when it is finished (the caller's concern).
    std::size_t size() const { return out_.size() - start_ - 4; }
    void finish();

private:
    std::string& out_;
    std::size_t start_;
    bool finished_ = false;
};

void append_frame(std::string& out, FrameType type, std::initializer_list<std::string_view> fields);

}  // namespace alloquy::chat
