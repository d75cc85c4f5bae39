// SPDX-License-Identifier: GPL-2.0-or-later
// Writes down what the index has to forget, in the very write that takes the text away: afterwards nobody could tell
// which words it had. The index deals with it a moment later, in its own file.
#pragma once
#include "index_file.hpp"

#include <alloquy/messages/text_keeper.hpp>

namespace alloquy::search {

class RemovalLog final : public messages::TextKeeper {
public:
    RemovalLog(std::string const& key, AudienceOf audience_of) : tokens_(key), audience_of_(std::move(audience_of)) {}

    Result<> text_goes(storage::Connection& db, messages::Message const& message) override;

private:
    TokenMaker tokens_;
    AudienceOf audience_of_;
};

/// The oldest ones after `id`, at most `most`. Inside a read.
Result<std::vector<Removal>> removals_after(storage::Connection& db, std::int64_t id, std::size_t most);
/// The highest id that was ever given. Inside a read or write.
Result<std::int64_t> newest_removal(storage::Connection& db);
/// Inside a write.
Result<> forget_removals(storage::Connection& db, std::int64_t up_to);

}  // namespace alloquy::search
