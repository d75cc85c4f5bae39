// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest.hpp"

#include "message_id.hpp"
#include "tags.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/messages/mentions.hpp>

#include <boost/asio/as_tuple.hpp>

#include <utility>

namespace alloquy::chat {
namespace {

constexpr std::string_view kComponent = "chat";
/// In one commit. More would only lengthen the first one's wait.
constexpr std::size_t kBatch = 2048;

std::optional<base::Id> to_id(std::optional<std::string> const& tag) {
    return tag ? parse_id(*tag) : std::nullopt;
}

std::string_view code_of(Error const& error) {
    if (error.reason == "dm_policy") return "DM_POLICY";
    switch (error.code) {
        case Errc::not_found:
            return "UNKNOWN_TARGET";
        case Errc::forbidden:
            return "BLOCKED";
        case Errc::too_large:
            return "TOO_LONG";
        case Errc::rate_limited:
            return "RATE_LIMITED";
        default:
            return "CANNOT_STORE";
    }
}

}  // namespace

Ingest::Ingest(
    asio::any_io_executor executor, People& people, rooms::Rooms& rooms, privacy::Privacy& privacy,
    messages::Messages& messages
)
    : people_(people), rooms_(rooms), privacy_(privacy), messages_(messages), wake_(executor), settle_(executor) {
    wake_.expires_at(asio::steady_timer::time_point::max());
    settle_.expires_at(asio::steady_timer::time_point::max());
}

void Ingest::add(std::shared_ptr<LinkSession> session, IncomingMessage message) {
    ++added_;
    auto const bytes = sizeof(Item) + message.source.size() + message.tags.size() + message.text.size();
    ++session->unsettled;
    session->unsettled_bytes += bytes;
    queue_.push_back({std::move(session), std::move(message), nullptr, bytes});
    if (std::exchange(asleep_, false)) wake_.cancel();
}

Task<Result<Ingest::Stored>> Ingest::post(IncomingMessage message) {
    auto waiting = std::make_shared<Waiting>(Waiting{asio::steady_timer(wake_.get_executor())});
    waiting->timer.expires_at(asio::steady_timer::time_point::max());
    ++added_;
    queue_.push_back({nullptr, std::move(message), waiting, 0});
    if (std::exchange(asleep_, false)) wake_.cancel();
    if (!waiting->outcome) co_await waiting->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!waiting->outcome) co_return fail(Errc::unavailable, "the server is stopping");
    co_return *waiting->outcome;
}

Task<bool> Ingest::settled() {
    auto const wanted = added_;
    while (settled_ < wanted) {
        co_await settle_.async_wait(asio::as_tuple(asio::use_awaitable));
        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return false;
    }
    co_return true;
}

Task<> Ingest::run(async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping() || !queue_.empty()) {
        if (queue_.empty()) {
            asleep_ = true;
            co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        std::deque<Item> items;
        if (queue_.size() <= kBatch) {
            items.swap(queue_);
        } else {
            auto end = queue_.begin() + std::ptrdiff_t(kBatch);
            items.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
            queue_.erase(queue_.begin(), end);
        }
        std::vector<Plan> plans;
        plans.reserve(items.size());
        for (auto const& item : items) {
            if (auto known = plan_from_memory(item.message)) {
                plans.push_back(std::move(*known));
                continue;
            }
            auto planned = co_await plan(item.message);
            plans.push_back(planned ? std::move(*planned) : Plan{.outcome = std::unexpected(planned.error())});
        }
        co_await find_mentioned(items, plans);
        co_await note_visits(items, plans);
        co_await store(items, plans);
        acknowledge(items, plans);
        settled_ += items.size();
        settle_.cancel();
    }
}

std::optional<Ingest::Plan> Ingest::plan_from_memory(IncomingMessage const& message) const {
    Plan plan;
    if (!message.account.empty()) {
        auto const* author = people_.recall(message.account);
        if (!author) return std::nullopt;
        plan.author = author->id;
    }
    if (message.kind == messages::Kind::tagmsg && is_typing_only(message.tags)) return plan;
    // Whether somebody may write to a person is asked each time.
    auto const* room = message.target.front() == '#' ? rooms_.find_channel(message.target) : nullptr;
    if (!room) return std::nullopt;
    put(plan, message, Where{room->id});
    return plan;
}

