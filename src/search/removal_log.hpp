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

struct Removals {
    std::vector<Removal> all;  ///< Ascending by id.
    bool complete = false;     ///< There were no more.
};
/// The oldest ones after `id`: at most `most`, and no more once their tokens have `bytes` together. Inside a read.
Result<Removals> removals_after(storage::Connection& db, std::int64_t id, std::size_t most, std::size_t bytes);
/// The highest id that was ever given. Inside a read or write.
Result<std::int64_t> newest_removal(storage::Connection& db);
/// Inside a write.
Result<> forget_removals(storage::Connection& db, std::int64_t up_to);

}  // namespace alloquy::search
