// SPDX-License-Identifier: GPL-2.0-or-later
// Counts in the database what the ledger can't know, and publishes what it says is new.
#include "conversations.hpp"
#include "ledger.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/unread/unread.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include <unordered_map>

namespace alloquy::unread {
namespace {

constexpr std::string_view kComponent = "unread";

/// An account that is being looked at, shared by its sessions.
struct Watch {
    explicit Watch(asio::any_io_executor const& executor) : settled(executor, asio::steady_timer::time_point::max()) {}

    bool loading = false;
    bool loaded = false;
    asio::steady_timer settled;
};

/// Shared with the watches, which may end after the rest did.
struct State {
    explicit State(Pace pace) : ledger(pace) {}

    Ledger ledger;
    std::unordered_map<base::Id, std::weak_ptr<Watch>> watches;
};

}  // namespace

class Unread::Implementation {
public:
    Implementation(
        asio::any_io_executor executor, gateway::Hub& hub, rooms::Rooms& rooms, messages::Messages& messages,
        accounts::Directory& directory, Pace pace
    )
        : executor_(std::move(executor)),
          hub_(hub),
          rooms_(rooms),
          messages_(messages),
          directory_(directory),
          pace_(pace),
          wake_(executor_, asio::steady_timer::time_point::max()),
          state_(std::make_shared<State>(pace)),
          ledger_(state_->ledger) {
        listen(messages_.stored, [this](auto const& event) { ledger_.stored(event); });
        listen(messages_.edited, [this](auto const& event) { ledger_.edited(event); });
        listen(messages_.redacted, [this](auto const& event) { ledger_.redacted(event, now()); });
        listen(messages_.expired, [this](auto const& event) { ledger_.expired(event.room); });
        listen(messages_.marked, [this](auto const& event) { ledger_.marked(event); });
        listen(rooms_.created, [this](auto const& event) { ledger_.room_created(event.room); });
        listen(directory_.renamed, [this](auto const& event) { ledger_.rename(event.id, event.username); });
    }

    Task<> run();
    Task<Result<std::shared_ptr<void>>> watch(base::Id account);
    Ledger const& ledger() const { return ledger_; }
    rooms::Rooms const& rooms() const { return rooms_; }

private:
    static Ledger::Moment now() { return std::chrono::steady_clock::now(); }

    template <class Event, class Handler>
    void listen(base::Publisher<Event>& publisher, Handler handler) {
        subscriptions_.push_back(publisher.subscribe([this, handler](Event const& event) {
            if (ledger_.watched() == 0) return;
            handler(event);
            if (ledger_.busy()) wake_.cancel();
        }));
    }

    Task<Result<>> load(base::Id account);
    Task<bool> count(Ledger::Wanted wanted);
    void tell();

    asio::any_io_executor executor_;
    gateway::Hub& hub_;
    rooms::Rooms& rooms_;
    messages::Messages& messages_;
    accounts::Directory& directory_;
    Pace pace_;
    asio::steady_timer wake_;
    std::shared_ptr<State> state_;
    Ledger& ledger_;
    std::vector<base::Subscription> subscriptions_;
};

Task<> Unread::Implementation::run() {
    co_await async::stoppable();
    for (;;) {
        if (!ledger_.busy()) {
            co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
        } else {
            for (;;) {
                auto wanted = ledger_.take_wanted();
                if (wanted.rooms.empty() || !co_await count(std::move(wanted))) break;
            }
            tell();
            // What happens in this time is told together.
            if (!co_await async::sleep_for(pace_.check)) co_return;
        }
        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return;
    }
}

Task<Result<std::shared_ptr<void>>> Unread::Implementation::watch(base::Id account) {
    auto& known = state_->watches[account];
    auto watch = known.lock();
    if (!watch) {
        watch = std::shared_ptr<Watch>(new Watch(executor_), [state = std::weak_ptr(state_), account](Watch* ended) {
            delete ended;
            auto there = state.lock();
            if (!there) return;
            there->ledger.forget(account);
            there->watches.erase(account);
        });
        known = watch;
        ledger_.watch(account);
    }
    while (watch->loading) co_await watch->settled.async_wait(asio::as_tuple(asio::use_awaitable));
    if (watch->loaded) co_return watch;
    struct Loading {
        std::shared_ptr<Watch> watch;
        explicit Loading(std::shared_ptr<Watch> value) : watch(std::move(value)) { watch->loading = true; }
        ~Loading() {
            watch->loading = false;
            watch->settled.cancel();
        }
    } loading(watch);
    if (auto loaded = co_await load(account); !loaded) co_return std::unexpected(loaded.error());
    watch->loaded = true;
    co_return watch;
}

Task<Result<>> Unread::Implementation::load(base::Id account) {
    auto conversations = co_await newest_conversations(rooms_, messages_, directory_, account);
    if (!conversations) co_return std::unexpected(conversations.error());
    for (auto const& room : rooms_.list()) ledger_.add_text_room(account, room.id);
    for (auto& conversation : *conversations)
        ledger_.add_conversation(account, conversation.room, conversation.other, std::move(conversation.username));
    // Together, so that what the client is told at first is of one moment.
    if (!co_await count(ledger_.take_wanted(account)))
        co_return fail(Errc::unavailable, "what you haven't read can't be counted right now");
    co_return Result<>();
}

Task<bool> Unread::Implementation::count(Ledger::Wanted wanted) {
    // Before anything is awaited: the ledger has heard of just as many messages.
    auto const up_to = messages_.newest_sequence();
    auto counts = co_await messages_.unread(wanted.account, wanted.rooms, up_to);
    if (!counts) {
        log::error(kComponent, "unread messages can't be counted: {}", counts.error().message);
        ledger_.not_counted(wanted);
        co_return false;
    }
    ledger_.counted(wanted, *counts, now());
    for (auto const& [room, other] : wanted.nameless)
        if (auto account = co_await directory_.find_by_id(other); account && *account)
            ledger_.name_conversation(wanted.account, room, (*account)->username);
    co_return true;
}

void Unread::Implementation::tell() {
    for (auto const& news : ledger_.take_news(now())) {
        for (auto const& badge : news.read)
            hub_.publish_to_account(news.account, "read.updated", to_json(badge, rooms_));
        if (news.unread.empty()) continue;
        auto list = nlohmann::json::array();
        for (auto const& badge : news.unread) list.push_back(to_json(badge, rooms_));
        hub_.publish_to_account(news.account, "unread.updated", {{"rooms", std::move(list)}});
    }
}

Unread::Unread(
    asio::any_io_executor executor, gateway::Hub& hub, rooms::Rooms& rooms, messages::Messages& messages,
    accounts::Directory& directory, Pace pace
)
    : implementation_(std::make_unique<Implementation>(std::move(executor), hub, rooms, messages, directory, pace)) {}

Unread::~Unread() = default;

Task<> Unread::run() {
    return implementation_->run();
}

Task<Result<std::shared_ptr<void>>> Unread::watch(base::Id account) {
    return implementation_->watch(account);
}

void Unread::describe(base::Id account, nlohmann::json& ready) const {
    auto& list = ready["rooms"] = nlohmann::json::array();
    for (auto const& badge : implementation_->ledger().badges(account))
        list.push_back(to_json(badge, implementation_->rooms()));
}

std::size_t Unread::watched() const {
    return implementation_->ledger().watched();
}

}  // namespace alloquy::unread
