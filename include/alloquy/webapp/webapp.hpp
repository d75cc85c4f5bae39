// SPDX-License-Identifier: GPL-2.0-or-later
// Serves the web client: its files, and its first page for every address that is a place inside it.
#pragma once
#include <alloquy/http/router.hpp>
#include <alloquy/webapp/client_file.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace alloquy::webapp {

/// Where the files come from.
class Source {
public:
    virtual ~Source() = default;
    /// `path` begins with a slash and is percent-decoded. Nothing if there is no such file.
    virtual std::optional<http::Response> find(std::string_view path, http::Request const& request) const = 0;
};

/// From the binary. `files` must outlive it.
std::unique_ptr<Source> built_in(ClientFiles files);

/// From a folder that is read anew for each request, for developers: nothing outside of it is served, whatever the path
/// says and wherever links lead. Errors: invalid_input naming http.web_root, unless it is a folder with an index.html.
Result<std::unique_ptr<Source>> from_folder(std::filesystem::path const& folder);

/// The Content-Security-Policy of all that the client is made of. `public_url` as in http.public_url: older browsers
/// don't take 'self' to include WebSockets.
std::string content_security_policy(std::string_view public_url);

/// Answers what no route does. Anything that isn't there gets the first page if a browser asks for a page, and
/// otherwise not_found; so does everything under /api, /irc, /files and /voice.
http::Handler handler(std::shared_ptr<Source const> source, std::string public_url);

}  // namespace alloquy::webapp
