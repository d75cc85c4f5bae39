// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/clock.hpp>

#include <algorithm>

namespace alloquy::base {
namespace {

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// Reads exactly `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

Clock const& system_clock() {
    static SystemClock const clock;
    return clock;
}

std::string to_rfc3339(Timestamp time) {
    auto day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss clock{time - day};
    // By hand: each line of history has one, and snprintf() took longer than opening the message's seal.
    std::string text = "0000-00-00T00:00:00.000Z";
    auto put = [&text](std::size_t end, int value) {
        for (; value > 0; value /= 10) text[--end] = char('0' + value % 10);
    };
    put(4, std::clamp(int(date.year()), 0, 9999));
    put(7, int(unsigned(date.month())));
    put(10, int(unsigned(date.day())));
    put(13, int(clock.hours().count()));
    put(16, int(clock.minutes().count()));
    put(19, int(clock.seconds().count()));
    put(23, int(clock.subseconds().count()));
    return text;
}

Result<Timestamp> from_rfc3339(std::string_view text) {
    auto bad = [] {
        return fail_as(Errc::invalid_input, "invalid_time", "not an RFC 3339 time such as 2026-11-22T19:34:46.123Z");
    };
    if (text.size() < 20 || text.size() > 40) return bad();
    int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    bool separators = text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't' || text[10] == ' ') &&
                      text[13] == ':' && text[16] == ':';
    std::chrono::year_month_day date{
        std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))
    };
    // Second 60 is a leap second: RFC 3339 allows it, and it becomes the next second.
    if (!separators || year < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60)
        return bad();

    std::size_t at = 19;
    int milliseconds = 0;
    if (text[at] == '.') {
        int scale = 100;
        std::size_t begin = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            milliseconds += (text[at] - '0') * scale;
        if (at == begin) return bad();
    }
    int offset_minutes = 0;
    if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        // UTC
    } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        int h = digits(text, at + 1, 2), m = digits(text, at + 4, 2);
        if (h < 0 || h > 23 || m < 0 || m > 59) return bad();
        offset_minutes = (text[at] == '-' ? -1 : 1) * (h * 60 + m);
    } else {
        return bad();
    }
    return Timestamp{std::chrono::sys_days(date)} + std::chrono::hours(hour) +
           std::chrono::minutes(minute - offset_minutes) + std::chrono::seconds(second) +
           std::chrono::milliseconds(milliseconds);
}

}  // namespace alloquy::base
