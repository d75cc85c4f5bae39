// SPDX-License-Identifier: GPL-2.0-or-later
#include "session.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace alloquy::gateway {
namespace {

std::string dump(nlohmann::json const& document) {
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void Session::deliver(SharedEvent const& event) {
    auto number = replay.append(event);
    if (client) client->send_event(number, *event);
}

Client::Client(http::WebSocket& socket, std::string peer_address, double frames_at_once)
    : peer(std::move(peer_address)),
      connected_at(std::chrono::steady_clock::now()),
      heard_at(connected_at),
      socket_(socket),
      frames_(frames_at_once) {}

void Client::send(nlohmann::json const& frame) {
    socket_.send_text(dump(frame));
}

void Client::send_event(std::int64_t number, std::string const& event) {
    // The number is the receiver's own; the rest was written once for all.
    constexpr std::string_view kBegin = R"({"op":"event","s":)";
    std::array<char, 64> head;
    auto* at = std::ranges::copy(kBegin, head.data()).out;
    at = std::to_chars(at, head.data() + head.size() - 1, number).ptr;
    *at++ = ',';
    socket_.send_text(std::string_view(head.data(), std::size_t(at - head.data())), event);
}

void Client::send_error(Error const& error) {
    nlohmann::json frame{{"op", "error"}, {"code", error.reason}, {"message", error.message}};
    if (!error.field.empty()) frame["field"] = error.field;
    if (error.retry_after) frame["retry_after"] = error.retry_after->count();
    send(frame);
}

bool Client::take_frame(GatewaySettings const& settings) {
    auto now = std::chrono::steady_clock::now();
    double seconds = std::chrono::duration<double>(now - heard_at).count();
    heard_at = now;
    frames_ = std::min(settings.frames_at_once, frames_ + seconds * settings.frames_per_second);
    if (frames_ < 1) return false;
    frames_ -= 1;
    return true;
}

SharedEvent make_event(std::string_view type, nlohmann::json const& data) {
    std::string text = R"("t":)" + dump(nlohmann::json(type)) + R"(,"d":)" + dump(data) + "}";
    return std::make_shared<std::string const>(std::move(text));
}

}  // namespace alloquy::gateway
