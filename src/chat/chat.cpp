// SPDX-License-Identifier: GPL-2.0-or-later
#include "erased_lines.hpp"
#include "history_request.hpp"
#include "ingest.hpp"
#include "links.hpp"
#include "marker_request.hpp"
#include "metadata.hpp"
#include "module_link.hpp"
#include "page_cache.hpp"
#include "people.hpp"
#include "places.hpp"
#include "policies.hpp"
#include "poster.hpp"
#include "redact_request.hpp"
#include "renames.hpp"
#include "requests.hpp"
#include "route_parts.hpp"
#include "search_request.hpp"
#include "silence_request.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/storage/database.hpp>

namespace alloquy::chat {
namespace {

/// The server id of our services: posts are its messages.
constexpr char const* kOwnServer = "0SV";

/// Messages, edits and reactions by the web API of one account, and messages of one webhook.
constexpr http::Rate kAccountRate{.per_minute = 300, .burst = 60};
constexpr http::Rate kWebhookRate{.per_minute = 60, .burst = 10};

http::RateLimits::Rates rates_of(http::Rate rate) {
    http::RateLimits::Rates rates{};
    rates.fill(rate);
    return rates;
}

/// Of history as the web API shows it: some hundreds of pages.
constexpr std::size_t kCachedBytes = 8 * 1024 * 1024;

/// Questions that are being answered at once; more are turned away, because each holds a page of history.
constexpr std::size_t kRequestsAtOnce = 5000;
constexpr std::size_t kRequestsOfLeafAtOnce = 500;
constexpr int kLooksAtLeaf = 40;
constexpr std::chrono::milliseconds kPauseOfLooks{25};

}  // namespace

class Chat::Implementation final : public ModuleLinkHost {
public:
    Implementation(asio::any_io_executor executor, Parts const& parts)
        : parts_(parts),
          database_(parts.database),
          messages_(parts.messages),
          whereabouts_(parts.whereabouts),
          people(parts.directory),
          places(people, parts.rooms, parts.whereabouts),
          policies(executor, people, parts.directory, parts.privacy),
          ingest(executor, people, parts.rooms, parts.privacy, parts.messages),
          requests(ingest),
          link(*this),
          history(places, people, parts.rooms, parts.messages, parts.whereabouts),
          marker(places, people, parts.rooms, parts.messages, links),
          redact(places, people, parts.messages, links),
          search(places, people, parts.rooms, parts.search, parts.whereabouts),
          metadata(places, links, parts.rooms, parts.profiles, parts.directory, parts.whereabouts),
          renames(places, links, parts.rooms, parts.whereabouts),
          silence(people, parts.privacy),
          judge(executor, links),
          nonces(parts.database, base::system_clock()),
          poster(
              ingest, judge, links, nonces, parts.messages, parts.whereabouts, base::system_clock(),
              [this] { return lease_node(kOwnServer); }
          ),
          erased(parts.rooms, parts.messages, links) {
        add("CHATHISTORY", history);
        add("MARKREAD", marker);
        add("REDACT", redact);
        add("SEARCH", search);
        add("METADATA", metadata);
        add("RENAME", renames);
        add("SILENCE", silence);
        // Not for clients: our module asks them in somebody's name.
        requests.add("PROFILE", [this](auto& answer, auto const& request) { return metadata.own(answer, request); });
        requests.add("PROFILES", [this](auto& answer, auto const& request) {
            return metadata.joined(answer, request);
        });
    }

    void start(async::TaskGroup& tasks) {
        tasks_ = &tasks;
        marked_ = messages_.marked.subscribe([this](messages::ReadMarkerMoved const& moved) {
            tasks_->spawn(marker.show(moved));
        });
        link.start(tasks);
        tasks.spawn(policies.run(tasks));
        tasks.spawn(ingest.run(tasks));
    }

    Task<Result<unsigned>> lease_node(std::string server) override;
    base::Id id_floor() const override { return messages_.newest_id(); }
    Whereabouts const& whereabouts() const override { return whereabouts_; }
    void link_opened(std::shared_ptr<LinkSession> const& session) override { links.opened(session); }
    void link_closed(std::shared_ptr<LinkSession> const& session) override {
        policies.link_closed(session);
        links.closed(session);
    }
    void account_told(std::shared_ptr<LinkSession> const& session, std::string const& uid, std::string_view account)
        override {
        policies.account_told(session, uid, account);
    }
    void message_received(std::shared_ptr<LinkSession> const& session, IncomingMessage message) override {
        ingest.add(session, std::move(message));
    }
    void request_received(std::shared_ptr<LinkSession> const& session, IncomingRequest request) override;
    void verdict_received(std::uint64_t number, std::string_view code) override { judge.answered(number, code); }

    void add_routes(http::Router& router, Chat& chat, std::string url);

private:
    template <class Handler>
    void add(std::string command, Handler& handler) {
        requests.add(std::move(command), [&handler](Answer& answer, IncomingRequest const& request) {
            return handler.serve(answer, request);
        });
    }
    Task<> serve(std::shared_ptr<LinkSession> session, IncomingRequest request);
    Task<bool> is_honest(LinkSession const& session, IncomingRequest const& request) const;

