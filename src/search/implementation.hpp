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
    Result<> open_file();

    Task<> run(async::TaskGroup& tasks);
    Task<Result<>> catch_up();
    /// An operation on the index failed: if that is because it is broken, it will be made anew.
    void index_failed(Error const& error);
    /// False when it was cancelled.
    Task<bool> remake_if_broken();
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
    /// None while it is made anew. Coroutines that work with it hold it meanwhile. Its own threads must not: they can't
    /// wait for their own end.
    std::shared_ptr<storage::Database> index{};
    IndexState state{};
    std::shared_ptr<TokenMaker> index_tokens{};  ///< For the index's thread.
    std::unique_ptr<TokenMaker> query_tokens{};  ///< For the io thread.

    asio::steady_timer timer;
    bool awake = true;
    bool broken = false;                                            ///< The index can't be read: run() makes it anew …
    std::optional<std::chrono::steady_clock::time_point> remade{};  ///< … but not again and again.
    std::vector<base::Subscription> subscriptions{};
};

}  // namespace alloquy::search
