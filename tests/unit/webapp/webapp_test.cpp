// SPDX-License-Identifier: GPL-2.0-or-later
#include "encoding.hpp"

#include <alloquy/webapp/webapp.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace alloquy;

namespace {

constexpr webapp::ClientFile kFiles[] = {
    {"/assets/index-1a2b.js", "text/javascript; charset=utf-8", "\"js\"", "console.log(1)", "squeezed", true},
    {"/icon.svg", "image/svg+xml", "\"svg\"", "<svg/>", {}, false},
    {"/index.html", "text/html; charset=utf-8", "\"page\"", "<!doctype html>", {}, false},
};

using Headers = std::vector<std::pair<std::string, std::string>>;
Headers const kBrowser{{"accept", "text/html,application/xhtml+xml;q=0.9"}, {"accept-encoding", "gzip, br"}};

/// Drives a handler that never really waits.
class Site {
public:
    explicit Site(std::shared_ptr<webapp::Source const> source)
        : handler_(webapp::handler(std::move(source), "https://chat.example:8443")) {}

    Result<http::Response> get(std::string path, Headers headers = kBrowser) {
        http::Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        asio::io_context io;
        Result<http::Response> result = fail(Errc::internal, "not answered");
        asio::co_spawn(io, handler_(std::move(request)), [&](std::exception_ptr, Result<http::Response> got) {
            result = std::move(got);
        });
        io.run();
        return result;
    }

private:
    http::Handler handler_;
};

std::string header(http::Response const& response, std::string_view name) {
    for (auto const& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

struct BuiltIn : testing::Test {
    Site site{webapp::built_in(kFiles)};
};

}  // namespace

TEST_F(BuiltIn, ServesAFileCompressedToWhoTakesIt) {
    auto packed = site.get("/assets/index-1a2b.js");
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->body, "squeezed");
    EXPECT_EQ(packed->content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(*packed, "Content-Encoding"), "br");
    EXPECT_EQ(header(*packed, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header(*packed, "Cache-Control"), "public, max-age=31536000, immutable");
    auto plain = site.get("/assets/index-1a2b.js", {{"accept", "*/*"}});
    EXPECT_EQ(plain->body, "console.log(1)");
    EXPECT_EQ(header(*plain, "Content-Encoding"), "");
    EXPECT_EQ(header(*plain, "Vary"), "Accept-Encoding");
}

TEST_F(BuiltIn, LetsBrowsersAskWhetherAFileChanged) {
    auto fresh = site.get("/icon.svg");
    EXPECT_EQ(header(*fresh, "ETag"), "\"svg\"");
    EXPECT_EQ(header(*fresh, "Cache-Control"), "no-cache");
    auto known = site.get("/icon.svg", {{"if-none-match", "W/\"svg\""}});
    EXPECT_EQ(known->status, 304u);
    EXPECT_EQ(known->body, "");
}

TEST_F(BuiltIn, GivesTheFirstPageForEveryPlaceInsideTheClient) {
    for (auto const* path : {"/", "/index.html", "/rooms/42", "/settings/account", "/owner", "/apiary"}) {
        auto page = site.get(path);
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->body, "<!doctype html>") << path;
        EXPECT_EQ(header(*page, "Cache-Control"), "no-cache") << path;
    }
}

TEST_F(BuiltIn, GivesNoPageWhereNoneWasAskedFor) {
    for (auto const* path : {"/api", "/api/v1/nothing", "/irc", "/irc/x", "/files/1", "/voice", "/assets/gone.js"}) {
        auto answer = site.get(path);
        ASSERT_FALSE(answer) << path;
        EXPECT_EQ(answer.error().code, Errc::not_found) << path;
    }
    EXPECT_FALSE(site.get("/rooms/42", {{"accept", "*/*"}}));
    EXPECT_FALSE(site.get("/rooms/42", {}));
    EXPECT_FALSE(site.get("/rooms/42", {{"accept", "application/json"}}));
}

TEST_F(BuiltIn, ProtectsThePage) {
    auto page = site.get("/");
    auto policy = header(*page, "Content-Security-Policy");
    for (auto const* part :
         {"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "require-trusted-types-for 'script'",
          "trusted-types alloquy", "frame-ancestors 'none'", "base-uri 'none'",
          "connect-src 'self' wss://chat.example:8443;"})
        EXPECT_NE(policy.find(part), std::string::npos) << part << " in " << policy;
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(header(*page, "Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(header(*page, "Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_NE(header(*page, "Permissions-Policy").find("microphone=(self)"), std::string::npos);
}

TEST(WebAppEncoding, ReadsWhatTheBrowserTakes) {
    EXPECT_TRUE(webapp::takes_brotli("gzip, deflate, br"));
    EXPECT_TRUE(webapp::takes_brotli("BR;q=0.5"));
    EXPECT_FALSE(webapp::takes_brotli("gzip, br;q=0"));
    EXPECT_FALSE(webapp::takes_brotli("gzip, br;q=0.000"));
    EXPECT_FALSE(webapp::takes_brotli("brotli"));
    EXPECT_FALSE(webapp::takes_brotli(""));
    EXPECT_TRUE(webapp::wants_page("application/xml, text/html;q=0.9"));
    EXPECT_FALSE(webapp::wants_page("*/*"));
}

namespace {

struct FromFolder : testing::Test {
    FromFolder() {
        std::filesystem::create_directories(root / "assets");
        write("index.html", "page");
        write("assets/a.js", "script");
        write(".hidden", "hidden");
        write("../secret", "secret");
        std::filesystem::create_symlink("../secret", root / "out");
        std::filesystem::create_symlink("..", root / "up");
        std::filesystem::create_symlink("assets/a.js", root / "within.js");
    }
    ~FromFolder() override { std::filesystem::remove_all(root.parent_path()); }
    void write(std::string const& name, std::string const& text) const { std::ofstream(root / name) << text; }

    std::filesystem::path root =
        std::filesystem::temp_directory_path() / ("alloquy-webapp-" + std::to_string(::getpid())) / "root";
};

}  // namespace

TEST_F(FromFolder, ServesWhatLiesInsideAsItIsNow) {
    auto source = webapp::from_folder(root);
    ASSERT_TRUE(source);
    Site site(std::move(*source));
    EXPECT_EQ(site.get("/")->body, "page");
    EXPECT_EQ(site.get("/assets/a.js")->body, "script");
    EXPECT_EQ(site.get("/within.js")->body, "script");
    EXPECT_EQ(header(*site.get("/assets/a.js"), "Cache-Control"), "no-cache");
    write("index.html", "new page");
    EXPECT_EQ(site.get("/rooms/1")->body, "new page");
}

TEST_F(FromFolder, ServesNothingFromOutside) {
    auto source = webapp::from_folder(root);
    ASSERT_TRUE(source);
    Site site(std::move(*source));
    for (std::string const path :
         {"/../secret", "/assets/../../secret", "/out", "/up/secret", "/.hidden", "//etc/passwd", "/assets",
          "/assets//a.js", "/..\\secret"})
        EXPECT_FALSE(site.get(path, {{"accept", "*/*"}})) << path;
    EXPECT_FALSE(site.get(std::string("/index.html\0.js", 15), {{"accept", "*/*"}}));
}

TEST_F(FromFolder, NamesTheSettingWhenThereIsNoClient) {
    auto source = webapp::from_folder(root / "assets");
    ASSERT_FALSE(source);
    EXPECT_NE(source.error().message.find("http.web_root"), std::string::npos);
}