Task<Result<Ingest::Plan>> Ingest::plan(IncomingMessage const& message) {
    Plan plan;
    if (!message.account.empty()) {
        auto author = co_await people_.find(message.account);
        if (!author) co_return std::unexpected(author.error());
        // Deleted while the message was on its way.
        if (!*author) co_return fail(Errc::forbidden, "your account is gone");
        plan.author = (*author)->id;
    }
    if (message.kind == messages::Kind::tagmsg && is_typing_only(message.tags)) co_return plan;
    auto where = co_await place_of(message, plan.author);
    if (!where) co_return std::unexpected(where.error());
    put(plan, message, *where);
    co_return plan;
}

void Ingest::put(Plan& plan, IncomingMessage const& message, Where const& where) {
    if (where.room == 0) return;
    plan.room = where.room;
    plan.recipient = where.recipient;
    plan.action = Plan::Action::store;
    if (message.tags.empty()) return;
    if (message.kind != messages::Kind::tagmsg) {
        if (auto edited = to_id(find_tag(message.tags, kEditTag)); edited && plan.author != 0) {
            plan.action = Plan::Action::edit;
            plan.subject = *edited;
        }
    } else if (auto subject = to_id(reply_of(message.tags)); subject && plan.author != 0) {
        plan.subject = *subject;
    }
}

Task<Result<Ingest::Where>> Ingest::place_of(IncomingMessage const& message, base::Id author) {
    if (message.target.front() == '#') {
        if (auto const* room = rooms_.find_channel(message.target)) co_return Where{room->id};
        auto made = co_await rooms_.channel(message.target);
        if (!made) co_return std::unexpected(made.error());
        co_return Where{made->id};
    }
    // "@#room" goes to some of a room's members only.
    if (message.target.contains('#')) co_return Where{};
    auto const& name = message.to_nobody_online ? message.target : message.target_account;
    if (author == 0 || name.empty()) {
        if (message.to_nobody_online) co_return fail(Errc::not_found, "No such nick");
        co_return Where{};
    }
    auto other = co_await people_.find(name);
    if (!other) co_return std::unexpected(other.error());
    if (!*other) {
        if (message.to_nobody_online) co_return fail(Errc::not_found, "No such nick");
        co_return Where{};
    }
    // InspIRCd delivered what is for somebody who is online, by the policy it was told, and it alone knows who is in a
    // room together now. A block holds from the moment it was made, also for what was on its way.
    auto welcome = co_await privacy_.may_write(author, (*other)->id, /*share_a_room=*/!message.to_nobody_online);
    if (!welcome) co_return std::unexpected(welcome.error());
    auto room = co_await rooms_.conversation(author, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    co_return Where{room->id, (*other)->id};
}

/// Whom the texts of a batch name. In a conversation everything is for the other one anyway.
Task<> Ingest::find_mentioned(std::deque<Item> const& items, std::vector<Plan>& plans) {
    std::vector<std::pair<std::size_t, messages::Mentions>> found;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const& message = items[i].message;
        if (!plans[i].outcome || plans[i].room == 0 || plans[i].recipient != 0) continue;
        if (message.kind > messages::Kind::notice) continue;
        auto mentions = messages::find_mentions(message.text);
        if (mentions == messages::Mentions{}) continue;
        names.insert(names.end(), mentions.names.begin(), mentions.names.end());
        found.emplace_back(i, std::move(mentions));
    }
    auto learned = co_await people_.learn(std::move(names));
    for (auto const& [i, mentions] : found) {
        auto& plan = plans[i];
        if (!learned) plan.outcome = learned;
        for (auto const& name : mentions.names)
            if (auto const person = people_.recall(name)) plan.mentions.push_back(person->id);
        auto const author = people_.recall(items[i].message.account);
        bool const may = items[i].message.may_mention_everyone || (author && author->staff);
        if (mentions.everyone && may) plan.mentions.push_back(messages::kEveryone);
    }
}

messages::NewMessage Ingest::to_new(IncomingMessage&& message, Plan const& plan) {
    messages::NewMessage out;
    out.id = message.id;
    out.room = plan.room;
    out.kind = message.kind;
    out.author = plan.author;
    out.author_name = plan.author ? std::move(message.account) : message.source.substr(0, message.source.find('!'));
    out.source = std::move(message.source);
    out.tags = message.tags;  // follow_up() looks at them again
    out.text = std::move(message.text);
    out.mentions = plan.mentions;
    out.recipient = plan.recipient;
    return out;
}

