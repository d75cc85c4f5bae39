// SPDX-License-Identifier: GPL-2.0-or-later
// Load on an IRC server, and how long it takes to answer. One mode a run; see kModes. Times go from the moment when
// something was to be sent, not from when it was, so that a server which is stuck can't hide it.
#include "irc_client.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

using namespace bench;

namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr std::string_view kPadding = "and sixty bytes of what people write, as a plain padding too";
/// Up to then everything finds its place, in caches too; not counted.
constexpr Nanoseconds kWarmUp = kSecond;

using Options = std::map<std::string, std::string>;

std::int64_t number(Options const& options, std::string const& name) {
    auto found = options.find(name);
    if (found == options.end()) std::fprintf(stderr, "--%s is missing\n", name.c_str()), std::exit(2);
    return std::atoll(found->second.c_str());
}
std::string text(Options const& options, std::string const& name) {
    auto found = options.find(name);
    return found == options.end() ? std::string() : found->second;
}

std::string stamped(Nanoseconds time) {
    return "@" + std::to_string(time) + "@ " + std::string(kPadding);
}

/// The time in a message that stamped() made; 0 in any other line.
Nanoseconds stamp_of(std::string_view line) {
    auto const begin = line.find(":@");
    Nanoseconds time = 0;
    if (begin != std::string_view::npos) std::from_chars(line.data() + begin + 2, line.data() + line.size(), time);
    return time;
}

/// Calls say(time) at an even rate, until `end`; between, the loop turns.
template <class Say>
void at_rate(Loop& loop, std::int64_t rate, Nanoseconds begin, Nanoseconds end, Say say) {
    auto const pause = kSecond / rate;
    for (auto next = begin; next < end;) {
        loop.turn(next);
        for (auto const time = now(); next <= time && next < end; next += pause) say(next);
    }
}

/// From connect() to 001, one after the other.
void connect(Options const& options) {
    Loop loop;
    Latencies latencies;
    for (std::int64_t i = 0; i < number(options, "count"); ++i) {
        auto const& client =
            loop.connect(std::uint16_t(number(options, "port")), false, enter("c" + std::to_string(i), ""));
        loop.wait_ready();
        latencies.add(now() - client.connected_at());
    }
    latencies.print("welcome");
}

/// Members of a room who say something in turn; each hears all the others.
void fan_out(Options const& options) {
    Loop loop;
    Latencies latencies;
    Nanoseconds counted_from = 0;
    for (std::int64_t i = 0; i < number(options, "members"); ++i) {
        auto steps = enter("m" + std::to_string(i), text(options, "capabilities"));
        steps.push_back({"JOIN #crowd", " 366 "});
        auto& member = loop.connect(std::uint16_t(number(options, "port")), false, std::move(steps));
        member.on_line = [&](std::string_view line) {
            if (auto const sent = stamp_of(line); sent != 0 && sent >= counted_from) latencies.add(now() - sent);
        };
    }
    loop.wait_ready();
    auto const begin = now();
    counted_from = begin + kWarmUp;
    auto const end = counted_from + number(options, "seconds") * kSecond;
    std::size_t turn = 0, said = 0;
    auto const say = [&](Nanoseconds time) {
        auto& clients = loop.clients();
        clients[turn++ % clients.size()]->say("PRIVMSG #crowd :" + stamped(time));
        ++said;
    };
    at_rate(loop, number(options, "rate"), begin, counted_from, say);
    said = 0;
    CpuOf const cpu(text(options, "pids"));
    at_rate(loop, number(options, "rate"), counted_from, end, say);
    auto const expected = said * (loop.clients().size() - 1);
    while (latencies.count() < expected && now() < end + 10 * kSecond) loop.turn(now() + kSecond / 100);
    cpu.print(expected);
    print("deliveries", double(latencies.count()));
    print("missing", double(expected) - double(latencies.count()));
    latencies.print("delivery");
}

/// Pairs of accounts "<prefix><number>", with tokens "token-of-<account>": one of each writes to the other, with so
/// many messages waiting for their echo.
void direct(Options const& options) {
    Loop loop;
    Latencies latencies;
    std::uint64_t received = 0;
    bool counting = false, going = true;
    auto const pairs = number(options, "pairs"), window = number(options, "window");
    auto const person = [&](std::int64_t i) { return text(options, "prefix") + std::to_string(i + 1); };
    for (std::int64_t i = 0; i < 2 * pairs; ++i) {
        auto const capabilities = i < pairs ? "echo-message message-tags" : "message-tags";
        auto& client = loop.connect(
            std::uint16_t(number(options, "port")), true, sign_in(person(i), "token-of-" + person(i), capabilities)
        );
        if (i >= pairs) {
            client.on_line = [&](std::string_view) { received += counting; };
            continue;
        }
        client.on_line = [&, to = person(i + pairs)](std::string_view line) {
            auto const sent = stamp_of(line);
            if (sent == 0) return;
            if (counting) latencies.add(now() - sent);
            if (going) client.say("PRIVMSG " + to + " :" + stamped(now()));
        };
    }
    loop.wait_ready();
    for (std::int64_t i = 0; i < pairs; ++i)
        for (std::int64_t k = 0; k < window; ++k)
            loop.clients()[std::size_t(i)]->say("PRIVMSG " + person(i + pairs) + " :" + stamped(now()));
    for (auto const end = now() + kWarmUp; now() < end;) loop.turn(end);
    counting = true;
    CpuOf const cpu(text(options, "pids"));
    auto const begin = now(), end = begin + number(options, "seconds") * kSecond;
    while (now() < end) loop.turn(end);
    auto const lasted = double(now() - begin) / double(kSecond);
    print("echoed_per_s", double(latencies.count()) / lasted);
    print("received_per_s", double(received) / lasted);
    cpu.print(latencies.count());
    latencies.print("echo");
}

