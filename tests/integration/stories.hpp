// SPDX-License-Identifier: GPL-2.0-or-later
// What stories about messages have in common: coming in, joining, and reading what was said.
#pragma once
#include "support/alloquyd.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

namespace alloquy::test {

/// Signed in with what a modern client asks for.
inline void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags server-time account-tag batch labeled-response echo-message draft/chathistory "
        "draft/read-marker draft/message-redaction standard-replies",
        person.username, person.password
    );
}

inline std::string id_in(std::string const& line) {
    std::smatch match;
    static std::regex const pattern("msgid=([0-9]+)");
    if (!std::regex_search(line, match, pattern)) throw std::runtime_error("no msgid in " + line);
    return match[1];
}

/// The texts of a CHATHISTORY answer, and its lines.
struct History {
    std::vector<std::string> texts;
    std::vector<std::string> lines;
};
inline History history(IrcClient& client, std::string const& command) {
    client.send("CHATHISTORY " + command);
    History found;
    std::smatch match;
    auto const begin = client.expect(" BATCH \\+\\S+ chathistory | FAIL CHATHISTORY ");
    if (begin.find(" FAIL ") != std::string::npos) throw std::runtime_error(begin);
    for (;;) {
        auto const line = client.expect("PRIVMSG | BATCH -");
        if (line.find(" BATCH -") != std::string::npos) return found;
        found.lines.push_back(line);
        static std::regex const text("PRIVMSG \\S+ :(.*)$");
        if (std::regex_search(line, match, text)) found.texts.push_back(match[1]);
    }
}

inline nlohmann::json rest_history(Alloquyd& server, Person const& person, std::string const& channel) {
    auto http = server.http(person);
    for (auto const& room : http.get("/api/v1/rooms").json().at("items"))
        if (room.at("irc_channel") == channel)
            return http
                .expect(200, http.get("/api/v1/rooms/" + room.at("id").get<std::string>() + "/messages?limit=100"))
                .at("items");
    throw std::runtime_error("no room " + channel);
}

}  // namespace alloquy::test
