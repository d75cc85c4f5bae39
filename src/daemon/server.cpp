// SPDX-License-Identifier: GPL-2.0-or-later
#include "server.hpp"

#include "admin_commands.hpp"
#include "children.hpp"
#include "control_socket.hpp"
#include "irc_whereabouts.hpp"
#include "leaf_commands.hpp"
#include "message_commands.hpp"
#include "notify.hpp"
#include "pages.hpp"
#include "room_events.hpp"
#include "runtime_settings.hpp"
#include "server_parts.hpp"
#include "server_routes.hpp"
#include "start.hpp"

#include <alloquy/accounts/routes.hpp>
#include <alloquy/async/cpu_pool.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/chat/message_feed.hpp>
#include <alloquy/chat/search_routes.hpp>
#include <alloquy/gateway/gateway.hpp>
#include <alloquy/http/server.hpp>
#include <alloquy/http/standard_routes.hpp>
#include <alloquy/irc_web/irc_web.hpp>
#include <alloquy/privacy/routes.hpp>
#include <alloquy/process/proc_info.hpp>
#include <alloquy/process/spawner.hpp>
#include <alloquy/profiles/routes.hpp>
#include <alloquy/supervisor/routes.hpp>
#include <alloquy/supervisor/supervisor.hpp>
#include <alloquy/turn/routes.hpp>
#include <alloquy/unread/routes.hpp>
#include <alloquy/unread/unread.hpp>
#include <alloquy/upkeep/routes.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/core.h>
#include <malloc.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>

namespace alloquy::daemon {
namespace {

using namespace std::chrono_literals;

/// Everything that runs, in the order it is built; destroyed in reverse.
class Server {
public:
    static Result<std::unique_ptr<Server>> make(Config const& config, Prepared prepared);

    int run();

private:
    Server(Config config, Prepared prepared, std::unique_ptr<storage::Database> database, base::IdGenerator ids)
        : config_(std::move(config)),
          prepared_(std::move(prepared)),
          database_(std::move(database)),
          ids_(ids),
          accounts_(*database_, pool_, base::system_clock(), ids_, account_settings(config_, prepared_.owned.data)),
          router_(
              [this](std::string token, std::string peer) {
                  return accounts_.authenticate(std::move(token), std::move(peer));
              },
              rate_limits_
          ) {}

    Result<> build();
    Result<> build_http();
    void connect_events();
    Task<> serve();
    Task<Result<>> start();
    Task<nlohmann::json> answer_control(nlohmann::json request);
    Task<> announce_ready();
    Task<> wait_for_signal();
    Task<> stop();

