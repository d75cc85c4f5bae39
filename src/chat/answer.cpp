// SPDX-License-Identifier: GPL-2.0-or-later
#include "answer.hpp"

#include "tags.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

#include <chrono>

namespace alloquy::chat {
namespace {

constexpr std::size_t kFrameOfLines = 64 * 1024;
constexpr std::size_t kLinesOfFrame = 1000;

}  // namespace

Answer::Answer(std::shared_ptr<LinkSession> session, IncomingRequest const& request)
    : session_(std::move(session)), request_(request) {}

Answer::~Answer() {
    flush(/*last=*/true);
}

void Answer::append(std::string_view tags, std::string_view text) {
    std::string line;
    line.reserve(tags.size() + text.size() + 2);
    if (!tags.empty()) line.append("@").append(tags).append(" ");
    line.append(text);
    bytes_ += line.size();
    lines_.push_back(std::move(line));
    if (bytes_ >= kFrameOfLines || lines_.size() >= kLinesOfFrame) flush(/*last=*/false);
}

void Answer::flush(bool last) {
    FrameWriter frame(session_->out(), FrameType::answer);
    frame.add(request_.number).add(last ? "1" : "0");
    for (auto const& line : lines_) frame.add(line);
    lines_.clear();
    bytes_ = 0;
}

void Answer::line(std::string_view tags, std::string_view text) {
    append(tags, text);
}

void Answer::server_line(std::string_view text) {
    std::string tags;
    if (!labelled_ && !request_.label.empty() && request_.can('l')) append_tag(tags, "label", request_.label);
    labelled_ = true;
    append(tags, ":" + server() + " " + std::string(text));
}

void Answer::fail(std::string_view code, std::initializer_list<std::string_view> context, std::string_view text) {
    if (!request_.can('p')) {
        server_line(fmt::format("NOTICE {} :*** {}: {}", request_.nick(), request_.command, text));
        return;
    }
    std::string line = fmt::format("FAIL {} {}", request_.command, code);
    for (auto word : context) {
        // Parameters are echoed: one that can't stand in the middle of a line is shown as a star.
        bool const fits = !word.empty() && word.size() <= 200 && word.front() != ':' && !word.contains(' ');
        line += fmt::format(" {}", fits ? word : "*");
    }
    server_line(fmt::format("{} :{}", line, text));
}

std::string Answer::open_batch(std::string_view type, std::string_view parameter) {
    if (!request_.can('b')) return {};
    auto reference = fmt::format("a{}x{}", request_.number, ++batches_);
    server_line(fmt::format("BATCH +{} {}{}{}", reference, type, parameter.empty() ? "" : " ", parameter));
    return reference;
}

void Answer::close_batch(std::string const& reference) {
    if (!reference.empty()) append({}, fmt::format(":{} BATCH -{}", server(), reference));
}

std::string irc_time(base::Timestamp time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()), unsigned(date.day()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count(), clock.subseconds().count()
    );
}

std::optional<base::Timestamp> parse_irc_time(std::string_view text) {
    constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (text.size() != kShape.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return std::nullopt;
    }
    auto number = [&](std::size_t at, std::size_t digits) {
        return int(base::to_number(text.substr(at, digits)).value_or(0));
    };
    using namespace std::chrono;
    year_month_day const date(year(number(0, 4)), month(unsigned(number(5, 2))), day(unsigned(number(8, 2))));
    // A leap second counts as the next one.
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;
    return base::Timestamp(
        sys_days(date).time_since_epoch() + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
        milliseconds(number(20, 3))
    );
}

}  // namespace alloquy::chat
