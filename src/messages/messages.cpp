// SPDX-License-Identifier: GPL-2.0-or-later
#include "implementation.hpp"

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const messages_migrations;
}

namespace alloquy::messages {

Messages::Messages(storage::Database& database, base::Clock const& clock, std::filesystem::path keys)
    : implementation_(std::make_unique<Implementation>(database, clock, std::move(keys))) {}
Messages::~Messages() = default;

std::span<base::EmbeddedFile const> Messages::migrations() {
    return embedded::messages_migrations;
}

Result<> Messages::open() {
    auto& self = *implementation_;
    auto opened = self.database.write_now([&](storage::Connection& db) -> Result<> {
        auto keys = load_keys(db, self.keys_folder, self.clock.now());
        if (!keys) return std::unexpected(keys.error());
        self.keys = std::make_shared<KeyRing const>(std::move(*keys));
        // The program may have died while a key was made.
        if (auto fixed = fix_end_of_reseal(db); !fixed) return fixed;
        auto newest = db.prepare(
            "SELECT max(coalesce((SELECT max(id) FROM messages), 0), id), "
            "max(coalesce((SELECT max(sequence) FROM messages), 0), sequence) FROM message_floor"
        );
        if (auto row = newest.step(); !row) return std::unexpected(row.error());
        self.newest_id = newest.integer(0);
        self.writer.sequence = self.newest_sequence = newest.integer(1);
        return {};
    });
    return opened;
}

void Messages::set_text_keeper(std::shared_ptr<TextKeeper> keeper) {
    implementation_->keeper = std::move(keeper);
}

Reader Messages::reader() const {
    return Reader(implementation_->keys);
}

base::Id Messages::newest_id() const {
    return implementation_->newest_id;
}

std::int64_t Messages::newest_sequence() const {
    return implementation_->newest_sequence;
}

}  // namespace alloquy::messages
