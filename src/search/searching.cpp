// SPDX-License-Identifier: GPL-2.0-or-later
// Looks into the index, window by window, and into the messages that it proposes. Every step is bounded, and so is the
// whole: two words that are each common but never together must not hold anybody up.
#include "filter.hpp"
#include "implementation.hpp"
#include "ranking.hpp"
#include "snippet.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>

namespace alloquy::search {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostPerPage = 100;
/// Of a page in order, and of one by relevance, which needs more messages.
constexpr auto kLongest = 50ms;
constexpr auto kLongestRanking = 80ms;
/// Messages that are compared by relevance: the newest of all that match.
constexpr std::size_t kMostRanked = 400;
constexpr std::size_t kMostRankedBytes = 4 * 1024 * 1024;
/// Proposals of the index that are looked at in one piece of database work.
constexpr std::size_t kMostProposals = 256;
/// Sequences that one look into the index passes over: more as long as it takes no time, less when it does.
constexpr std::int64_t kFirstWindow = 65'536;
constexpr auto kQuick = 1ms;
constexpr auto kSlow = 4ms;

struct Window {
    std::int64_t low;
    std::int64_t high;
};

/// The sequences that are still to be looked through.
class Walk {
public:
    Walk(std::int64_t low, std::int64_t high, bool down) : low_(low), high_(high), down_(down) {}

    bool done() const { return low_ > high_; }
    bool down() const { return down_; }
    Window next() const {
        return down_ ? Window{std::max(low_, high_ - width_ + 1), high_}
                     : Window{low_, std::min(high_, low_ + width_ - 1)};
    }
    /// Everything up to and with this sequence was looked at.
    void passed(std::int64_t sequence) { down_ ? high_ = sequence - 1 : low_ = sequence + 1; }
    /// For a cursor.
    std::int64_t last_passed() const { return down_ ? high_ + 1 : low_ - 1; }

    void took(Clock::duration time) {
        if (time < kQuick) width_ *= 4;
        if (time > kSlow) width_ = std::max(width_ / 2, kFirstWindow / 16);
    }

private:
    std::int64_t low_;
    std::int64_t high_;
    bool down_;
    std::int64_t width_ = kFirstWindow;
};

/// Shared by the pieces of database work that serve one request.
struct Job {
    explicit Job(Request asked) : request(std::move(asked)), filter(request) {}
    Request request;
    Filter filter;
};

struct Found {
    messages::Message message;
    std::vector<SnippetPart> snippet;
    double score = 0;
};

struct Verified {
    std::vector<Found> found;
    std::optional<std::int64_t> stopped;  ///< After this one: that was enough.
};

/// Unseals what was proposed, until `most` of it passed.
Result<Verified> verify(
    storage::Connection& db, messages::Reader const& reader, AudienceOf const& audience_of, Job& job,
    std::vector<std::int64_t> const& proposals, std::size_t most
) {
    Verified out;
    std::map<base::Id, Audience> audiences;
    for (auto const& sequence : proposals) {
        auto read = reader.at(db, std::span(&sequence, 1));
        if (!read) return std::unexpected(read.error());
        if (read->empty()) continue;
        if (auto added = add_audiences(db, audience_of, *read, audiences); !added)
            return std::unexpected(added.error());
        auto& message = read->front();
        if (!job.filter.passes(message, audiences[message.room])) continue;
        auto const& matcher = job.filter.matcher();
        auto snippet = make_snippet(message.text, matcher.ranges());
        out.found.push_back({std::move(message), std::move(snippet), score_of(matcher)});
        if (out.found.size() == most) {
            out.stopped = sequence;
            return out;
        }
    }
    return out;
}

std::size_t text_bytes(std::vector<Found> const& all) {
    std::size_t bytes = 0;
    for (auto const& found : all) bytes += found.message.text.size();
    return bytes;
}

/// One request under way. Lives in the coroutine that serves it.
class Looking {
public:
    Looking(Search::Implementation& search, Request request, std::string match)
        : search_(search),
          index_(search.index),
          match_(std::move(match)),
          job_(std::make_shared<Job>(std::move(request))),
          ranked_(job_->request.order == Order::relevance),
          down_(job_->request.order != Order::oldest),
          wanted_(ranked_ ? kMostRanked : job_->request.limit) {}

