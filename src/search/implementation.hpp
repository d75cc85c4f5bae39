// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of Search share: keeping the index in step, and looking into it.
#pragma once
#include "index_file.hpp"

#include <alloquy/search/search.hpp>

#include <boost/asio/steady_timer.hpp>

namespace alloquy::search {

/// Audiences of the rooms of these messages. Inside a piece of database work.
Result<> add_audiences(
    storage::Connection& db, AudienceOf const& audience_of, std::vector<messages::Message> const& messages,
    std::map<base::Id, Audience>& out
);

class Search::Implementation {
public:
    Implementation(
        asio::any_io_executor executor, storage::Database& database_, messages::Messages& messages_,
        AudienceOf audience_of_, std::filesystem::path file_, std::filesystem::path keys_
    );

    Result<> open();
    /// Makes the index anew: what is there is of no use.
    Result<> reopen();

    Task<> run(async::TaskGroup& tasks);
    Task<Result<>> catch_up();
    /// False when there was nothing to do. Errors: unavailable; internal: the index is broken.
    Task<Result<bool>> step();
    void wake() {
        awake = true;
        timer.cancel();
    }

    storage::Database& database;
    messages::Messages& messages;
    AudienceOf audience_of;
    std::filesystem::path file;
    std::filesystem::path keys;

    std::string key{};
    /// Coroutines that work with it hold it meanwhile: it may be replaced. Its own threads must not: they can't wait
    /// for their own end.
    std::shared_ptr<storage::Database> index{};
    IndexState state{};
    std::shared_ptr<TokenMaker> index_tokens{};  ///< For the index's thread.
    std::unique_ptr<TokenMaker> query_tokens{};  ///< For the io thread.

    asio::steady_timer timer;
    bool awake = true;
    std::vector<base::Subscription> subscriptions{};
};

}  // namespace alloquy::search
