// SPDX-License-Identifier: GPL-2.0-or-later
// Search over a real store of messages. Rooms 101 and 102 are open, 201 is of alice and bob, 202 of bob and carol.
#pragma once
#include "messages_fixture.hpp"

#include <alloquy/search/search.hpp>

namespace alloquy::search {

class SearchFixture : public messages::MessagesFixture {
protected:
    static constexpr base::Id kAliceAndBob = 201, kBobAndCarol = 202;

    SearchFixture() {
        // A file of its own: migrations of both are applied in the order of their numbers.
        close();
        file_ = folder_ / "searched.db";
        restart();
    }
    ~SearchFixture() override { stop(); }

    /// Starts on what the folder has.
    void restart() {
        stop();
        std::span<base::EmbeddedFile const> const migrations[] = {
            messages::Messages::migrations(), Search::migrations()
        };
        auto database = storage::Database::open(file_.string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        messages_ = std::make_unique<messages::Messages>(*database_, clock_, keys_);
        if (auto opened = messages_->open(); !opened) throw std::runtime_error(opened.error().message);
        search_ = std::make_unique<Search>(io_.get_executor(), *database_, *messages_, audience_of, index_, keys_);
        if (auto opened = search_->open(); !opened) throw std::runtime_error(opened.error().message);
    }
    void stop() {
        search_.reset();
        close();
    }

    static Result<Audience> audience_of(storage::Connection&, base::Id room) {
        switch (room) {
            case kRoom:
            case kOtherRoom:
                return Audience{.open = true};
            case kAliceAndBob:
                return Audience{.first = kAlice, .second = kBob};
            case kBobAndCarol:
                return Audience{.first = kBob, .second = kCarol};
            default:
                return Audience{};
        }
    }

    void catch_up() {
        auto done = run(search_->catch_up());
        ASSERT_TRUE(done) << done.error().detail;
    }

    /// What this account may see, as typed.
    Request request(std::string_view text, base::Id account = kAlice) {
        Request request;
        auto query = parse_query(text);
        EXPECT_TRUE(query) << query.error().message;
        if (query) request.query = std::move(*query);
        request.scope = {.account = account, .open_rooms = true, .conversations = true};
        return request;
    }
    Page page_of(Request request) {
        auto page = run(search_->search(std::move(request)));
        EXPECT_TRUE(page) << page.error().message << page.error().detail;
        return page.value_or(Page{});
    }
    /// "b | a": the texts found, in order.
    static std::string texts(Page const& page) {
        std::string out;
        for (auto const& hit : page.hits) out += (out.empty() ? "" : " | ") + hit.message.text;
        return out;
    }
    std::string found(std::string_view text, base::Id account = kAlice) {
        return texts(page_of(request(text, account)));
    }

    /// A number from the index's own file.
    std::int64_t index_number(char const* sql) {
        auto connection = storage::Connection::open(index_.string(), storage::Connection::Mode::read_only);
        if (!connection) return -1;
        auto statement = (*connection)->prepare(sql);
        return statement.step().value_or(false) ? statement.integer(0) : -1;
    }

    std::filesystem::path index_ = folder_ / "search.db";
    std::unique_ptr<Search> search_;
};

}  // namespace alloquy::search
