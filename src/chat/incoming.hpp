// SPDX-License-Identifier: GPL-2.0-or-later
// Frames from the module as values of our own. Pure.
#pragma once
#include "frame.hpp"

#include <alloquy/messages/message.hpp>

#include <string>
#include <vector>

namespace alloquy::chat {

struct Hello {
    std::string server;  ///< Id, three characters.
    std::string secret;
    std::string name;
};

struct IncomingMessage {
    std::uint64_t number = 0;
    base::Id id = 0;
    messages::Kind kind = messages::Kind::privmsg;
    std::string uid;
    std::string source;
    std::string account;  ///< Empty: a guest.
    std::string target;
    std::string target_account;  ///< Empty: a channel, a guest, or nobody who is online.
    std::string tags;
    std::string text;
    bool to_nobody_online = false;
    bool may_mention_everyone = false;  ///< Whoever its author is; never from a module.
};

struct IncomingRequest {
    std::uint64_t number = 0;
    std::string command;
    std::string uid;
    std::string source;
    std::string account;
    std::string capabilities;
    std::string label;
    std::vector<std::string> parameters;

    std::string_view parameter(std::size_t index) const {
        return index < parameters.size() ? std::string_view(parameters[index]) : std::string_view();
    }
    std::string_view nick() const { return std::string_view(source).substr(0, source.find('!')); }
    bool can(char capability) const { return capabilities.contains(capability); }
};

/// Errors: invalid_input for a frame that no module of this version sends.
Result<Hello> parse_hello(Frame const& frame);
Result<IncomingMessage> parse_message(Frame const& frame);
/// JOIN, PART, QUIT …: a message of the kind `event`, whose text is the line without its source.
Result<IncomingMessage> parse_event(Frame const& frame);
Result<IncomingRequest> parse_request(Frame const& frame);

}  // namespace alloquy::chat
