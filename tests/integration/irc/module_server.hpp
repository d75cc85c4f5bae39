// SPDX-License-Identifier: GPL-2.0-or-later
// The far end of the module link, driven frame by frame by a test. docs/protocol/module-link.md is what it speaks.
#pragma once
#include "support/wait.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::test {

enum class FrameType : std::uint8_t {
    hello = 1,
    message,
    request,
    event,
    ping,
    account,
    resend,
    verdict = 10,
    welcome = 65,
    stored,
    refused,
    answer,
    deliver,
    pong,
    policy,
    act,
    post = 75,
    judge
};

struct ModuleFrame {
    FrameType type{};
    std::vector<std::string> fields;

    /// "" beyond the end.
    std::string operator[](std::size_t index) const { return index < fields.size() ? fields[index] : std::string(); }
};

std::string encode_frame(FrameType type, std::vector<std::string> const& fields);

class ModuleServer {
public:
    ModuleServer() = default;
    ~ModuleServer();
    ModuleServer(ModuleServer const&) = delete;
    ModuleServer& operator=(ModuleServer const&) = delete;

    void listen(std::filesystem::path const& path);
    /// Nobody can connect any more; the connection stays.
    void stop_listening();
    /// Waits for the module; returns its hello.
    ModuleFrame accept(Milliseconds limit = patience());
    bool nobody_connects(Milliseconds limit);
    void welcome(
        std::uint64_t node = 5, std::uint64_t floor = 0, std::size_t messages = 1000, std::size_t bytes = 1000000
    );
    void disconnect();

    void send(FrameType type, std::vector<std::string> const& fields) { send_raw(encode_frame(type, fields)); }
    /// What can't be written because the module hung up is dropped.
    void send_raw(std::string_view bytes);
    /// The next frame of this type; others before it are skipped. Throws with what came when the time is up.
    ModuleFrame expect(FrameType type, Milliseconds limit = patience());
    /// Throws if a frame of this type came before the answer to a ping that is sent now.
    void expect_silence_about(FrameType type);
    /// Throws if the module doesn't hang up.
    void expect_close(Milliseconds limit = patience());

    void store(ModuleFrame const& message) { send(FrameType::stored, {message[0]}); }

private:
    bool read_frame(ModuleFrame& frame, Clock::time_point deadline);
    bool fill(Clock::time_point deadline);
    [[noreturn]] void fail(std::string const& what) const;

    int listener_ = -1;
    int connection_ = -1;
    std::filesystem::path path_;
    std::string buffer_;
    std::string transcript_;
};

}  // namespace alloquy::test
