// SPDX-License-Identifier: GPL-2.0-or-later
// Who is on IRC, as a test says.
#pragma once
#include <alloquy/chat/whereabouts.hpp>

#include <map>
#include <set>

namespace alloquy::chat {

class FakeWhereabouts final : public Whereabouts {
public:
    void add(std::string const& uid, std::string const& nick, std::string const& account) {
        accounts_[uid] = account;
        holders_[nick] = uid;
    }

    std::optional<std::string> standing(std::string_view, std::string_view) const override { return std::nullopt; }
    std::optional<std::string> standing_of(base::Id, std::string_view) const override { return std::nullopt; }
    std::vector<std::string> channels(std::string_view) const override { return {}; }
    bool exists(std::string_view) const override { return false; }
    std::set<std::string> accounts_in(std::string_view) const override { return {}; }
    std::optional<std::string> account_of(std::string_view uid) const override {
        auto found = accounts_.find(uid);
        return found == accounts_.end() ? std::nullopt : std::optional(found->second);
    }
    std::string holder_of(std::string_view nick) const override {
        auto found = holders_.find(nick);
        return found == holders_.end() ? std::string() : found->second;
    }

private:
    std::map<std::string, std::string, std::less<>> accounts_, holders_;
};

}  // namespace alloquy::chat
