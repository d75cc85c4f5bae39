// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/http/standard_routes.hpp>
#include <alloquy/webapp/webapp.hpp>

#include <algorithm>
#include <array>

namespace alloquy::webapp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 32 * 1024 * 1024;

std::string_view type_of(fs::path const& path) {
    // As src/webapp/pack.mjs has them.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
        {".map", "application/json"},
    }};
    auto known = std::ranges::find(kTypes, path.extension().string(), &decltype(kTypes)::value_type::first);
    return known == kTypes.end() ? "application/octet-stream" : known->second;
}

/// No way up, nothing hidden, and no byte that ends a name early.
bool is_plain(std::string_view path) {
    if (!path.starts_with('/') || path.find('\0') != std::string_view::npos) return false;
    return std::ranges::none_of(base::split(path.substr(1), '/'), [](std::string_view part) {
        return part.empty() || part.starts_with('.') || part.find('\\') != std::string_view::npos;
    });
}

class Folder final : public Source {
public:
    explicit Folder(fs::path root) : root_(std::move(root)) {}

    std::optional<http::Response> find(std::string_view path, http::Request const& request) const override {
        if (!is_plain(path)) return std::nullopt;
        std::error_code error;
        // Where links really lead.
        auto file = fs::canonical(root_ / fs::path(path.substr(1)), error);
        if (error || !is_inside(file) || !fs::is_regular_file(file, error)) return std::nullopt;
        auto bytes = base::read_file(file, kLargestFile);
        if (!bytes) return std::nullopt;
        auto tag = '"' + crypto::to_base64url(crypto::sha256(*bytes)).substr(0, 22) + '"';
        http::Response response;
        response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}};
        if (http::is_known(request, tag)) {
            response.status = 304;
            return response;
        }
        response.content_type = type_of(file);
        response.body = std::move(*bytes);
        return response;
    }

private:
    bool is_inside(fs::path const& file) const {
        auto [end, at] = std::ranges::mismatch(root_, file);
        return end == root_.end() && at != file.end();
    }

    fs::path root_;  ///< Canonical.
};

}  // namespace

Result<std::unique_ptr<Source>> from_folder(fs::path const& folder) {
    std::error_code error;
    auto root = fs::canonical(folder, error);
    if (error || !fs::is_regular_file(root / "index.html", error))
        return fail_field("http.web_root", "http.web_root: there is no index.html in " + folder.string());
    return std::make_unique<Folder>(std::move(root));
}

}  // namespace alloquy::webapp
