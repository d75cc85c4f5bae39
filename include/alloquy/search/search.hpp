// SPDX-License-Identifier: GPL-2.0-or-later
// Finds messages by their words. The index is a file of its own, made from the stored messages and always a moment
// behind them; it holds keyed hashes instead of words, and what it proposes is compared with the unsealed message
// before it is shown. Why so: docs/decisions/0009-search-index.md.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/search/audience.hpp>
#include <alloquy/search/query.hpp>

#include <filesystem>
#include <memory>
#include <span>

namespace alloquy::storage {
class Database;
}

namespace alloquy::search {

/// Where the asker may look: a room counts when one of these says so.
struct Scope {
    base::Id account = 0;           ///< Of the asker; 0: a guest.
    bool open_rooms = false;        ///< Every room that is open to everybody …
    bool conversations = false;     ///< … every conversation of the asker …
    std::vector<base::Id> rooms{};  ///< … and these, which the caller has looked at. Any number, in any order.
};

enum class Order {
    newest,    ///< First.
    oldest,    ///< First.
    relevance  ///< Best first, of the newest few hundred; one page only.
};

struct Request {
    Query query;                      ///< Its `from` and `in` mean nothing here: they are …
    std::vector<base::Id> authors{};  ///< … any of these; empty: anybody; and …
    Scope scope;                      ///< … what of this is asked for.
    Order order = Order::newest;
    std::optional<std::int64_t> cursor{};  ///< Page::next of the page before.
    std::size_t limit = 25;                ///< 1–100
    bool details = false;                  ///< Also reactions and pins.
};

struct SnippetPart {
    std::string text;
    bool match = false;
    bool operator==(SnippetPart const&) const = default;
};

struct Hit {
    messages::Message message;
    std::vector<SnippetPart> snippet;  ///< Parts of the text in order; at most about 240 characters together.
};

struct Page {
    std::vector<Hit> hits;  ///< May be fewer than the limit though there are more: looking is bounded in time.
    std::optional<std::int64_t> next;  ///< Where to go on; nothing: that was all.
};

class Search {
public:
    /// `index`: the file, made when it is missing, and made anew when it isn't of these messages or can't be read.
    /// `keys`: the folder <data>/keys; search.key is made there.
    Search(
        asio::any_io_executor executor, storage::Database& database, messages::Messages& messages,
        AudienceOf audience_of, std::filesystem::path index, std::filesystem::path keys
    );
    ~Search();
    Search(Search const&) = delete;
    Search& operator=(Search const&) = delete;

    /// Of the main database.
    static std::span<base::EmbeddedFile const> migrations();

    /// After Messages::open(), before anything runs. Errors: unavailable, forbidden (files).
    Result<> open();

    /// Keeps the index in step until the group stops. Others' work comes first: it reads and writes in small steps.
    Task<> run(async::TaskGroup& tasks);
    /// Until nothing is left to do. Not while run() runs.
    Task<Result<>> catch_up();

    /// Errors: invalid_input (limit).
    Task<Result<Page>> search(Request request);

    /// Sequence of the newest message that can be found.
    std::int64_t indexed_to() const;

    class Implementation;

private:
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::search