    Parts parts_;
    storage::Database& database_;
    messages::Messages& messages_;
    Whereabouts const& whereabouts_;
    async::TaskGroup* tasks_ = nullptr;
    std::size_t serving_ = 0;
    base::Subscription marked_;

public:
    People people;
    Places places;
    Links links;
    Policies policies;
    Ingest ingest;
    Requests requests;
    ModuleLink link;
    HistoryRequest history;
    MarkerRequest marker;
    RedactRequest redact;
    SearchRequest search;
    Metadata metadata;
    Renames renames;
    SilenceRequest silence;
    Judge judge;
    Nonces nonces;
    Poster poster;

    // Of the routes.
    PageCache pages{messages_, parts_.directory, kCachedBytes};
    std::string public_url{};
    http::RateLimits limits{rates_of(kAccountRate)};
    http::RateLimits webhook_limits{rates_of(kWebhookRate)};
    ErasedLines erased;
};

Task<Result<unsigned>> Chat::Implementation::lease_node(std::string server) {
    co_return co_await database_.write([server](storage::Connection& db) -> Result<unsigned> {
        auto added = db.prepare(
                           "INSERT INTO chat_nodes (server, node) VALUES "
                           "(?1, (SELECT coalesce(max(node), 0) + 1 FROM chat_nodes)) ON CONFLICT (server) DO NOTHING"
        )
                         .bind(server)
                         .run();
        if (!added) return std::unexpected(added.error());
        auto statement = db.prepare("SELECT node FROM chat_nodes WHERE server = ?1");
        statement.bind(server);
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return fail(Errc::conflict, "all node numbers are taken");
        return unsigned(statement.integer(0));
    });
}

void Chat::Implementation::request_received(std::shared_ptr<LinkSession> const& session, IncomingRequest request) {
    bool const too_many_of_leaf = session->peer() && session->open_requests >= kRequestsOfLeafAtOnce;
    if (serving_ >= kRequestsAtOnce || too_many_of_leaf) {
        Answer(session, request).fail("TEMPORARILY_UNAVAILABLE", {}, "Too many requests at once, try again");
        return;
    }
    ++serving_;
    ++session->open_requests;
    tasks_->spawn(serve(session, std::move(request)));
}

Task<> Chat::Implementation::serve(std::shared_ptr<LinkSession> session, IncomingRequest request) {
    if (co_await is_honest(*session, request))
        co_await requests.serve(session, std::move(request));
    else
        Answer(session, request).fail("TEMPORARILY_UNAVAILABLE", {}, "You aren't known to be signed in, try again");
    --session->open_requests;
    --serving_;
}

void Chat::Implementation::add_routes(http::Router& router, Chat& chat, std::string url) {
    public_url = std::move(url);
    chat::add_routes(
        router, {chat, parts_.rooms, parts_.messages, parts_.directory, parts_.webhooks, parts_.whereabouts, poster,
                 links, pages, limits, webhook_limits, public_url}
    );
}

/// What a leaf says about its clients is compared with what the services link says, which may be a moment behind.
Task<bool> Chat::Implementation::is_honest(LinkSession const& session, IncomingRequest const& request) const {
    if (!session.peer() || request.account.empty()) co_return true;
    for (int look = 1;; ++look) {
        auto const account = whereabouts_.account_of(request.uid);
        if (account && base::equals_ignoring_case(*account, request.account)) co_return true;
        if (look == kLooksAtLeaf || !co_await async::sleep_for(kPauseOfLooks)) co_return false;
    }
}

Chat::Chat(asio::any_io_executor executor, Parts const& parts)
    : implementation_(std::make_unique<Implementation>(std::move(executor), parts)) {}

Chat::~Chat() = default;

void Chat::start(async::TaskGroup& tasks) {
    implementation_->start(tasks);
}

void Chat::stop() {
    implementation_->link.stop();
}

void Chat::add_routes(http::Router& router, std::string public_url) {
    implementation_->add_routes(router, *this, std::move(public_url));
}

Result<> Chat::server_starts(std::filesystem::path const& socket, std::string secret) {
    return implementation_->link.listen(socket, std::move(secret));
}

void Chat::drop_links() {
    implementation_->link.drop();
}

Task<Result<rooms::Room>> Chat::rename_room(base::Id room, std::string name) {
    co_return co_await implementation_->renames.rename(room, "#" + std::move(name), {}, {});
}

Result<> Chat::listen_for_leaves(net::ListenOn const& where, net::TlsContext const& tls, Leaves& leaves) {
    return implementation_->link.listen_for_leaves(where, tls, leaves);
}

ChatStatus Chat::status() const {
    auto const& all = *implementation_;
    return {all.link.links(), all.ingest.stored(), all.ingest.refused(), all.requests.served(), all.ingest.waiting()};
}

}  // namespace alloquy::chat
