// SPDX-License-Identifier: GPL-2.0-or-later
#include "answer.hpp"

#include "tags.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace alloquy::chat {
namespace {

constexpr std::size_t kFrameOfLines = 64 * 1024;
constexpr std::size_t kLinesOfFrame = 1000;

}  // namespace

Answer::Answer(std::shared_ptr<LinkSession> session, IncomingRequest const& request)
    : session_(std::move(session)), request_(request) {}

Answer::~Answer() {
    if (!labelled_ && !request_.label.empty() && request_.can('l')) server_line("ACK");
    close_batch(outer_);
    flush(/*last=*/true);
}

void Answer::line(std::string_view tags, std::initializer_list<std::string_view> parts) {
    FieldWriter field(lines_);
    if (!tags.empty()) lines_.append("@").append(tags).append(" ");
    for (auto part : parts) lines_ += part;
    field.finish();
    if (lines_.size() >= kFrameOfLines || ++count_ >= kLinesOfFrame) flush(/*last=*/false);
}

void Answer::flush(bool last) {
    FrameWriter(session_->out(), FrameType::answer).add(request_.number).add(last ? "1" : "0").add_fields(lines_);
    lines_.clear();
    count_ = 0;
}

void Answer::server_line(std::string_view text) {
    line_from(server(), text);
}

void Answer::line_from(std::string_view source, std::string_view text) {
    std::string tags;
    // The label comes as it stood on the wire, and goes back as it came.
    if (!labelled_ && !request_.label.empty() && request_.can('l'))
        tags = "label=" + request_.label;
    else if (!outer_.empty())
        tags = "batch=" + outer_;
    labelled_ = true;
    line(tags, {":", source, " ", text});
}

std::string Answer::failure(
    std::string_view code, std::initializer_list<std::string_view> context, std::string_view text
) const {
    if (!request_.can('p')) return fmt::format("NOTICE {} :*** {}: {}", request_.nick(), request_.command, text);
    std::string line = fmt::format("FAIL {} {}", request_.command, code);
    for (auto word : context) {
        // Parameters are echoed: one that can't stand in the middle of a line is shown as a star.
        bool const fits = !word.empty() && word.size() <= 200 && word.front() != ':' && !word.contains(' ');
        line += fmt::format(" {}", fits ? word : "*");
    }
    return fmt::format("{} :{}", line, text);
}

void Answer::fail(std::string_view code, std::initializer_list<std::string_view> context, std::string_view text) {
    server_line(failure(code, context, text));
}

void Answer::several() {
    // Without a label there is nothing to hold together.
    if (!labelled_ && !request_.label.empty() && request_.can('l')) outer_ = open_batch("labeled-response");
}

void Answer::line_in(std::string const& batch, std::string_view text) {
    if (batch.empty()) return server_line(text);
    line("batch=" + batch, {":", server(), " ", text});
}

void Answer::fail_in(
    std::string const& batch, std::string_view code, std::initializer_list<std::string_view> context,
    std::string_view text
) {
    line_in(batch, failure(code, context, text));
}

void Answer::act(std::string_view verb, std::initializer_list<std::string_view> parameters) {
    flush(/*last=*/false);
    FrameWriter frame(session_->out(), FrameType::act);
    frame.add(request_.number).add(verb);
    for (auto parameter : parameters) frame.add(parameter);
}

std::string Answer::open_batch(std::string_view type, std::string_view parameter) {
    if (!request_.can('b')) return {};
    auto reference = fmt::format("a{}x{}", request_.number, ++batches_);
    server_line(fmt::format("BATCH +{} {}{}{}", reference, type, parameter.empty() ? "" : " ", parameter));
    return reference;
}

void Answer::close_batch(std::string const& reference) {
    if (!reference.empty()) line({}, {":", server(), " BATCH -", reference});
}

std::optional<base::Timestamp> parse_irc_time(std::string_view text) {
    // RFC 3339 allows more than server-time does.
    constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddZ";
    bool const shaped = std::ranges::equal(text, kShape, [](char c, char shape) {
        return shape == 'd' ? c >= '0' && c <= '9' : c == shape;
    });
    if (!shaped) return std::nullopt;
    auto time = base::from_rfc3339(text);
    return time ? std::optional(*time) : std::nullopt;
}

}  // namespace alloquy::chat
