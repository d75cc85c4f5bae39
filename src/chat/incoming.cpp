// SPDX-License-Identifier: GPL-2.0-or-later
#include "incoming.hpp"

#include "message_id.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>
#include <array>

namespace alloquy::chat {
namespace {

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxSource = 512;
constexpr std::size_t kMaxTags = 8191;
constexpr std::size_t kMaxText = 64 * 1024;
constexpr std::size_t kMaxSecret = 128;
constexpr std::size_t kMaxParameter = 8191;
constexpr std::size_t kMaxParameters = 20;

std::unexpected<Error> unexpected_frame(std::string_view what) {
    return fail(Errc::invalid_input, "the module sent a " + std::string(what) + " that isn't one");
}

/// What bytes do to a line that they stand in.
enum : unsigned char { kEndsLine = 1, kEndsText = 2, kEndsWord = 4 };

/// By table: every byte of every message is looked up.
constexpr auto kEffects = [] {
    std::array<unsigned char, 256> effects{};
    effects['\0'] = effects['\r'] = kEndsLine | kEndsText | kEndsWord;
    effects['\n'] = kEndsLine | kEndsWord;
    effects[' '] = kEndsWord;
    return effects;
}();

bool is_free_of(std::string_view text, unsigned char effect) {
    unsigned char seen = 0;
    for (char c : text) seen |= kEffects[static_cast<unsigned char>(c)];
    return (seen & effect) == 0;
}

/// What stands in a line must not end it.
bool is_line_text(std::string_view text, std::size_t limit) {
    return text.size() <= limit && is_free_of(text, kEndsLine);
}

bool is_name(std::string_view text, std::size_t limit) {
    return text.size() <= limit && is_free_of(text, kEndsWord);
}

std::optional<messages::Kind> kind_of(std::string_view command) {
    if (command == "PRIVMSG") return messages::Kind::privmsg;
    if (command == "NOTICE") return messages::Kind::notice;
    if (command == "TAGMSG") return messages::Kind::tagmsg;
    return std::nullopt;
}

}  // namespace

Result<Hello> parse_hello(Frame const& frame) {
    if (frame.type != FrameType::hello) return fail(Errc::invalid_input, "the first frame isn't hello");
    if (frame.field(0) != std::to_string(kLinkVersion))
        return fail(Errc::invalid_input, "the module speaks another version of the module link");
    Hello hello{std::string(frame.field(1)), std::string(frame.field(2)), std::string(frame.field(3))};
    if (hello.server.size() != 3 || !is_name(hello.server, 3) || hello.secret.size() > kMaxSecret ||
        !is_name(hello.name, kMaxName) || hello.name.empty())
        return unexpected_frame("hello");
    return hello;
}

Result<IncomingMessage> parse_message(Frame const& frame) {
    auto number = base::to_number(frame.field(0));
    auto id = parse_id(frame.field(1));
    auto kind = kind_of(frame.field(2));
    if (!number || !id || !kind) return unexpected_frame("message");
    IncomingMessage message;
    message.number = *number;
    message.id = *id;
    message.kind = *kind;
    message.uid = frame.field(3);
    message.source = frame.field(4);
    message.account = frame.field(5);
    message.target = frame.field(6);
    message.target_account = frame.field(7);
    message.to_nobody_online = frame.field(8).contains('o');
    message.tags = frame.field(9);
    message.text = frame.field(10);
    // A text has line breaks between the lines of a multiline message, and nothing else that a line can't hold.
    bool const text_fits = message.text.size() <= kMaxText && is_free_of(message.text, kEndsText);
    if (!is_name(message.uid, kMaxName) || !is_name(message.source, kMaxSource) ||
        !is_name(message.account, kMaxName) || !is_name(message.target, kMaxName) || message.target.empty() ||
        !is_name(message.target_account, kMaxName) || !is_name(message.tags, kMaxTags) || !text_fits)
        return unexpected_frame("message");
    return message;
}

Result<IncomingMessage> parse_event(Frame const& frame) {
    static constexpr std::string_view kOfChannel[] = {"JOIN", "PART", "KICK", "MODE", "TOPIC"};
    static constexpr std::string_view kOfPerson[] = {"QUIT", "NICK"};
    auto const kind = frame.field(0);
    bool const of_channel = std::ranges::find(kOfChannel, kind) != std::end(kOfChannel);
    auto const id = parse_id(frame.field(1));
    if (!id || (!of_channel && std::ranges::find(kOfPerson, kind) == std::end(kOfPerson)))
        return unexpected_frame("event");
    IncomingMessage event;
    event.id = *id;
    event.kind = messages::Kind::event;
    event.source = frame.field(2);
    event.account = frame.field(3);
    event.target = frame.field(4);
    if (!is_name(event.source, kMaxSource) || !is_name(event.account, kMaxName) || !is_name(event.target, kMaxName) ||
        !event.target.starts_with('#'))
        return unexpected_frame("event");
    event.text = kind;
    if (of_channel) event.text.append(" ").append(event.target);
    auto const parameters = frame.rest(5);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (!is_line_text(parameters[i], kMaxSource) || i == kMaxParameters) return unexpected_frame("event");
        bool const last = i + 1 == parameters.size();
        if (!last && (parameters[i].empty() || parameters[i].contains(' '))) return unexpected_frame("event");
        event.text.append(last ? " :" : " ").append(parameters[i]);
    }
    return event;
}

Result<IncomingRequest> parse_request(Frame const& frame) {
    auto number = base::to_number(frame.field(0));
    if (!number) return unexpected_frame("request");
    IncomingRequest request;
    request.number = *number;
    request.command = frame.field(1);
    request.uid = frame.field(2);
    request.source = frame.field(3);
    request.account = frame.field(4);
    request.capabilities = frame.field(5);
    request.label = frame.field(6);
    for (auto parameter : frame.rest(7)) {
        if (!is_line_text(parameter, kMaxParameter) || request.parameters.size() == kMaxParameters)
            return unexpected_frame("request");
        request.parameters.emplace_back(parameter);
    }
    for (auto const* name : {&request.command, &request.uid, &request.account, &request.capabilities})
        if (!is_name(*name, kMaxName)) return unexpected_frame("request");
    if (!is_name(request.source, kMaxSource) || !is_name(request.label, kMaxTags)) return unexpected_frame("request");
    return request;
}

}  // namespace alloquy::chat
