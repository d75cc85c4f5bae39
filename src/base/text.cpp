// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>

#include <algorithm>
#include <charconv>

namespace alloquy::base {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

/// Bytes of the code point at the front; 0 if it isn't well-formed.
std::size_t well_formed_length(std::string_view bytes) {
    auto first = static_cast<unsigned char>(bytes.front());
    if (first < 0x80) return 1;
    std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                         : first >= 0xE0 && first <= 0xEF ? 3
                         : first >= 0xF0 && first <= 0xF4 ? 4
                                                          : 0;
    if (length == 0 || length > bytes.size()) return 0;
    for (std::size_t k = 1; k < length; ++k)
        if ((static_cast<unsigned char>(bytes[k]) & 0xC0) != 0x80) return 0;
    auto second = static_cast<unsigned char>(bytes[1]);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
        (first == 0xF4 && second > 0x8F))
        return 0;
    return length;
}

}  // namespace

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    auto begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        auto length = well_formed_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string replace_invalid_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + 8);
    bool broken = false;
    while (!bytes.empty()) {
        auto length = well_formed_length(bytes);
        if (length == 0 && !broken) out += "\xEF\xBF\xBD";
        broken = length == 0;
        out += bytes.substr(0, length);
        bytes.remove_prefix(broken ? 1 : length);
    }
    return out;
}

std::size_t code_points(std::string_view utf8) {
    return std::size_t(std::ranges::count_if(utf8, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::optional<std::uint64_t> to_number(std::string_view digits) {
    std::uint64_t value = 0;
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace alloquy::base