    Config config_;
    Prepared prepared_;
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    async::CpuPool pool_{hashing_threads(config_), config_.limits.hashing_queue};
    base::IdGenerator ids_;
    accounts::Accounts accounts_;
    http::RateLimits rate_limits_{request_rates(config_)};
    http::Router router_;
    rooms::Rooms rooms_{*database_, base::system_clock(), ids_};
    profiles::Profiles profiles_{*database_, accounts_};
    privacy::Privacy privacy_{*database_, base::system_clock()};
    messages::Messages messages_{*database_, base::system_clock(), prepared_.owned.data.keys()};
    search::Search search_{
        io_.get_executor(),         *database_, messages_, audience_of_rooms(), prepared_.owned.data.search_index(),
        prepared_.owned.data.keys()
    };
    webhooks::Webhooks webhooks_{*database_, base::system_clock(), ids_};
    upkeep::Upkeep upkeep_{io_.get_executor(),      *database_, base::system_clock(), rooms_, messages_,
                           upkeep_settings(config_)};
    upkeep::Exports exports_{base::system_clock(), accounts_, rooms_, privacy_, messages_};
    std::unique_ptr<net::TlsContext> tls_;
    std::unique_ptr<gateway::Gateway> gateway_;
    std::unique_ptr<unread::Unread> unread_;
    irc_web::IrcWeb irc_web_{irc_web_settings(config_, prepared_.owned.data)};
    std::unique_ptr<http::Server> http_;
    http::Metrics metrics_;
    process::Spawner spawner_{prepared_.owned.data.root()};
    Children children_;
    std::unique_ptr<IrcWhereabouts> whereabouts_;
    chat::Leaves leaves_{*database_, base::system_clock(), prepared_.owned.data.keys()};
    std::unique_ptr<chat::Chat> chat_;
    std::unique_ptr<LeafCommands> leaf_commands_;
    supervisor::Supervisor supervisor_{io_.get_executor(), spawner_, base::system_clock(), prepared_.owned.data.run()};
    AdminCommands commands_{accounts_, base::system_clock(), config_.http.public_url};
    MessageCommands message_commands_{accounts_, messages_, upkeep_, exports_};
    async::TaskGroup tasks_{io_.get_executor(), "daemon"};
    std::unique_ptr<chat::MessageFeed> feed_;
    std::unique_ptr<RoomEvents> room_events_;
    std::vector<base::Subscription> subscriptions_;
    int status_ = 0;
};

Result<std::unique_ptr<Server>> Server::make(Config const& config, Prepared prepared) {
    auto database = open_database(prepared.owned.data);
    if (!database) return std::unexpected(database.error());
    auto ids = make_id_generator(**database);
    if (!ids) return std::unexpected(ids.error());
    auto stored = (*database)->write_now([](storage::Connection& db) { return read_stored_settings(db); });
    if (!stored) return std::unexpected(stored.error());
    auto effective = config;
    apply_stored_settings(effective, *stored);
    std::unique_ptr<Server> server(new Server(std::move(effective), std::move(prepared), std::move(*database), *ids));
    if (auto built = server->build(); !built) return std::unexpected(built.error());
    return server;
}

Result<> Server::build() {
    if (auto opened = accounts_.open(); !opened) return opened;
    accounts_.admit_registration = [this](std::string const& peer) {
        return rate_limits_.take(http::Limit::registration, peer);
    };
    if (auto opened = rooms_.open(); !opened) return opened;
    if (auto opened = messages_.open(); !opened) return opened;
    if (auto opened = search_.open(); !opened) return opened;
    if (auto opened = leaves_.open(); !opened) return opened;
    if (auto built = build_http(); !built) return built;
    auto children = make_children(io_.get_executor(), config_, prepared_, accounts_);
    if (!children) return std::unexpected(children.error());
    children_ = std::move(*children);
    whereabouts_ = std::make_unique<IrcWhereabouts>(*children_.irc);
    chat_ = std::make_unique<chat::Chat>(
        io_.get_executor(),
        chat::Parts{*database_, accounts_, rooms_, privacy_, messages_, search_, profiles_, *whereabouts_, webhooks_}
    );
    children_.inspircd->module_starts = [this](std::filesystem::path const& socket, std::string const& secret) {
        return chat_->server_starts(socket, secret);
    };

    leaf_commands_ =
        std::make_unique<LeafCommands>(config_, leaves_, *prepared_.certificates, *children_.inspircd, *children_.irc);

    accounts::RouteContext context{config_.server.name, config_.http.public_url, [this] {
                                       return gateway_->connections();
                                   }};
    context.delete_messages = [this](storage::Connection& db, base::Id account) {
        return upkeep_.note_erasure(db, account, /*read_markers=*/true);
    };
    accounts::add_routes(router_, accounts_, std::move(context));
    supervisor::add_routes(router_, supervisor_);
    turn::add_routes(router_, children_.turn.get());
    profiles::add_routes(router_, profiles_, accounts_);
    upkeep::add_routes(router_, {upkeep_, exports_, accounts_, [this](http::Request request) {
                                     return accounts::require_proof(accounts_, std::move(request));
                                 }});
    privacy::add_routes(router_, privacy_, accounts_);
    unread::add_routes(router_, rooms_, messages_, accounts_);
    chat::add_search_route(router_, search_, rooms_, accounts_);
    chat_->add_routes(router_, config_.http.public_url);
    add_server_routes(
        router_, metrics_, config_,
        ServerView{supervisor_, *http_, *gateway_, pool_, children_, *prepared_.certificates, *chat_, upkeep_}
    );
    add_settings_routes(router_, *database_, accounts_, config_, base::system_clock());
    if (auto added = add_pages(router_, config_); !added) return added;
    connect_events();
    return {};
}

Result<> Server::build_http() {
    auto tls = net::TlsContext::create(*prepared_.certificates);
    if (!tls) return std::unexpected(tls.error());
    tls_ = std::move(*tls);
    auto settings = http_settings(config_, prepared_.certificates->given_by_operator());
    if (!settings) return std::unexpected(settings.error());
    http_ = std::make_unique<http::Server>(io_.get_executor(), std::move(*settings), router_, tls_.get());
    auto authenticate = [this](std::string token, std::string peer) {
        return accounts_.authenticate(std::move(token), std::move(peer));
    };
    gateway::GatewaySettings gateway;
    gateway.server_name = config_.server.name;
    gateway_ = std::make_unique<gateway::Gateway>(
        std::move(gateway), std::move(authenticate),
        [this](http::Identity const& identity, nlohmann::json& ready) {
            unread_->describe(identity.account_id, ready);
            if (!identity.staff) return;
            for (auto const& status : supervisor_.list()) ready["components"].push_back(supervisor::to_json(status));
        }
    );
    unread_ = std::make_unique<unread::Unread>(io_.get_executor(), *gateway_, rooms_, messages_, accounts_);
    gateway_->prepare_with([this](http::Identity identity) { return unread_->watch(identity.account_id); });
    gateway_->add_subscription(std::string(chat::MessageFeed::kSubscription));
    feed_ = std::make_unique<chat::MessageFeed>(*gateway_, rooms_, messages_, tasks_);
    http_->add(gateway_->upgrade());
    http_->add(irc_web_.upgrade());
    irc_web_.add_metrics(metrics_);
    return {};
}

/// Who must hear of what. The bridges subscribe by themselves.
void Server::connect_events() {
    room_events_ = std::make_unique<RoomEvents>(rooms_, *chat_, *gateway_, tasks_);
    auto keep = [this](base::Subscription subscription) { subscriptions_.push_back(std::move(subscription)); };
    keep(accounts_.suspended.subscribe([this](auto const& event) { gateway_->close_account(event.id); }));
    keep(accounts_.deleted.subscribe([this](auto const& event) {
        gateway_->close_account(event.id);
        upkeep_.wake();
    }));
    keep(accounts_.credential_revoked.subscribe([this](auto const& event) { gateway_->close_session(event.credential); }
    ));
    keep(profiles_.updated.subscribe([this](profiles::ProfileUpdated const& event) {
        if (event.holder == profiles::Holder::account)
            gateway_->publish(gateway::Audience::everyone, "member.updated", profiles::to_json(event));
    }));
    keep(supervisor_.updated().subscribe([this](supervisor::ComponentUpdated const& event) {
        gateway_->publish(gateway::Audience::staff, "component.updated", supervisor::to_json(event.status));
    }));
    keep(prepared_.certificates->replaced().subscribe([this](net::CertificateReplaced const& event) {
        log::info("tls", "new certificate in use: {}, SHA-256 {}", event.info.subject, event.info.sha256_fingerprint);
        supervisor_.reload_certificates();
    }));
}

int Server::run() {
    asio::co_spawn(io_, serve(), [](std::exception_ptr exception) {
        if (exception) std::rethrow_exception(exception);
    });
    io_.run();
    return status_;
}

Task<> Server::serve() {
    auto started = co_await start();
    if (started) {
        tasks_.spawn(announce_ready());
        co_await wait_for_signal();
    } else {
        status_ = 1;
        log::error("daemon", "cannot start: {}", started.error().message);
    }
    notify_service_manager("STOPPING=1");
    co_await stop();
}

Task<Result<>> Server::start() {
    if (auto listening = http_->start(); !listening) {
        auto error = listening.error();
        if (error.code == Errc::conflict)
            if (auto owner = process::port_owner(process::SocketKind::tcp, config_.http.port); owner && owner->pid != 0)
                error.message += fmt::format(": {} (pid {}, user {})", owner->name, owner->pid, owner->user);
        co_return std::unexpected(std::move(error));
    }
    auto control = serve_control_socket(tasks_, prepared_.owned.data.control_socket(), [this](nlohmann::json request) {
        return answer_control(std::move(request));
    });
    if (!control) co_return control;
    tasks_.spawn(accounts_.housekeeping());
    tasks_.spawn(gateway_->run());
    tasks_.spawn(unread_->run());
    tasks_.spawn(upkeep_.run(tasks_));
    tasks_.spawn(prepared_.certificates->watch());
    add_children(children_, supervisor_);
    chat_->start(tasks_);
    tasks_.spawn(search_.run(tasks_));
    if (auto listening = listen_for_leaves(config_, *chat_, *tls_, leaves_); !listening) co_return listening;
    auto token = co_await accounts_.owner_token();
    if (token) log::info("daemon", "this server has no owner yet: make the first account at the address below");
    auto const& certificate = prepared_.certificates->info();
    log::info("tls", "certificate: {}, SHA-256 {}", certificate.subject, certificate.sha256_fingerprint);
    // The token is a secret that the operator must see; it goes to the terminal and not into the log.
    if (token) std::fprintf(stderr, "\n    %s/owner#%s\n\n", config_.http.public_url.c_str(), token->c_str());
    if (auto launched = co_await supervisor_.start(); !launched) co_return launched;
    // After the children were launched: they need longer than the bridges, which read all accounts meanwhile.
    co_return start_bridges(children_, tasks_);
}

Task<nlohmann::json> Server::answer_control(nlohmann::json request) {
    auto command = request.find("command");
    if (command != request.end() && *command == "irc.drop-link") {
        // For measuring and tests, as the next one: it comes back by itself.
        children_.irc->drop_link();
        co_return nlohmann::json{{"ok", true}};
    }
    if (command != request.end() && *command == "irc.drop-module-links") {
        chat_->drop_links();
        co_return nlohmann::json{{"ok", true}};
    }
    if (command != request.end() && *command == "routes") {
        auto routes = nlohmann::json::array();
        for (auto const* route : router_.routes())
            routes.push_back({{"method", http::to_string(route->method)}, {"pattern", route->pattern}});
        nlohmann::json answer{{"ok", true}, {"routes", std::move(routes)}};
        co_return answer;
    }
    if (text_of(request, "command").starts_with("leaf.")) co_return co_await leaf_commands_->run(std::move(request));
    if (message_commands_.knows(request)) co_return co_await message_commands_.run(std::move(request));
    if (command == request.end() || *command != "status") co_return co_await commands_.run(std::move(request));
    auto components = nlohmann::json::array();
    for (auto const& status : supervisor_.list()) components.push_back(supervisor::to_json(status));
    nlohmann::json answer{{"ok", true}, {"components", std::move(components)}};
    co_return answer;
}

Task<> Server::announce_ready() {
    co_await async::stoppable();
    for (;;) {
        auto ready = co_await supervisor_.wait_until_ready();
        if (ready) break;
        if (tasks_.stopping()) co_return;
        log::error("daemon", "not ready: {}", ready.error().message);
        // A service manager that waited longer would take down what does serve.
        notify_service_manager("READY=1\nSTATUS=degraded: " + ready.error().message);
        if (!co_await async::sleep_for(5s)) co_return;
    }
    auto line = fmt::format("ready url={} irc={}:{}", config_.http.public_url, config_.server.host, config_.irc.port);
    if (config_.mumble.enabled) line += fmt::format(" mumble={}:{}", config_.server.host, config_.mumble.port);
    if (config_.turn.enabled) line += fmt::format(" turn={}:{}", config_.server.host, config_.turn.port);
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
    notify_service_manager("READY=1\nSTATUS=ready");
    log::info("daemon", "ready");
    ::malloc_trim(0);  // what starting needed and running doesn't
}

Task<> Server::wait_for_signal() {
    asio::signal_set signals(io_, SIGINT, SIGTERM, SIGHUP);
    for (;;) {
        auto [error, number] = co_await signals.async_wait(asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        if (number == SIGHUP) {
            // What a deploy hook may send; the watch would find the new pair within a second anyway.
            if (auto reloaded = prepared_.certificates->reload(); !reloaded)
                log::warn("tls", "the certificate on disk can't be used: {}", reloaded.error().message);
            continue;
        }
        log::info("daemon", "stopping ({})", number == SIGINT ? "SIGINT" : "SIGTERM");
        co_return;
    }
}

/// From the outside in: nobody new, then the bridges, then the children, and the database last (by destruction).
Task<> Server::stop() {
    co_await http_->stop(3s);
    stop_bridges(children_);
    chat_->stop();
    co_await supervisor_.stop();
    co_await tasks_.stop(3s);
    stop_controls(children_);
    subscriptions_.clear();
    room_events_.reset();
    log::info("daemon", "stopped");
}

}  // namespace

int serve(Options const& options, Config const& config) {
    std::signal(SIGPIPE, SIG_IGN);
    log::configure(config.log.level, config.log.format);
    auto prepared = prepare_to_serve(options, config);
    if (!prepared) {
        log::error("daemon", "cannot start: {}", prepared.error().message);
        return 1;
    }
    auto server = Server::make(config, std::move(*prepared));
    if (!server) {
        log::error("daemon", "cannot start: {}", server.error().message);
        return 1;
    }
    return (*server)->run();
}

}  // namespace alloquy::daemon
