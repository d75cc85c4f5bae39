// SPDX-License-Identifier: GPL-2.0-or-later
// The module links that are up: lines for other people than the one who asked go to all of them.
#pragma once
#include "link_session.hpp"

#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace alloquy::chat {

class Links {
public:
    void opened(std::shared_ptr<LinkSession> session) { sessions_.insert(std::move(session)); }
    void closed(std::shared_ptr<LinkSession> const& session) { sessions_.erase(session); }

    /// To everybody that `to` names ("account:…", "channel:…", "uid:…") with the capability (a letter of
    /// docs/protocol/module-link.md), but not to this uid.
    void deliver(std::string_view to, char capability, std::string_view except, std::string_view line) {
        std::string_view const letter(&capability, 1);
        for (auto const& session : sessions_) session->send(FrameType::deliver, {to, letter, except, line});
    }

    /// The same, from each server to its own people.
    void deliver_from_server(std::string_view to, char capability, std::string_view except, std::string_view text) {
        std::string_view const letter(&capability, 1);
        for (auto const& session : sessions_)
            session->send(
                FrameType::deliver, {to, letter, except, ":" + session->server_name + " " + std::string(text)}
            );
    }
    /// Something that is to be done whoever asked for it.
    void order(std::initializer_list<std::string_view> fields) {
        for (auto const& session : sessions_) session->send(FrameType::act, fields);
    }
    std::size_t count() const { return sessions_.size(); }
    /// A frame to all of them.
    void send(FrameType type, std::initializer_list<std::string_view> fields) {
        for (auto const& session : sessions_) session->send(type, fields);
    }
    /// To any one of them; false when there is none.
    bool send_to_one(FrameType type, std::initializer_list<std::string_view> fields) {
        if (sessions_.empty()) return false;
        (*sessions_.begin())->send(type, fields);
        return true;
    }

private:
    std::set<std::shared_ptr<LinkSession>> sessions_;
};

}  // namespace alloquy::chat
