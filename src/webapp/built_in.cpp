// SPDX-License-Identifier: GPL-2.0-or-later
#include "encoding.hpp"

#include <alloquy/http/standard_routes.hpp>
#include <alloquy/webapp/webapp.hpp>

#include <algorithm>

namespace alloquy::webapp {
namespace {

class BuiltIn final : public Source {
public:
    explicit BuiltIn(ClientFiles files) : files_(files) {}

    std::optional<http::Response> find(std::string_view path, http::Request const& request) const override {
        auto file = std::ranges::lower_bound(files_, path, {}, &ClientFile::path);
        if (file == files_.end() || file->path != path) return std::nullopt;
        http::Response response;
        response.headers = {
            {"ETag", std::string(file->etag)},
            {"Cache-Control", file->forever ? "public, max-age=31536000, immutable" : "no-cache"},
        };
        if (!file->brotli.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
        if (http::is_known(request, file->etag)) {
            response.status = 304;
            return response;
        }
        bool compressed = !file->brotli.empty() && takes_brotli(request.header("accept-encoding"));
        if (compressed) response.headers.emplace_back("Content-Encoding", "br");
        response.content_type = file->type;
        response.body = compressed ? file->brotli : file->bytes;
        return response;
    }

private:
    ClientFiles files_;
};

}  // namespace

std::unique_ptr<Source> built_in(ClientFiles files) {
    return std::make_unique<BuiltIn>(files);
}

}  // namespace alloquy::webapp
