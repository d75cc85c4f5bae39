// SPDX-License-Identifier: GPL-2.0-or-later
#include "pages.hpp"

#include <alloquy/base/embedded.hpp>
#include <alloquy/http/standard_routes.hpp>
#include <alloquy/webapp/webapp.hpp>

#include <array>
#include <stdexcept>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const start_page;
}

namespace alloquy::daemon {
namespace {

/// Nothing from elsewhere, nothing inline, and no way to turn text into markup.
constexpr auto kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'";

struct Page {
    char const* path;
    char const* file;
    char const* type;
    bool always = false;  ///< Also beside the client.
};

constexpr std::array<Page, 8> kPages = {{
    {"/", "start.html", "text/html; charset=utf-8"},
    {"/owner", "start.html", "text/html; charset=utf-8"},
    {"/join", "start.html", "text/html; charset=utf-8"},
    {"/reset", "start.html", "text/html; charset=utf-8"},
    {"/start.js", "start.js", "text/javascript; charset=utf-8"},
    {"/icon.svg", "icon.svg", "image/svg+xml"},
    // InspIRCd's clients are told of this one (src/irc/inspircd_files.cpp): they want pixels.
    {"/icon.png", "icon.png", "image/png", true},
    {"/start.css", "start.css", "text/css; charset=utf-8"},
}};

std::string_view content_of(std::string_view name) {
    for (auto const& file : embedded::start_page)
        if (file.name == name) return file.bytes;
    throw std::logic_error("no embedded page " + std::string(name));
}

}  // namespace

Result<> add_pages(http::Router& router, Config const& config) {
    std::shared_ptr<webapp::Source const> client;
    if (!config.http.web_root.empty()) {
        auto folder = webapp::from_folder(config.http.web_root);
        if (!folder) return std::unexpected(folder.error());
        client = std::move(*folder);
    } else if (!webapp::client_files.empty()) {
        client = webapp::built_in(webapp::client_files);
    }
    if (client) router.set_fallback(webapp::handler(client, config.http.public_url));
    for (auto const& page : kPages) {
        if (client && !page.always) continue;
        http::Document document{page.type, std::string(content_of(page.file)), kPolicy};
        router.add(http::document_route(page.path, std::move(document)));
    }
    return {};
}

}  // namespace alloquy::daemon
