// SPDX-License-Identifier: GPL-2.0-or-later
#include "frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace alloquy::chat {
namespace {

constexpr std::size_t kLength = 4;

std::uint32_t read_length(char const* bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < kLength; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

void write_length(char* bytes, std::size_t value) {
    for (std::size_t i = kLength; i-- > 0; value >>= 8) bytes[i] = char(value & 0xFF);
}

std::unexpected<Error> damaged(char const* why) {
    return fail(Errc::invalid_input, std::string("a frame of the module link is damaged: ") + why);
}

}  // namespace

std::span<char> FrameReader::prepare(std::size_t bytes) {
    if (begin_ == end_) {
        begin_ = end_ = 0;
    } else if (begin_ > 0 && buffer_.size() - end_ < bytes) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    if (buffer_.size() - end_ < bytes) buffer_.resize(end_ + bytes);
    return std::span(buffer_).subspan(end_, bytes);
}

Result<bool> FrameReader::next(Frame& out) {
    if (end_ - begin_ < kLength) return false;
    std::size_t const length = read_length(buffer_.data() + begin_);
    if (length > most_)
        return fail(Errc::too_large, "a frame of the module link is larger than " + std::to_string(most_));
    if (length == 0) return damaged("it is empty");
    if (end_ - begin_ - kLength < length) return false;
    std::string_view bytes(buffer_.data() + begin_ + kLength, length);
    begin_ += kLength + length;
    out.type = FrameType(static_cast<unsigned char>(bytes.front()));
    out.fields.clear();
    bytes.remove_prefix(1);
    while (!bytes.empty()) {
        if (bytes.size() < kLength) return damaged("a field's length is cut off");
        std::size_t const size = read_length(bytes.data());
        bytes.remove_prefix(kLength);
        if (size > bytes.size()) return damaged("a field is longer than its frame");
        if (out.fields.size() == kMaxFields) return damaged("too many fields");
        out.fields.push_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return true;
}

FieldWriter::FieldWriter(std::string& out) : out_(out), start_(out.size()) {
    out_.append(kLength, '\0');
}

void FieldWriter::finish() {
    write_length(out_.data() + start_, out_.size() - start_ - kLength);
}

FrameWriter::FrameWriter(std::string& out, FrameType type) : out_(out), start_(out.size()) {
    out_.append(kLength, '\0');
    out_ += char(type);
}

FrameWriter& FrameWriter::add(std::string_view field) {
    char length[kLength];
    write_length(length, field.size());
    out_.append(length, kLength);
    out_ += field;
    return *this;
}

FrameWriter& FrameWriter::add(std::uint64_t number) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return add(std::string_view(digits.data(), end));
}

FrameWriter& FrameWriter::add_fields(std::string_view fields) {
    out_ += fields;
    return *this;
}

void FrameWriter::finish() {
    if (std::exchange(finished_, true)) return;
    write_length(out_.data() + start_, size());
}

void append_frame(std::string& out, FrameType type, std::initializer_list<std::string_view> fields) {
    FrameWriter frame(out, type);
    for (auto field : fields) frame.add(field);
}

}  // namespace alloquy::chat