/// Who is in a room, or was: it counts for direct messages when they are away.
Task<> Ingest::note_visits(std::deque<Item> const& items, std::vector<Plan> const& plans) {
    std::vector<privacy::Visit> visits;
    for (std::size_t i = 0; i < items.size(); ++i) {
        privacy::Visit const visit{plans[i].author, plans[i].room};
        bool const inside = visit.account != 0 && visit.room != 0 && items[i].message.target.starts_with('#');
        if (inside && privacy_.is_news(visit)) visits.push_back(visit);
    }
    if (visits.empty()) co_return;
    auto noted = co_await privacy_.note(std::move(visits));
    if (!noted) log::warn(kComponent, "who was in which room can't be stored: {}", noted.error().message);
}

Task<> Ingest::store(std::deque<Item>& items, std::vector<Plan>& plans) {
    std::vector<messages::NewMessage> batch;
    std::vector<Plan*> stored;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (plans[i].action != Plan::Action::store || !plans[i].outcome) continue;
        batch.push_back(to_new(std::move(items[i].message), plans[i]));
        stored.push_back(&plans[i]);
    }
    if (!batch.empty()) {
        auto outcomes = co_await messages_.store(std::move(batch));
        if (!outcomes) log::error(kComponent, "messages can't be stored: {}", outcomes.error().message);
        for (std::size_t i = 0; i < stored.size(); ++i) {
            if (!outcomes)
                stored[i]->outcome = std::unexpected(outcomes.error());
            else if ((*outcomes)[i] == messages::Outcome::known)
                stored[i]->known = true;
            else if ((*outcomes)[i] == messages::Outcome::refused)
                stored[i]->outcome = fail(Errc::conflict, "another message has this id");
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        if (plans[i].outcome && plans[i].subject != 0) plans[i].outcome = co_await follow_up(items[i], plans[i]);
}

/// What a message changes about an earlier one. It is acknowledged after that, too.
Task<Result<>> Ingest::follow_up(Item const& item, Plan const& plan) {
    auto const& message = item.message;
    Result<> done;
    if (plan.action == Plan::Action::edit) {
        auto found = co_await messages_.find(plan.subject);
        if (found && found->room != plan.room) found = fail(Errc::not_found, "no such message here");
        if (!found) co_return std::unexpected(found.error());
        co_return co_await messages_.edit(
            plan.subject, plan.author, message.text, base::time_of(message.id), plan.mentions
        );
    }
    auto const added = find_tag(message.tags, "+draft/react");
    auto const removed = find_tag(message.tags, "+draft/unreact");
    if (!added == !removed) co_return done;  // neither, or both, which the specification forbids
    auto found = co_await messages_.find(plan.subject);
    if (!found || found->room != plan.room) co_return done;
    if (added)
        done = co_await messages_.react(plan.subject, plan.author, *added);
    else
        done = co_await messages_.unreact(plan.subject, plan.author, *removed);
    // Everybody saw it: what can't be counted was said all the same.
    if (!done && !item.waiting && done.error().code != Errc::unavailable) done = Result<>();
    co_return done;
}

void Ingest::acknowledge(std::deque<Item> const& items, std::vector<Plan> const& plans) {
    for (std::size_t begin = 0; begin < items.size();) {
        if (auto const& waiting = items[begin].waiting) {
            ++(plans[begin].outcome ? stored_ : refused_);
            waiting->outcome = plans[begin].outcome ? Result<Stored>(Stored{plans[begin].known})
                                                    : std::unexpected(plans[begin].outcome.error());
            waiting->timer.cancel();
            ++begin;
            continue;
        }
        auto const& session = items[begin].session;
        FrameWriter frame(session->out(), FrameType::stored);
        std::size_t end = begin;
        for (std::size_t fields = 0; end < items.size() && items[end].session == session && fields < kMaxFields; ++end)
            if (plans[end].outcome && items[end].message.kind != messages::Kind::event) {
                frame.add(items[end].message.number);
                ++fields;
                ++stored_;
            }
        frame.finish();
        for (; begin < end; ++begin) {
            --session->unsettled;
            session->unsettled_bytes -= items[begin].bytes;
            // Nobody waits for word of an event.
            if (plans[begin].outcome || items[begin].message.kind == messages::Kind::event) continue;
            auto const& error = plans[begin].outcome.error();
            ++refused_;
            FrameWriter(session->out(), FrameType::refused)
                .add(items[begin].message.number)
                .add(code_of(error))
                .add(error.message);
        }
    }
}

}  // namespace alloquy::chat
