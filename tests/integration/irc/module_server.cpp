// SPDX-License-Identifier: GPL-2.0-or-later
#include "module_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace alloquy::test {
namespace {

std::string length_of(std::size_t length) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((length >> shift) & 0xFF);
    return bytes;
}

std::size_t read_length(std::string_view bytes) {
    std::size_t length = 0;
    for (auto byte : bytes.substr(0, 4)) length = length << 8 | static_cast<unsigned char>(byte);
    return length;
}

bool wait_readable(int fd, Clock::time_point deadline) {
    auto const left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
    pollfd item{fd, POLLIN, 0};
    return poll(&item, 1, left > 0 ? static_cast<int>(left) : 0) > 0;
}

void close_and_forget(int& fd) {
    if (fd >= 0) close(fd);
    fd = -1;
}

}  // namespace

std::string encode_frame(FrameType type, std::vector<std::string> const& fields) {
    std::string body(1, static_cast<char>(type));
    for (auto const& field : fields) body += length_of(field.size()) + field;
    return length_of(body.size()) + body;
}

ModuleServer::~ModuleServer() {
    close_and_forget(listener_);
    close_and_forget(connection_);
}

void ModuleServer::fail(std::string const& what) const {
    throw std::runtime_error("module server: " + what + ". Frames:\n" + transcript_);
}

void ModuleServer::listen(std::filesystem::path const& path) {
    path_ = path;
    unlink(path.c_str());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.string().size() >= sizeof(address.sun_path)) fail("path too long: " + path.string());
    std::memcpy(address.sun_path, path.c_str(), path.string().size());
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 || ::listen(listener_, 4) != 0)
        fail(std::string("cannot listen: ") + std::strerror(errno));
}

void ModuleServer::stop_listening() {
    close_and_forget(listener_);
    unlink(path_.c_str());
}

ModuleFrame ModuleServer::accept(Milliseconds limit) {
    disconnect();
    if (!wait_readable(listener_, Clock::now() + limit)) fail("the module doesn't connect");
    connection_ = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    return expect(FrameType::hello);
}

bool ModuleServer::nobody_connects(Milliseconds limit) {
    return !wait_readable(listener_, Clock::now() + limit);
}

void ModuleServer::welcome(std::uint64_t node, std::uint64_t floor, std::size_t messages, std::size_t bytes) {
    send(
        FrameType::welcome,
        {"1", std::to_string(node), std::to_string(floor), std::to_string(messages), std::to_string(bytes)}
    );
}

void ModuleServer::disconnect() {
    close_and_forget(connection_);
    buffer_.clear();
}

void ModuleServer::send_raw(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool ModuleServer::fill(Clock::time_point deadline) {
    if (!wait_readable(connection_, deadline)) return false;
    char chunk[65536];
    auto const got = recv(connection_, chunk, sizeof(chunk), 0);
    if (got <= 0) fail("the module hung up");
    buffer_.append(chunk, static_cast<std::size_t>(got));
    return true;
}

bool ModuleServer::read_frame(ModuleFrame& frame, Clock::time_point deadline) {
    while (buffer_.size() < 5 || buffer_.size() - 4 < read_length(buffer_))
        if (!fill(deadline)) return false;
    auto const length = read_length(buffer_);
    std::string_view rest(buffer_.data() + 5, length - 1);
    frame.type = static_cast<FrameType>(buffer_[4]);
    frame.fields.clear();
    transcript_ += "  < " + std::to_string(int(frame.type));
    while (!rest.empty()) {
        auto const size = read_length(rest);
        if (rest.size() < 4 || size > rest.size() - 4) fail("a frame that its fields don't fill");
        frame.fields.emplace_back(rest.substr(4, size));
        rest.remove_prefix(4 + size);
        transcript_ += " [" + frame.fields.back().substr(0, 200) + "]";
    }
    transcript_ += "\n";
    buffer_.erase(0, 4 + length);
    return true;
}

ModuleFrame ModuleServer::expect(FrameType type, Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    ModuleFrame frame;
    while (read_frame(frame, deadline))
        if (frame.type == type) return frame;
    fail("no frame of type " + std::to_string(int(type)));
}

void ModuleServer::expect_silence_about(FrameType type) {
    send(FrameType::ping, {"still-there"});
    auto const deadline = Clock::now() + patience();
    ModuleFrame frame;
    while (read_frame(frame, deadline)) {
        if (frame.type == type) fail("did not want a frame of type " + std::to_string(int(type)));
        if (frame.type == FrameType::pong && frame[0] == "still-there") return;
    }
    fail("no pong");
}

void ModuleServer::expect_close(Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    char chunk[4096];
    while (wait_readable(connection_, deadline))
        if (recv(connection_, chunk, sizeof(chunk), 0) <= 0) return;
    fail("the module didn't hang up");
}

}  // namespace alloquy::test
