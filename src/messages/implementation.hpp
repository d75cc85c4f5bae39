// SPDX-License-Identifier: GPL-2.0-or-later
// What the operations share. Each group of them has a file of its own.
#pragma once
#include "going_text.hpp"
#include "rows.hpp"

#include <alloquy/messages/messages.hpp>
#include <alloquy/storage/database.hpp>

#include <memory>

namespace alloquy::messages {

using Keys = std::shared_ptr<KeyRing const>;

inline constexpr std::size_t kMostPerPage = 1000;

/// Used by database writes only, on their thread.
struct Writer {
    std::int64_t sequence = 0;  ///< The last one that was given. Those of a commit that failed aren't given again.
    std::string plain;
    crypto::BulkSealer sealer;
};

class Messages::Implementation {
public:
    storage::Database& database;
    base::Clock const& clock;
    std::filesystem::path keys_folder;
    /// Each piece of database work takes the ring of the moment when it was asked for.
    Keys keys{};
    base::Id newest_id = 0;
    std::int64_t newest_sequence = 0;  ///< Of those that were published.
    bool keeps_versions = true;
    std::shared_ptr<TextKeeper> keeper{};

    GoingText going_text() const { return {keeper, keys}; }

    Writer writer{};
};

}  // namespace alloquy::messages