    Task<Result<Page>> run() {
        auto const end = Clock::now() + (ranked_ ? kLongestRanking : kLongest);
        auto walk = co_await begin();
        if (!walk) co_return std::unexpected(walk.error());
        auto most = std::min(kMostProposals, wanted_ + 8);
        for (bool full = false; !walk->done() && !full && Clock::now() < end;) {
            auto const window = walk->next();
            auto const asked = Clock::now();
            auto proposed = co_await propose(window, most);
            if (!proposed) co_return std::unexpected(proposed.error());
            bool const window_done = proposed->size() < most;
            if (window_done) walk->took(Clock::now() - asked);
            auto const passed = window_done ? (down_ ? window.low : window.high) : proposed->back();
            auto stopped = co_await look_at(std::move(*proposed));
            if (!stopped) co_return std::unexpected(stopped.error());
            full = stopped->has_value() || (ranked_ && text_bytes(found_) > kMostRankedBytes);
            walk->passed(stopped->value_or(passed));
            // The index may propose much that doesn't pass: a phrase of common words.
            most = std::min(kMostProposals, most * 2);
        }
        co_return co_await finish(*walk);
    }

private:
    Task<Result<Walk>> begin() {
        auto const& request = job_->request;
        messages::Reader::Bounds bounds{1, search_.state.indexed_to};
        if (request.query.after || request.query.before) {
            auto found = co_await search_.database.read([reader = search_.messages.reader(), from = request.query.after,
                                                         to = request.query.before](storage::Connection& db) {
                return reader.bounds(db, from, to);
            });
            if (!found) co_return std::unexpected(found.error());
            bounds = {found->low, std::min(bounds.high, found->high)};
        }
        if (request.cursor && !ranked_ && down_) bounds.high = std::min(bounds.high, *request.cursor - 1);
        if (request.cursor && !ranked_ && !down_) bounds.low = std::max(bounds.low, *request.cursor + 1);
        co_return Walk(bounds.low, bounds.high, down_);
    }

    Task<Result<std::vector<std::int64_t>>> propose(Window window, std::size_t most) {
        // Pins change, so they aren't in the index; and there are few of them.
        if (job_->request.query.pinned)
            co_return co_await search_.database.read([reader = search_.messages.reader(), window, down = down_,
                                                      most](storage::Connection& db) {
                return reader.pinned(db, window.low, window.high, down, most);
            });
        auto found = co_await index_->read([match = match_, window, down = down_, most](storage::Connection& db) {
            return find_candidates(db, match, window.low, window.high, down, most);
        });
        if (!found) search_.index_failed(found.error());
        co_return found;
    }

    /// Keeps what passes. The sequence behind which nobody has looked, because that was enough.
    Task<Result<std::optional<std::int64_t>>> look_at(std::vector<std::int64_t> proposals) {
        if (proposals.empty()) co_return std::nullopt;
        auto verified =
            co_await search_.database.read([reader = search_.messages.reader(), audience = search_.audience_of,
                                            job = job_, proposals = std::move(proposals),
                                            missing = wanted_ - found_.size()](storage::Connection& db) {
                return verify(db, reader, audience, *job, proposals, missing);
            });
        if (!verified) co_return std::unexpected(verified.error());
        std::ranges::move(verified->found, std::back_inserter(found_));
        co_return verified->stopped;
    }

    Task<Result<Page>> finish(Walk walk) {
        Page page;
        if (!ranked_ && !walk.done()) page.next = walk.last_passed();
        if (ranked_)
            std::ranges::sort(found_, std::greater(), [](Found const& one) {
                return std::pair(one.score, one.message.sequence);
            });
        if (found_.size() > job_->request.limit) found_.erase(found_.begin() + job_->request.limit, found_.end());
        std::vector<messages::Message> messages;
        for (auto& one : found_) messages.push_back(std::move(one.message));
        if (job_->request.details && !messages.empty()) {
            auto detailed = co_await search_.database.read(
                [reader = search_.messages.reader(), messages = std::move(messages)](storage::Connection& db
                ) mutable -> Result<std::vector<messages::Message>> {
                    if (auto added = reader.add_details(db, messages); !added) return std::unexpected(added.error());
                    return std::move(messages);
                }
            );
            if (!detailed) co_return std::unexpected(detailed.error());
            messages = std::move(*detailed);
        }
        for (std::size_t i = 0; i < messages.size(); ++i)
            page.hits.push_back({std::move(messages[i]), std::move(found_[i].snippet)});
        co_return page;
    }

    Search::Implementation& search_;
    std::shared_ptr<storage::Database> index_;
    std::string match_;
    std::shared_ptr<Job> job_;
    bool ranked_;
    bool down_;
    std::size_t wanted_;
    std::vector<Found> found_;
};

}  // namespace

Task<Result<Page>> Search::search(Request request) {
    if (request.limit < 1 || request.limit > kMostPerPage) co_return fail_field("limit", "must be 1 to 100");
    if (!implementation_->index) co_return fail(Errc::unavailable, "the search is being set up again, try again soon");
    std::ranges::sort(request.scope.rooms);
    auto match = match_of(request, *implementation_->query_tokens);
    if (!match) co_return Page{};  // no room to look into
    Looking looking(*implementation_, std::move(request), std::move(*match));
    co_return co_await looking.run();
}

}  // namespace alloquy::search
