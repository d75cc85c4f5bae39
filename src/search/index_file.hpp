// SPDX-License-Identifier: GPL-2.0-or-later
// The file of the index: opened, or made anew when it is of no use.
#pragma once
#include "tokens.hpp"

#include <alloquy/storage/database.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace alloquy::search {

/// How far the index has come.
struct IndexState {
    std::int64_t indexed_to = 0;
    std::int64_t removed_to = 0;
};

struct OpenedIndex {
    std::shared_ptr<storage::Database> database;
    IndexState state;
    bool fresh = false;  ///< It has nothing yet.
};

/// The key, made when there is none. One that is damaged is replaced: the index can be made anew, so nothing is lost
/// but time. Errors: forbidden, unavailable.
Result<std::string> load_index_key(std::filesystem::path const& folder);

/// `limit`: no index of these messages can have come further than this. Errors: forbidden, unavailable.
Result<OpenedIndex> open_index(std::filesystem::path const& file, std::string const& key, IndexState const& limit);

/// Removes the file, for the next open_index(). Who has it open doesn't notice.
void remove_index(std::filesystem::path const& file);

/// A text that went.
struct Removal {
    std::int64_t id = 0;
    std::int64_t sequence = 0;
    std::string tokens;
};

/// What one step does to the index; of one moment of the messages.
struct IndexStep {
    std::vector<Removal> removals;           ///< Ascending by id.
    std::vector<messages::Message> changed;  ///< Those of the removals that are still there.
    std::vector<messages::Message> fresh;    ///< Ascending.
    std::map<base::Id, Audience> audiences;  ///< Of the rooms of all of them.
    IndexState state;                        ///< Before; apply_step() says what holds afterwards.
    std::int64_t reached = 0;                ///< Sequence up to which `fresh` is complete.
};

/// Inside a write of the index. Gives the state after it.
Result<IndexState> apply_step(storage::Connection& db, TokenMaker& tokens, IndexStep const& step);

/// Sequences of messages that may match, the highest first (or the lowest).
Result<std::vector<std::int64_t>> find_candidates(
    storage::Connection& db, std::string const& match, std::int64_t low, std::int64_t high, bool highest_first,
    std::size_t most
);

}  // namespace alloquy::search