/// Somebody who talks to himself in a room: from saying to hearing the echo, which comes when it is on disk.
void echo(Options const& options) {
    Loop loop;
    Latencies latencies;
    Nanoseconds counted_from = 0;
    auto const speakers = number(options, "speakers");
    for (std::int64_t i = 0; i < speakers; ++i) {
        auto steps = enter("e" + std::to_string(i), "echo-message message-tags");
        steps.push_back({"JOIN #echo" + std::to_string(i), " 366 "});
        auto& client = loop.connect(std::uint16_t(number(options, "port")), false, std::move(steps));
        client.on_line = [&](std::string_view line) {
            if (auto const sent = stamp_of(line); sent != 0 && sent >= counted_from) latencies.add(now() - sent);
        };
    }
    loop.wait_ready();
    auto const begin = now();
    counted_from = begin + kWarmUp;
    auto const end = counted_from + number(options, "seconds") * kSecond;
    std::int64_t turn = 0;
    at_rate(loop, number(options, "rate"), begin, end, [&](Nanoseconds time) {
        auto const i = turn++ % speakers;
        loop.clients()[std::size_t(i)]->say("PRIVMSG #echo" + std::to_string(i) + " :" + stamped(time));
    });
    for (auto const last = now() + kSecond / 2; now() < last;) loop.turn(last);
    print("echoes", double(latencies.count()));
    latencies.print("echo");
}

/// Clients that ask one question after the other out of a file, one a line. An answer ends with its batch.
void ask(Options const& options) {
    std::vector<std::string> questions;
    std::ifstream file(text(options, "questions"));
    for (std::string line; std::getline(file, line);) questions.push_back(line);
    if (questions.empty()) std::fprintf(stderr, "no questions\n"), std::exit(2);
    Loop loop;
    Latencies latencies;
    std::uint64_t lines = 0;
    std::size_t next = 0;
    std::vector<Nanoseconds> asked(std::size_t(number(options, "clients")));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto steps = enter("h" + std::to_string(i), "draft/chathistory batch server-time message-tags");
        steps.push_back({"JOIN " + text(options, "room"), " 366 "});
        auto& client = loop.connect(std::uint16_t(number(options, "port")), false, std::move(steps));
        client.on_line = [&, i](std::string_view line) {
            if (line.find(" PRIVMSG ") != std::string_view::npos) ++lines;
            if (line.find("FAIL ") == 0 || line.find(" FAIL ") != std::string_view::npos)
                std::fprintf(stderr, "%.*s\n", int(line.size()), line.data()), std::exit(1);
            if (line.find(" BATCH -") == std::string_view::npos || asked[i] == 0) return;
            latencies.add(now() - asked[i]);
            asked[i] = now();
            client.say(questions[next++ % questions.size()]);
        };
    }
    loop.wait_ready();
    for (std::size_t i = 0; i < asked.size(); ++i) {
        asked[i] = now();
        loop.clients()[i]->say(questions[next++ % questions.size()]);
    }
    for (auto const end = now() + kWarmUp; now() < end;) loop.turn(end);
    latencies = {};
    lines = 0;
    CpuOf const cpu(text(options, "pids"));
    auto const begin = now(), end = begin + number(options, "seconds") * kSecond;
    while (now() < end) loop.turn(end);
    print("answers_per_s", double(latencies.count()) * double(kSecond) / double(now() - begin));
    print("lines_per_answer", double(lines) / double(std::max<std::size_t>(1, latencies.count())));
    cpu.print(latencies.count());
    latencies.print("answer");
}

constexpr std::pair<std::string_view, void (*)(Options const&)> kModes[] = {
    {"connect", connect},  // --port --count
    {"fan_out", fan_out},  // --port --members --rate --seconds [--capabilities] [--pids]
    {"direct", direct},    // --port --pairs --window --seconds --prefix [--pids]
    {"echo", echo},        // --port --speakers --rate --seconds
    {"ask", ask},          // --port --clients --seconds --room --questions [--pids]
};

}  // namespace

int main(int count, char** arguments) {
    std::string_view const mode = count > 1 ? arguments[1] : "";
    Options options;
    for (int i = 2; i + 1 < count; i += 2) options[std::string(arguments[i]).substr(2)] = arguments[i + 1];
    for (auto const& [name, run] : kModes)
        if (name == mode) return run(options), 0;
    std::fprintf(stderr, "usage: irc_load MODE --option value …, modes: connect fan_out direct echo ask\n");
    return 2;
}
