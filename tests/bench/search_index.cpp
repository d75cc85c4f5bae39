// SPDX-License-Identifier: GPL-2.0-or-later
// How quickly the search index takes messages, how large it is, and how long searches take, without IRC and HTTP around
// it. Usage: search_index FOLDER MESSAGES. The folder must be empty. One line per figure: its name and values.
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/ids.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/search/search.hpp>
#include <alloquy/storage/database.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <random>

using namespace alloquy;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kRooms = 100;
constexpr std::size_t kConversations = 900;
constexpr std::size_t kAccounts = 1000;
constexpr std::size_t kVocabulary = 50'000;
constexpr std::size_t kBatch = 1000;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

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

/// Words as often as in a language: the n-th most frequent one a n-th as often as the first (Zipf).
class Vocabulary {
public:
    Vocabulary() {
        double sum = 0;
        for (std::size_t i = 0; i < kVocabulary; ++i) {
            std::string word;
            for (auto length = 2 + random_() % 9; word.size() < length;) word += char('a' + random_() % 26);
            words_.push_back(std::move(word));
            sums_.push_back(sum += 1.0 / double(i + 1));
        }
    }
    std::string const& any() {
        auto const at = std::uniform_real_distribution<>(0, sums_.back())(random_);
        return words_[std::size_t(std::ranges::lower_bound(sums_, at) - sums_.begin())];
    }
    /// By how common it is, 0 the most.
    std::string const& word(std::size_t rank) const { return words_[rank]; }
    std::string text() {
        std::string text;
        for (auto words = 4 + random_() % 14; words > 0; --words) text += (text.empty() ? "" : " ") + any();
        return text;
    }
    std::mt19937_64& random() { return random_; }

private:
    std::mt19937_64 random_{1};
    std::vector<std::string> words_;
    std::vector<double> sums_;
};

class Bench {
public:
    Bench(std::filesystem::path const& folder, std::size_t messages) : folder_(folder), wanted_(messages) {
        std::filesystem::create_directories(folder / "keys");
        std::span<base::EmbeddedFile const> const migrations[] = {
            messages::Messages::migrations(), search::Search::migrations()
        };
        database_ = must(storage::Database::open((folder / "alloquy.db").string(), migrations));
        messages_ = std::make_unique<messages::Messages>(*database_, base::system_clock(), folder / "keys");
        must(messages_->open());
        search_ = std::make_unique<search::Search>(
            io_.get_executor(), *database_, *messages_, audience_of, folder / "search.db", folder / "keys"
        );
        must(search_->open());
    }

    void store() {
        auto const begin = Clock::now();
        run([this]() -> Task<> {
            while (made_ < wanted_) must(co_await messages_->store(batch(std::min(kBatch, wanted_ - made_))));
        });
        std::printf("store %.0f\n", double(made_) / milliseconds_since(begin) * 1000);
    }

    void index() {
        auto const begin = Clock::now();
        run([this]() -> Task<> { must(co_await search_->catch_up()); });
        auto const rate = double(made_) / milliseconds_since(begin) * 1000;
        std::uintmax_t bytes = std::filesystem::file_size(folder_ / "search.db");
        std::error_code none;  // without a log there is nothing to add
        if (auto log = std::filesystem::file_size(folder_ / "search.db-wal", none); !none) bytes += log;
        std::printf(
            "index_rate %.0f\nindex_bytes_per_text_byte %.3f %.1f\n", rate, double(bytes) / double(text_bytes_),
            double(text_bytes_) / double(made_)
        );
        std::fflush(stdout);
    }

    /// `make` gives the next query; prints p50, p99, the longest, and hits of one on average.
    template <class F>
    void ask(char const* what, search::Order order, int rounds, F make) {
        std::vector<double> took;
        double hits = 0;
        for (int i = 0; i < rounds; ++i) {
            search::Request request;
            request.query = must(search::parse_query(make()));
            request.scope = {.account = account(), .open_rooms = true, .conversations = true};
            request.order = order;
            request.details = true;
            auto const begin = Clock::now();
            search::Page page;
            run([&]() -> Task<> { page = must(co_await search_->search(request)); });
            took.push_back(milliseconds_since(begin));
            hits += double(page.hits.size());
        }
        std::ranges::sort(took);
        std::printf(
            "%s %.3f %.3f %.3f %.1f\n", what, took[took.size() / 2], took[took.size() * 99 / 100], took.back(),
            hits / rounds
        );
        std::fflush(stdout);
    }

