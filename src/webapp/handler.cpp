// SPDX-License-Identifier: GPL-2.0-or-later
#include "encoding.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/webapp/webapp.hpp>

#include <algorithm>

namespace alloquy::webapp {
namespace {

constexpr std::string_view kFirstPage = "/index.html";

/// react-aria-components adds one constant <style>; src/client has a test that fails when it changes.
constexpr std::string_view kLibraryStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/// Addresses of interfaces: a mistake there must look like one, not like a page.
bool is_interface(std::string_view path) {
    constexpr std::string_view kInterfaces[] = {"/api", "/irc", "/files", "/voice"};
    return std::ranges::any_of(kInterfaces, [path](std::string_view name) {
        return path.starts_with(name) && (path.size() == name.size() || path[name.size()] == '/');
    });
}

std::optional<http::Response> answer(Source const& source, http::Request const& request) {
    if (is_interface(request.path)) return std::nullopt;
    if (request.path != "/")
        if (auto file = source.find(request.path, request)) return file;
    // What has a folder of its own for good is there or not: a page in its place would be taken for it.
    if (request.path.starts_with("/assets/") || !wants_page(request.header("accept"))) return std::nullopt;
    return source.find(kFirstPage, request);
}

}  // namespace

bool takes_brotli(std::string_view accept_encoding) {
    return std::ranges::any_of(base::split(accept_encoding, ','), [](std::string_view entry) {
        auto parts = base::split(entry, ';');
        if (!base::equals_ignoring_case(base::trim(parts.front()), "br")) return false;
        if (parts.size() == 1) return true;
        auto weight = base::trim(parts[1]);
        return !weight.starts_with("q=0") || weight.find_first_of("123456789", 3) != std::string_view::npos;
    });
}

bool wants_page(std::string_view accept) {
    return std::ranges::any_of(base::split(accept, ','), [](std::string_view entry) {
        return base::equals_ignoring_case(base::trim(base::split(entry, ';').front()), "text/html");
    });
}

std::string content_security_policy(std::string_view public_url) {
    std::string sockets;
    if (public_url.starts_with("https://")) sockets = " wss://" + std::string(public_url.substr(8));
    if (public_url.starts_with("http://")) sockets = " ws://" + std::string(public_url.substr(7));
    return "default-src 'none'; "
           // WebAssembly: Argon2id, which runs in a worker.
           "script-src 'self' 'wasm-unsafe-eval'; style-src 'self' " +
           std::string(kLibraryStyle) +
           "; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'" + sockets +
           "; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
           "require-trusted-types-for 'script'; trusted-types alloquy";
}

http::Handler handler(std::shared_ptr<Source const> source, std::string public_url) {
    auto policy = content_security_policy(public_url);
    return [source = std::move(source),
            policy = std::move(policy)](http::Request request) -> Task<Result<http::Response>> {
        auto response = answer(*source, request);
        if (!response) co_return fail(Errc::not_found, "there is nothing at this address");
        auto& headers = response->headers;
        headers.emplace_back("Content-Security-Policy", policy);
        headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
        headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
        headers.emplace_back(
            "Permissions-Policy",
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=(), serial=(), "
            "hid=(), midi=()"
        );
        co_return std::move(*response);
    };
}

}  // namespace alloquy::webapp
