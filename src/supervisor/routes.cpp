// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/supervisor/routes.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::supervisor {
namespace {

constexpr std::size_t kUsualLines = 200;

nlohmann::json list_of(nlohmann::json items) {
    return {{"items", std::move(items)}, {"next", nullptr}};
}

/// A child may print any bytes; JSON holds only UTF-8.
std::string as_utf8(std::string text) {
    if (base::is_utf8(text)) return text;
    std::string readable;
    for (char c : text) readable += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\uFFFD";
    return readable;
}

Result<std::size_t> parse_limit(http::Request const& request) {
    auto text = request.query_value("limit");
    if (!text) return kUsualLines;
    auto number = base::to_number(*text);
    if (!number || *number < 1 || *number > LogRing::kMostLines)
        return fail_field("limit", "must be a number from 1 to 1000");
    return std::size_t(*number);
}

Task<Result<http::Response>> show_components(Supervisor& supervisor) {
    auto items = nlohmann::json::array();
    for (auto const& status : supervisor.list()) items.push_back(to_json(status));
    co_return http::Response::json(list_of(std::move(items)));
}

Task<Result<http::Response>> show_logs(Supervisor& supervisor, http::Request request) {
    auto limit = parse_limit(request);
    if (!limit) co_return std::unexpected(limit.error());
    auto lines = supervisor.logs(request.parameter("name"), *limit);
    if (!lines) co_return std::unexpected(lines.error());
    auto items = nlohmann::json::array();
    for (auto& line : *lines) {
        items.push_back({
            {"time", base::to_rfc3339(line.time)},
            {"stream", to_string(line.stream)},
            {"line", as_utf8(std::move(line.text))},
        });
    }
    co_return http::Response::json(list_of(std::move(items)));
}

Task<Result<http::Response>> restart(Supervisor& supervisor, http::Request request) {
    auto wanted = supervisor.restart(request.parameter("name"));
    if (!wanted) co_return std::unexpected(wanted.error());
    co_return http::Response::accepted();
}

}  // namespace

nlohmann::json to_json(ComponentStatus const& status) {
    return {
        {"name", status.name},
        {"state", to_string(status.state)},
        {"pid", status.pid ? nlohmann::json(status.pid) : nlohmann::json(nullptr)},
        {"since", base::to_rfc3339(status.since)},
        {"restarts", status.restarts},
        {"version", as_utf8(status.version)},
        {"detail", as_utf8(status.detail)},
    };
}

void add_routes(http::Router& router, Supervisor& supervisor) {
    auto const staff = http::Access::staff;
    router.add({http::Method::get, "/api/v1/admin/components", staff, [&supervisor](http::Request) {
                    return show_components(supervisor);
                }});
    router.add({http::Method::get, "/api/v1/admin/components/{name}/logs", staff, [&supervisor](http::Request request) {
                    return show_logs(supervisor, std::move(request));
                }});
    router.add(
        {http::Method::post, "/api/v1/admin/components/{name}/restart", staff,
         [&supervisor](http::Request request) { return restart(supervisor, std::move(request)); }}
    );
}

}  // namespace alloquy::supervisor
