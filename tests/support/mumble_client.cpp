// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/mumble_client.hpp"

#include <stdexcept>

namespace alloquy::test {
namespace {

constexpr std::size_t kHeader = 6;
constexpr std::size_t kLongest = 8 * 1024 * 1024;

std::uint64_t take_varint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (bytes.empty()) throw std::runtime_error("protocol buffer ends inside a number");
        auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= std::uint64_t(byte & 0x7F) << shift;
        if (!(byte & 0x80)) return value;
    }
    throw std::runtime_error("number in protocol buffer is too long");
}

std::string_view take(std::string_view& bytes, std::uint64_t count) {
    if (count > bytes.size()) throw std::runtime_error("protocol buffer ends inside a field");
    auto part = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return part;
}

}  // namespace

std::optional<std::uint64_t> MumbleMessage::number(unsigned field) const {
    auto found = numbers.find(field);
    return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

std::string MumbleMessage::text(unsigned field) const {
    auto found = strings.find(field);
    return found == strings.end() ? std::string() : found->second;
}

void MumbleWriter::varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += char((value & 0x7F) | 0x80);
    bytes_ += char(value);
}

MumbleWriter& MumbleWriter::number(unsigned field, std::uint64_t value) {
    varint(std::uint64_t(field) << 3);
    varint(value);
    return *this;
}

MumbleWriter& MumbleWriter::text(unsigned field, std::string_view value) {
    varint((std::uint64_t(field) << 3) | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
}

MumbleMessage parse_mumble_message(std::uint16_t type, std::string_view bytes) {
    MumbleMessage message;
    message.type = type;
    if (type == std::uint16_t(MumbleType::udp_tunnel)) return message;  // raw voice, no protocol buffer
    while (!bytes.empty()) {
        auto key = take_varint(bytes);
        auto field = unsigned(key >> 3);
        switch (key & 7) {
            case 0:
                message.numbers.emplace(field, take_varint(bytes));
                break;
            case 1:
                take(bytes, 8);
                break;
            case 2:
                message.strings.emplace(field, take(bytes, take_varint(bytes)));
                break;
            case 5:
                take(bytes, 4);
                break;
            default:
                throw std::runtime_error("unknown wire type in protocol buffer");
        }
    }
    return message;
}

MumbleClient::MumbleClient(std::uint16_t port, Options options)
    : options_(std::move(options)),
      socket_(port, Security::tls, options_.certificate ? &*options_.certificate : nullptr) {}

void MumbleClient::send(MumbleType type, MumbleWriter const& message) {
    auto const& body = message.bytes();
    std::string frame;
    frame += char(unsigned(type) >> 8);
    frame += char(type);
    for (int shift = 24; shift >= 0; shift -= 8) frame += char(body.size() >> shift);
    socket_.write(frame + body);
}

std::optional<MumbleMessage> MumbleClient::receive(Clock::time_point deadline) {
    auto byte = [&](std::size_t at) { return std::size_t(static_cast<unsigned char>(buffer_[at])); };
    for (;;) {
        if (buffer_.size() >= kHeader) {
            auto length = byte(2) << 24 | byte(3) << 16 | byte(4) << 8 | byte(5);
            if (length > kLongest) throw std::runtime_error("Mumble message of " + std::to_string(length) + " bytes");
            if (buffer_.size() >= kHeader + length) {
                auto message = parse_mumble_message(
                    std::uint16_t(byte(0) << 8 | byte(1)), std::string_view(buffer_).substr(kHeader, length)
                );
                buffer_.erase(0, kHeader + length);
                apply(message);
                return message;
            }
        }
        auto more = socket_.read_some(deadline);
        if (more.empty()) return std::nullopt;
        buffer_ += more;
    }
}

void MumbleClient::apply(MumbleMessage const& message) {
    switch (MumbleType(message.type)) {
        case MumbleType::channel_state:
            if (auto id = message.number(1); id && message.strings.contains(3))
                channels_[std::uint32_t(*id)] = message.text(3);
            else if (id)
                channels_.try_emplace(std::uint32_t(*id));
            break;
        case MumbleType::channel_remove:
            channels_.erase(std::uint32_t(message.number(1).value_or(0)));
            break;
        case MumbleType::user_state: {
            auto& user = users_[std::uint32_t(message.number(1).value_or(0))];
            if (message.strings.contains(3)) user.name = message.text(3);
            if (auto id = message.number(4)) user.user_id = std::int32_t(*id);
            if (auto channel = message.number(5)) user.channel = std::uint32_t(*channel);
            break;
        }
        case MumbleType::user_remove:
            users_.erase(std::uint32_t(message.number(1).value_or(0)));
            break;
        default:
            break;
    }
}

std::optional<MumbleClient::Refusal> MumbleClient::sign_in(Milliseconds limit) {
    // 1.4.0, which speaks with every server; older clients are warned by 1.5 that others may listen to their channel.
    send(
        MumbleType::version,
        MumbleWriter().number(1, 0x010400).text(2, "Alloquy test client").text(3, "Linux").text(4, "")
    );
    send(MumbleType::authenticate, MumbleWriter().text(1, options_.username).text(2, options_.password).number(5, 1));
    auto deadline = Clock::now() + limit;
    while (auto message = receive(deadline)) {
        if (message->type == std::uint16_t(MumbleType::reject))
            return Refusal{unsigned(message->number(1).value_or(0)), message->text(2)};
        if (message->type == std::uint16_t(MumbleType::server_sync)) {
            session_ = std::uint32_t(message->number(1).value_or(0));
            welcome_text_ = message->text(3);
            return std::nullopt;
        }
    }
    return Refusal{0, "the server closed the connection"};
}

Milliseconds MumbleClient::ping(Milliseconds limit) {
    auto begin = Clock::now();
    auto stamp = std::uint64_t(begin.time_since_epoch().count());
    send(MumbleType::ping, MumbleWriter().number(1, stamp));
    while (auto message = receive(begin + limit))
        if (message->type == std::uint16_t(MumbleType::ping) && message->number(1) == stamp)
            return std::chrono::duration_cast<Milliseconds>(Clock::now() - begin);
    throw std::runtime_error("the Mumble server closed the connection of " + options_.username);
}

void MumbleClient::send_text(std::uint32_t channel, std::string_view text) {
    send(MumbleType::text_message, MumbleWriter().number(3, channel).text(5, text));
}

std::string MumbleClient::wait_for_text(Milliseconds limit) {
    auto deadline = Clock::now() + limit;
    while (auto message = receive(deadline))
        if (message->type == std::uint16_t(MumbleType::text_message)) return message->text(5);
    throw std::runtime_error("the Mumble server closed the connection of " + options_.username);
}

std::string MumbleClient::wait_until_removed(Milliseconds limit) {
    auto deadline = Clock::now() + limit;
    std::string reason;
    while (auto message = receive(deadline))
        if (message->type == std::uint16_t(MumbleType::user_remove) && message->number(1) == session_)
            reason = message->text(3);
    return reason;
}

void MumbleClient::read_for(Milliseconds time) {
    auto deadline = Clock::now() + time;
    try {
        while (receive(deadline)) {}
    } catch (std::runtime_error const&) {
        if (Clock::now() < deadline) throw;
    }
}

std::uint32_t MumbleClient::channel() const {
    auto me = users_.find(session_);
    return me == users_.end() ? 0 : me->second.channel;
}

}  // namespace alloquy::test
