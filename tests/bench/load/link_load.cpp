// SPDX-License-Identifier: GPL-2.0-or-later
// Messages for alloquyd as a module inside InspIRCd sends them (docs/protocol/module-link.md): how many are stored, and
// how long each waits for its acknowledgement.
// Accounts are Person1, Person2, …; each message is of one of them, to one of the rooms #bench0, #bench1, …
#include "frame.hpp"
#include "measure.hpp"

#include <alloquy/base/ids.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>

using namespace alloquy;
using namespace bench;

namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr Nanoseconds kWarmUp = kSecond;
constexpr std::size_t kMostUnsent = 1024 * 1024;
constexpr std::string_view kServer = "9ZZ";
constexpr std::string_view kText = "This is what people write: neither long nor short, about eighty characters a line.";

[[noreturn]] void give_up(char const* why) {
    std::fprintf(stderr, "%s\n", why);
    std::exit(1);
}

struct Load {
    std::size_t accounts = 1000, rooms = 50;
    std::int64_t seconds = 0;   ///< To measure, after a second that isn't counted; or:
    std::size_t messages = 0;   ///< Only to fill the store with so many.
    std::int64_t rate = 0;      ///< A second; 0: as fast as the window allows.
    std::size_t window = 2000;  ///< Messages that wait for their acknowledgement.
};

class Link {
public:
    Link(std::string const& path, std::string const& secret)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof(address.sun_path)) give_up("the socket's path is too long");
        path.copy(address.sun_path, path.size());
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) give_up("can't connect");
        chat::append_frame(out_, chat::FrameType::hello, {"1", kServer, secret, "bench.example.org"});
        while (node_ == 0) turn(now() + kSecond, [](std::uint64_t) {});
    }
    ~Link() { ::close(socket_); }
    Link(Link const&) = delete;
    Link& operator=(Link const&) = delete;

    /// Sends what waits, reads what came; acknowledged(number) for each that is stored.
    template <class F>
    void turn(Nanoseconds until, F acknowledged) {
        pollfd entry{socket_, short(out_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
        auto const left = std::max<Nanoseconds>(0, until - now());
        timespec const limit{left / kSecond, left % kSecond};
        if (::ppoll(&entry, 1, &limit, nullptr) <= 0) return;
        if (entry.revents & POLLOUT) {
            auto const sent = ::send(socket_, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent > 0) out_.erase(0, std::size_t(sent));
        }
        if (!(entry.revents & (POLLIN | POLLHUP))) return;
        auto room = reader_.prepare(64 * 1024);
        auto const count = ::recv(socket_, room.data(), room.size(), MSG_DONTWAIT);
        if (count <= 0) give_up("alloquyd ended the connection");
        reader_.commit(std::size_t(count));
        chat::Frame frame;
        for (;;) {
            auto const next = reader_.next(frame);
            if (!next) give_up("alloquyd sent a damaged frame");
            if (!*next) return;
            if (frame.type == chat::FrameType::welcome) greeted(frame);
            if (frame.type == chat::FrameType::refused) give_up(std::string(frame.field(2)).c_str());
            if (frame.type != chat::FrameType::stored) continue;
            for (auto number : frame.fields) acknowledged(to_number(number));
        }
    }

    void say(std::uint64_t number, Load const& load) {
        auto const account = "Person" + std::to_string(1 + random_() % load.accounts);
        auto const source = account + "!" + account + "@user.example.org";
        auto const room = "#bench" + std::to_string(random_() % load.rooms);
        chat::FrameWriter frame(out_, chat::FrameType::message);
        frame.add(number).add(std::uint64_t(ids_->next())).add("PRIVMSG").add("9ZZAAAAAA").add(source);
        frame.add(account).add(room).add("").add("").add("").add(kText);
    }

    bool full() const { return out_.size() >= kMostUnsent; }

private:
    static std::uint64_t to_number(std::string_view digits) {
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    void greeted(chat::Frame const& frame) {
        node_ = unsigned(to_number(frame.field(1)));
        ids_.emplace(base::system_clock(), node_, base::Id(to_number(frame.field(2))));
    }

    int socket_;
    std::string out_;
    chat::FrameReader reader_;
    unsigned node_ = 0;
    std::optional<base::IdGenerator> ids_;
    std::mt19937_64 random_{1};
};

void fill(Link& link, Load const& load) {
    std::uint64_t said = 0, stored = 0;
    while (stored < load.messages) {
        while (said - stored < load.window && said < load.messages && !link.full()) link.say(++said, load);
        link.turn(now() + kSecond, [&](std::uint64_t) { ++stored; });
    }
}

void measure(Link& link, Load const& load, std::string const& pids) {
    std::deque<Nanoseconds> said;  // when, of the numbers from `first` on; 0: acknowledged
    std::uint64_t first = 1, waiting = 0;
    Latencies lags;
    Nanoseconds const counted_from = now() + kWarmUp, end = counted_from + load.seconds * kSecond;
    auto const acknowledged = [&](std::uint64_t number) {
        auto& time = said[number - first];
        if (time >= counted_from) lags.add(now() - time);
        time = 0;
        --waiting;
        for (; !said.empty() && said.front() == 0; said.pop_front()) ++first;
    };
    auto const say = [&](Nanoseconds time) {
        said.push_back(time);
        ++waiting;
        link.say(first + said.size() - 1, load);
    };
    std::optional<CpuOf> cpu;
    auto const pause = load.rate ? kSecond / load.rate : 0;
    for (auto next = now(); now() < end;) {
        if (!cpu && now() >= counted_from) cpu.emplace(pids);
        if (load.rate)
            for (auto const time = now(); next <= time && waiting < load.window; next += pause) say(next);
        else
            while (waiting < load.window && !link.full()) say(now());
        link.turn(load.rate ? std::min(next, end) : end, acknowledged);
    }
    print("stored_per_s", double(lags.count()) / double(load.seconds));
    if (cpu) cpu->print(lags.count());
    lags.print("lag");
    for (auto const last = now() + 5 * kSecond; waiting > 0 && now() < last;) link.turn(last, acknowledged);
    print("unacknowledged", double(waiting));
}

}  // namespace

int main(int count, char** arguments) {
    Load load;
    std::string socket, secret, pids;
    for (int i = 1; i + 1 < count; i += 2) {
        std::string_view const name = arguments[i];
        auto const number = std::strtoull(arguments[i + 1], nullptr, 10);
        if (name == "--socket") socket = arguments[i + 1];
        if (name == "--secret") secret = arguments[i + 1];
        if (name == "--pids") pids = arguments[i + 1];
        if (name == "--accounts") load.accounts = number;
        if (name == "--rooms") load.rooms = number;
        if (name == "--seconds") load.seconds = std::int64_t(number);
        if (name == "--messages") load.messages = number;
        if (name == "--rate") load.rate = std::int64_t(number);
        if (name == "--window") load.window = number;
    }
    if (socket.empty() || secret.empty() || (load.seconds == 0 && load.messages == 0)) {
        std::fprintf(stderr, "usage: link_load --socket PATH --secret SECRET (--seconds N | --messages N) …\n");
        return 2;
    }
    Link link(socket, secret);
    if (load.messages > 0)
        fill(link, load);
    else
        measure(link, load, pids);
}