    void queries() {
        using enum search::Order;
        auto word = [this](std::size_t low, std::size_t high) {
            return vocabulary_.word(low + vocabulary_.random()() % (high - low));
        };
        auto common = [&] { return word(0, 20); };
        auto mid = [&] { return word(200, 2000); };
        auto rare = [&] { return word(20'000, kVocabulary); };
        for (int warm = 0; warm < 2; ++warm) {
            if (warm) std::printf("# again, from warm caches\n");
            ask("newest_common", newest, 300, common);
            ask("newest_mid", newest, 300, mid);
            ask("newest_rare", newest, 300, rare);
            ask("newest_prefix", newest, 300, [&] { return mid().substr(0, 3) + "*"; });
            ask("newest_two_words", newest, 300, [&] { return common() + " " + mid(); });
            ask("newest_two_mid", newest, 300, [&] { return mid() + " " + mid(); });
            ask("newest_phrase", newest, 300, [&] { return "\"" + common() + " " + common() + "\""; });
            ask("ranked_common", relevance, 100, common);
            ask("ranked_mid", relevance, 100, mid);
        }
    }

    /// At a steady rate: from the answer of the store until it can be found; and how long the store takes meanwhile.
    void delay(std::size_t per_second, int seconds) {
        async::TaskGroup tasks(io_.get_executor(), "bench");
        std::vector<double> stored, found;
        run([&]() -> Task<> {
            tasks.spawn(search_->run(tasks));
            std::deque<std::pair<std::int64_t, Clock::time_point>> waiting;
            auto sequence = search_->indexed_to();
            auto const rounds = seconds * 100;
            auto next = Clock::now();
            for (int i = 0; i < rounds || (!waiting.empty() && i < rounds + 500); ++i) {
                next += std::chrono::milliseconds(10);
                if (auto const now = Clock::now(); now < next) co_await async::sleep_for(next - now);
                if (i < rounds) {
                    auto const begin = Clock::now();
                    must(co_await messages_->store(batch(per_second / 100)));
                    stored.push_back(milliseconds_since(begin));
                    sequence += std::int64_t(per_second / 100);
                    waiting.emplace_back(sequence, Clock::now());
                }
                for (; !waiting.empty() && waiting.front().first <= search_->indexed_to(); waiting.pop_front())
                    found.push_back(milliseconds_since(waiting.front().second));
            }
            co_await tasks.stop(std::chrono::seconds(5));
        });
        std::ranges::sort(stored);
        std::ranges::sort(found);
        auto at = [](std::vector<double> const& all, std::size_t percent) {
            return all.empty() ? NAN : all[(all.size() - 1) * percent / 100];
        };
        std::printf("found_after_ms_at_%zu %.1f %.1f %.1f\n", per_second, at(found, 50), at(found, 99), at(found, 100));
        std::printf("store_ms_at_%zu %.2f %.2f %.2f\n", per_second, at(stored, 50), at(stored, 99), at(stored, 100));
        std::fflush(stdout);
    }

private:
    static Result<search::Audience> audience_of(storage::Connection&, base::Id room) {
        if (room <= base::Id(kRooms)) return search::Audience{.open = true};
        return search::Audience{.first = room % 997 + 1, .second = room % 499 + 1};
    }

    template <class F>
    void run(F work) {
        bool done = false;
        asio::co_spawn(
            io_,
            [&]() -> Task<> {
                co_await work();
                done = true;
            },
            asio::detached
        );
        io_.restart();
        while (!done) io_.run_one();
    }

    base::Id account() { return base::Id(1 + vocabulary_.random()() % kAccounts); }

    std::vector<messages::NewMessage> batch(std::size_t count) {
        std::vector<messages::NewMessage> out;
        for (; out.size() < count; ++made_) {
            messages::NewMessage message;
            message.id = ids_.next();
            // Half of what is said is said in conversations.
            auto const room = vocabulary_.random()();
            message.room = base::Id(room % 2 ? 1 + room / 2 % kRooms : kRooms + 1 + room / 2 % kConversations);
            message.author = account();
            message.author_name = "somebody";
            message.source = "somebody!somebody@user.example.org";
            message.text = vocabulary_.text();
            text_bytes_ += message.text.size();
            out.push_back(std::move(message));
        }
        return out;
    }

    std::filesystem::path folder_;
    std::size_t wanted_;
    std::size_t made_ = 0;
    std::size_t text_bytes_ = 0;
    asio::io_context io_{1};
    base::IdGenerator ids_{base::system_clock(), 1, 0};
    Vocabulary vocabulary_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<messages::Messages> messages_;
    std::unique_ptr<search::Search> search_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return std::fprintf(stderr, "usage: %s FOLDER MESSAGES\n", arguments[0]), 2;
    must(crypto::initialize());
    Bench bench(arguments[1], std::size_t(std::strtoull(arguments[2], nullptr, 10)));
    bench.store();
    bench.index();
    bench.queries();
    bench.delay(5'000, 5);
    bench.delay(30'000, 5);
}
