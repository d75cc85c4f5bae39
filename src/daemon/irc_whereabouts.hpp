// SPDX-License-Identifier: GPL-2.0-or-later
// Who is where on IRC, as the bridge sees it, for those who may not include the bridge.
#pragma once
#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/irc/bridge.hpp>

namespace alloquy::daemon {

class IrcWhereabouts final : public chat::Whereabouts {
public:
    explicit IrcWhereabouts(irc::Bridge& bridge) : bridge_(bridge) {}

    std::optional<std::string> standing(std::string_view uid, std::string_view channel) const override;
    std::optional<std::string> standing_of(base::Id account, std::string_view channel) const override;
    std::vector<std::string> channels(std::string_view uid) const override;
    bool exists(std::string_view channel) const override;
    std::set<std::string> accounts_in(std::string_view channel) const override;
    std::optional<std::string> account_of(std::string_view uid) const override;
    std::string holder_of(std::string_view nick) const override;

private:
    irc::Bridge& bridge_;
};

}  // namespace alloquy::daemon
