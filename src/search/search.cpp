// SPDX-License-Identifier: GPL-2.0-or-later
#include "implementation.hpp"
#include "removal_log.hpp"

#include <alloquy/base/log.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const search_migrations;
}

namespace alloquy::search {

Search::Implementation::Implementation(
    asio::any_io_executor executor, storage::Database& database_, messages::Messages& messages_,
    AudienceOf audience_of_, std::filesystem::path file_, std::filesystem::path keys_
)
    : database(database_),
      messages(messages_),
      audience_of(std::move(audience_of_)),
      file(std::move(file_)),
      keys(std::move(keys_)),
      timer(executor) {
    auto const waking = [this](auto const&) { wake(); };
    subscriptions.push_back(messages.stored.subscribe(waking));
    subscriptions.push_back(messages.edited.subscribe(waking));
    subscriptions.push_back(messages.redacted.subscribe(waking));
    subscriptions.push_back(messages.expired.subscribe(waking));
}

Result<> Search::Implementation::open() {
    auto loaded = load_index_key(keys);
    if (!loaded) return std::unexpected(loaded.error());
    key = std::move(*loaded);
    index_tokens = std::make_shared<TokenMaker>(key);
    query_tokens = std::make_unique<TokenMaker>(key);
    messages.set_text_keeper(std::make_shared<RemovalLog>(key, audience_of));
    return open_file();
}

Result<> Search::Implementation::open_file() {
    auto limit = database.write_now([reader = messages.reader()](storage::Connection& db) -> Result<IndexState> {
        auto newest = reader.newest(db);
        if (!newest) return std::unexpected(newest.error());
        auto removed = newest_removal(db);
        if (!removed) return std::unexpected(removed.error());
        return IndexState{*newest, *removed};
    });
    if (!limit) return std::unexpected(limit.error());
    auto opened = open_index(file, key, *limit);
    if (!opened) return std::unexpected(opened.error());
    index = std::move(opened->database);
    state = opened->state;
    if (!opened->fresh) return {};
    // They are of an index that is gone.
    return database.write_now([up_to = state.removed_to](storage::Connection& db) { return forget_removals(db, up_to); }
    );
}

Search::Search(
    asio::any_io_executor executor, storage::Database& database, messages::Messages& messages, AudienceOf audience_of,
    std::filesystem::path index, std::filesystem::path keys
)
    : implementation_(std::make_unique<Implementation>(
          std::move(executor), database, messages, std::move(audience_of), std::move(index), std::move(keys)
      )) {}
Search::~Search() = default;

std::span<base::EmbeddedFile const> Search::migrations() {
    return embedded::search_migrations;
}

Result<> Search::open() {
    return implementation_->open();
}

Task<> Search::run(async::TaskGroup& tasks) {
    co_await implementation_->run(tasks);
}

Task<Result<>> Search::catch_up() {
    co_return co_await implementation_->catch_up();
}

std::int64_t Search::indexed_to() const {
    return implementation_->state.indexed_to;
}

}  // namespace alloquy::search
