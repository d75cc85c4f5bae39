// SPDX-License-Identifier: GPL-2.0-or-later
// How many messages the store takes and how many pages it gives, without IRC and HTTP around it.
// Usage: message_store FOLDER MESSAGES ROOMS BATCH UNDER_WAY. The folder must be empty. One line per figure: its name,
// how many per second of wall time, and CPU microseconds for one over all threads.
#include <alloquy/base/ids.hpp>
#include <alloquy/crypto/seal.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/storage/database.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

using namespace alloquy;

namespace {

struct Size {
    std::size_t messages;
    std::size_t rooms;
    std::size_t batch;
    std::size_t under_way;  ///< Batches that wait for their commit, or pages that are read, at the same time.
};

class Stopwatch {
public:
    void print(char const* what, std::size_t count) const {
        auto const wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
        std::printf("%s %.0f %.3f\n", what, double(count) / wall, (cpu_seconds() - cpu_) * 1e6 / double(count));
        std::fflush(stdout);
    }

private:
    static double cpu_seconds() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        auto const seconds = [](timeval const& time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
        return seconds(usage.ru_utime) + seconds(usage.ru_stime);
    }
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    double cpu_ = cpu_seconds();
};

template <class T>
T must(Result<T> result) {
    if (!result)
        std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str()), std::exit(1);
    return std::move(*result);
}
void must(Result<> result) {
    if (!result)
        std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str()), std::exit(1);
}

class Bench {
public:
    Bench(std::filesystem::path const& folder, Size size) : size_(size) {
        std::filesystem::create_directories(folder / "keys");
        std::span<base::EmbeddedFile const> const migrations[] = {messages::Messages::migrations()};
        database_ = must(storage::Database::open((folder / "alloquy.db").string(), migrations));
        messages_ = std::make_unique<messages::Messages>(*database_, base::system_clock(), folder / "keys");
        must(messages_->open());
    }

    void store() {
        Stopwatch watch;
        for (std::size_t i = 0; i < size_.under_way; ++i) asio::co_spawn(io_, store_until_done(), asio::detached);
        io_.run();
        watch.print("store", size_.messages);
    }

    /// What sealing alone takes of that, for a record of the same size.
    void seal() {
        std::string const key = crypto::random_bytes(32), record(140, 'x');
        crypto::BulkSealer sealer;
        Stopwatch watch;
        std::size_t bytes = 0;
        for (std::size_t i = 0; i < size_.messages; ++i) bytes += sealer.seal(key, record, "seventeen bytes!!").size();
        watch.print(bytes > 0 ? "seal" : "", size_.messages);
    }

    void read(char const* what, messages::Query::Direction direction, bool details, std::size_t pages) {
        Stopwatch watch;
        io_.restart();
        for (std::size_t i = 0; i < size_.under_way; ++i)
            asio::co_spawn(io_, read_pages(direction, details, pages / size_.under_way), asio::detached);
        io_.run();
        watch.print(what, pages);
    }

    /// What a client that identifies costs: all rooms at once, for an account that has read nothing, or nearly all.
    void count_unread(char const* what, bool nothing_was_read, std::size_t times) {
        base::Id const account = nothing_was_read ? kNewcomer : kRegular;
        Stopwatch watch;
        io_.restart();
        asio::co_spawn(io_, count_rooms(account, times), asio::detached);
        io_.run();
        watch.print(what, times);
    }
    /// To the time of the first message of the last two in a hundred.
    void mark_all_read() {
        io_.restart();
        asio::co_spawn(io_, mark_rooms(base::time_of(samples_[samples_.size() * 98 / 100].second)), asio::detached);
        io_.run();
    }

private:
    static constexpr base::Id kNewcomer = 1001, kRegular = 1002;

    Task<> count_rooms(base::Id account, std::size_t times) {
        std::vector<base::Id> rooms;
        for (std::size_t room = 1; room <= size_.rooms; ++room) rooms.push_back(base::Id(room));
        for (std::size_t i = 0; i < times; ++i)
            must(co_await messages_->unread(account, rooms, messages_->newest_sequence()));
    }
    Task<> mark_rooms(base::Timestamp at) {
        for (std::size_t room = 1; room <= size_.rooms; ++room)
            must(co_await messages_->mark_read(kRegular, base::Id(room), at));
    }

    Task<> store_until_done() {
        while (made_ < size_.messages) {
            std::vector<messages::NewMessage> batch;
            batch.reserve(size_.batch);
            for (; batch.size() < size_.batch && made_ < size_.messages; ++made_) batch.push_back(make());
            must(co_await messages_->store(std::move(batch)));
        }
    }

    Task<> read_pages(messages::Query::Direction direction, bool details, std::size_t pages) {
        for (std::size_t i = 0; i < pages; ++i) {
            messages::Query query;
            auto const& [room, id] = samples_[random_() % samples_.size()];
            query.room = room;
            query.direction = direction;
            query.details = details;
            if (direction != messages::Query::Direction::latest) query.from.id = id;
            auto page = must(co_await messages_->page(query));
            for (auto const& message : page)
                if (message.unreadable) std::abort();
        }
    }

    messages::NewMessage make() {
        messages::NewMessage message;
        message.id = ids_.next();
        message.room = base::Id(1 + random_() % size_.rooms);
        if (made_ % 97 == 0) samples_.emplace_back(message.room, message.id);
        message.author = base::Id(1 + random_() % 1000);
        message.author_name = "somebody";
        message.source = "somebody!somebody@user.example.org";
        message.text = "This is what people write: neither long nor short, about eighty characters a line.";
        return message;
    }

    Size size_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<messages::Messages> messages_;
    asio::io_context io_{1};
    base::IdGenerator ids_{base::system_clock(), 1, 0};
    std::mt19937_64 random_{1};
    std::size_t made_ = 0;
    std::vector<std::pair<base::Id, base::Id>> samples_;  ///< Rooms and ids of some messages.
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) return std::fprintf(stderr, "usage: %s FOLDER MESSAGES ROOMS BATCH UNDER_WAY\n", arguments[0]), 2;
    must(crypto::initialize());
    auto const number = [&](int index) { return std::size_t(std::strtoull(arguments[index], nullptr, 10)); };
    Bench bench(arguments[1], {number(2), number(3), number(4), number(5)});
    bench.store();
    bench.seal();
    using enum messages::Query::Direction;
    for (auto [what, direction, details] :
         {std::tuple("page_latest", latest, false), std::tuple("page_before", before, false),
          std::tuple("page_latest_details", latest, true)})
        bench.read(what, direction, details, 20'000);
    bench.count_unread("unread_of_newcomer", true, 20);
    bench.mark_all_read();
    bench.count_unread("unread_of_regular", false, 20);
}
