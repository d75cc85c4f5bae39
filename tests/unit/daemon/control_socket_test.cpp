// SPDX-License-Identifier: GPL-2.0-or-later
#include "control_socket.hpp"

#include "support/error_of.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <thread>

namespace alloquy::daemon {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::error_of;

/// A served socket whose handler sends the request back, on a thread of its own as in another process.
class Served {
public:
    explicit Served(std::filesystem::path const& path) : path_(path) {
        listening_ = serve_control_socket(tasks_, path, [](json request) -> Task<json> {
            json answer{{"ok", true}, {"request", std::move(request)}};
            co_return answer;
        });
        thread_ = std::thread([this] { io_.run(); });
    }
    ~Served() {
        asio::co_spawn(io_, tasks_.stop(1s), [this](std::exception_ptr) { guard_.reset(); });
        thread_.join();
    }

    Result<> const& listening() const { return listening_; }

    Result<std::optional<json>> ask(json const& request) { return ask_running_server(path_, request); }

    /// Sends raw bytes, ends the sending side, and gives what comes back until the end.
    std::string send_raw(std::string const& bytes) {
        int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address), 0);
        timeval limit{.tv_sec = 30, .tv_usec = 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        for (std::string_view rest = bytes; !rest.empty();) {
            auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent <= 0) break;  // the server has closed already
            rest.remove_prefix(std::size_t(sent));
        }
        ::shutdown(fd, SHUT_WR);
        std::string reply;
        char buffer[4096];
        for (ssize_t got = 0; (got = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) reply.append(buffer, std::size_t(got));
        ::close(fd);
        return reply;
    }

private:
    std::filesystem::path path_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard_{io_.get_executor()};
    async::TaskGroup tasks_{io_.get_executor(), "test"};
    Result<> listening_;
    std::thread thread_;
};

class ControlSocket : public testing::Test {
protected:
    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "control.sock";
};

TEST_F(ControlSocket, CarriesARequestAndItsAnswer) {
    Served served(path_);
    ASSERT_TRUE(served.listening()) << served.listening().error().message;
    json request{{"command", "user.add"}, {"username", "alice"}, {"note", "line\nbreak \xC3\xA4"}};
    for (int i = 0; i < 3; ++i) {
        auto answer = served.ask(request);
        ASSERT_TRUE(answer) << answer.error().message;
        ASSERT_TRUE(*answer);
        EXPECT_EQ((**answer).at("request"), request);
    }
}

TEST_F(ControlSocket, IsForItsOwnerOnly) {
    Served served(path_);
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
}

TEST_F(ControlSocket, WithoutAServerIsNoError) {
    EXPECT_FALSE(ask_running_server(path_, {}).value().has_value());
    EXPECT_FALSE(ask_running_server(folder_ / "no" / "such" / "control.sock", {}).value().has_value());
    test::write_text(path_, "");  // what a killed server left would refuse the connection
    EXPECT_FALSE(ask_running_server(path_, {}).value().has_value());
}

TEST_F(ControlSocket, ReplacesWhatAKilledServerLeft) {
    test::write_text(path_, "stale");
    Served served(path_);
    ASSERT_TRUE(served.listening());
    EXPECT_TRUE(served.ask({{"a", 1}}).value_or(std::nullopt));
}

TEST_F(ControlSocket, WorksBelowAFolderWhosePathIsLongerThanASocketsMayBe) {
    auto deep = folder_.path();
    for (int i = 0; i < 10; ++i) deep /= "a-folder-with-a-rather-long-name";
    std::filesystem::create_directories(deep);
    ASSERT_GT(deep.string().size(), 300U);
    Served served(deep / "control.sock");
    ASSERT_TRUE(served.listening()) << served.listening().error().message;
    EXPECT_TRUE(served.ask({{"a", 1}}).value_or(std::nullopt));
}

TEST_F(ControlSocket, SaysWhereItCannotListen) {
    Served served(folder_ / "missing" / "control.sock");
    EXPECT_EQ(error_of(served.listening()).code, Errc::unavailable);
    EXPECT_NE(error_of(served.listening()).message.find("missing/control.sock"), std::string::npos);
}

TEST_F(ControlSocket, GivesGarbageToTheHandlerAsAnEmptyRequest) {
    Served served(path_);
    for (std::string garbage : {"hello\n", "[1,2]\n", "{\"a\":\n", "\xFF\xFE\n", "\n", "null\n"}) {
        auto reply = json::parse(served.send_raw(garbage), nullptr, /*allow_exceptions=*/false);
        ASSERT_TRUE(reply.is_object()) << garbage;
        EXPECT_EQ(reply.at("request"), json::object()) << garbage;
    }
    EXPECT_TRUE(served.ask({{"a", 1}}).value_or(std::nullopt));
}

TEST_F(ControlSocket, ClosesOnALineThatIsTooLongOrCutOff) {
    Served served(path_);
    EXPECT_EQ(served.send_raw(std::string(70 * 1024, 'x') + "\n"), "");
    EXPECT_EQ(served.send_raw("{\"cut\": "), "");
    EXPECT_EQ(served.send_raw(""), "");
    EXPECT_TRUE(served.ask({{"a", 1}}).value_or(std::nullopt));
}

TEST_F(ControlSocket, StuckClientHoldsUpNobody) {
    Served served(path_);
    int stuck = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::connect(stuck, reinterpret_cast<sockaddr const*>(&address), sizeof address), 0);
    EXPECT_TRUE(served.ask({{"a", 1}}).value_or(std::nullopt));
    ::close(stuck);
}

}  // namespace
}  // namespace alloquy::daemon
