// SPDX-License-Identifier: GPL-2.0-or-later
#include "server_routes.hpp"

#include <alloquy/base/embedded.hpp>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const openapi;
}

namespace alloquy::daemon {
namespace {

using nlohmann::json;

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0, resident = 0;
    statm >> total >> resident;
    return resident * double(::sysconf(_SC_PAGESIZE));
}

void add_metrics(http::Metrics& metrics, ServerView view) {
    http::add_server_metrics(metrics, view.http);
    metrics.gauge("alloquy_process_resident_bytes", "Memory of alloquyd itself.", resident_bytes);
    metrics.gauge("alloquy_gateway_connections", "Gateway connections now.", [view] {
        return double(view.gateway.connections());
    });
    metrics.gauge("alloquy_hashing_jobs", "Passwords being hashed or waiting for it.", [view] {
        return double(view.pool.load());
    });
    metrics.gauge("alloquy_certificate_expiry_timestamp_seconds", "When the certificate in use ends.", [view] {
        return double(view.certificates.info().not_after.time_since_epoch().count()) / 1000;
    });
    for (auto const& component : view.supervisor.list()) {
        auto const name = component.name;
        auto find = [view, name] {
            for (auto const& status : view.supervisor.list())
                if (status.name == name) return status;
            return supervisor::ComponentStatus{};
        };
        metrics.gauge(
            "alloquy_component_ready", "1 when the component is ready.",
            [find] { return find().state == supervisor::State::ready ? 1.0 : 0.0; }, {{"component", name}}
        );
        metrics.counter(
            "alloquy_component_restarts_total", "Starts after the first one.",
            [find] { return std::uint64_t(find().restarts); }, {{"component", name}}
        );
    }
    metrics.gauge("alloquy_irc_users", "Connections to IRC.", [view] {
        return double(view.children.irc->status().users);
    });
    metrics.gauge("alloquy_irc_channels", "Channels on IRC.", [view] {
        return double(view.children.irc->status().channels);
    });
    metrics.gauge("alloquy_module_links", "InspIRCds whose module is connected.", [view] {
        return double(view.chat.status().links);
    });
    metrics.gauge("alloquy_messages_waiting", "Messages that were delivered and aren't stored yet.", [view] {
        return double(view.chat.status().waiting);
    });
    metrics.counter("alloquy_messages_stored_total", "Messages that were stored.", [view] {
        return view.chat.status().stored;
    });
    metrics.counter("alloquy_messages_refused_total", "Messages that could not be stored.", [view] {
        return view.chat.status().refused;
    });
    metrics.counter("alloquy_messages_expired_total", "Messages that rooms didn't keep.", [view] {
        return view.upkeep.figures().expired;
    });
    metrics.counter("alloquy_messages_resealed_total", "Messages that were looked at for a new key.", [view] {
        return view.upkeep.figures().resealed;
    });
    metrics.gauge("alloquy_messages_left_to_reseal", "At most so many are sealed with an older key.", [view] {
        return double(view.upkeep.figures().left_to_reseal);
    });
    metrics.counter("alloquy_upkeep_failures_total", "Pieces of upkeep that had to be put off.", [view] {
        return view.upkeep.figures().failures;
    });
    if (!view.children.mumble) return;
    metrics.gauge("alloquy_mumble_users", "People connected to Mumble.", [view] {
        return double(view.children.mumble->connected_users());
    });
}

/// Where and how to connect: what a client must know before anybody has signed in.
json server_document(Config const& config) {
    using R = accounts::Registration;
    auto registration = [&] {
        switch (config.accounts.registration) {
            case R::open:
                return "open";
            case R::invite:
                return "invite";
            case R::approval:
                return "approval";
            case R::closed:
                break;
        }
        return "closed";
    };
    json document{
        {"name", config.server.name},
        {"version", ALLOQUY_VERSION},
        {"registration", registration()},
        {"irc", {{"host", config.server.host}, {"port", config.irc.port}, {"tls", true}}},
        {"mumble", nullptr},
        {"turn", config.turn.enabled},
    };
    if (config.mumble.enabled) document["mumble"] = {{"host", config.server.host}, {"port", config.mumble.port}};
    return document;
}

/// Made anew each time, because the registration policy can change while the server runs.
Task<Result<http::Response>> describe_server(Config const& config) {
    co_return http::Response::json(server_document(config));
}

}  // namespace

void add_server_routes(http::Router& router, http::Metrics& metrics, Config const& config, ServerView view) {
    add_metrics(metrics, view);
    router.add(http::health_route());
    router.add(http::readiness_route([view] {
        http::Readiness readiness;
        readiness.ready = view.supervisor.all_ready();
        json waiting = json::object();
        for (auto const& status : view.supervisor.list())
            if (status.state != supervisor::State::ready) waiting[status.name] = supervisor::to_string(status.state);
        if (!readiness.ready) readiness.detail = waiting.dump();
        return readiness;
    }));
    router.add(http::metrics_route(metrics));
    router.add({http::Method::get, "/api/v1/server", http::Access::anyone, [&config](http::Request) {
                    return describe_server(config);
                }});
    router.add(http::document_route(
        "/api/v1/openapi.json", {"application/json", std::string(embedded::openapi.front().bytes), "", "no-cache"}
    ));
}

}  // namespace alloquy::daemon
