// SPDX-License-Identifier: GPL-2.0-or-later
// Modules on other machines, and whoever else connects there: over real TLS, with a test as the far end.
#include "fake_whereabouts.hpp"
#include "module_link.hpp"
#include "support/child_runner.hpp"
#include "support/socket.hpp"
#include "support/temp_dir.hpp"
#include "support/wait.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace alloquy::chat {
namespace {

/// Takes everything and stores nothing.
class Host final : public ModuleLinkHost {
public:
    Task<Result<unsigned>> lease_node(std::string server) override { co_return server == "0AL" ? 1U : 7U; }
    base::Id id_floor() const override { return 1000; }
    Whereabouts const& whereabouts() const override { return people; }
    void link_opened(std::shared_ptr<LinkSession> const&) override {}
    void link_closed(std::shared_ptr<LinkSession> const&) override {}
    void account_told(std::shared_ptr<LinkSession> const&, std::string const&, std::string_view) override {}
    void message_received(std::shared_ptr<LinkSession> const& session, IncomingMessage message) override {
        session->send(FrameType::stored, {std::to_string(message.number)});
        texts.push_back(message.text);
    }
    void verdict_received(std::uint64_t, std::string_view) override {}
    void request_received(std::shared_ptr<LinkSession> const& session, IncomingRequest request) override {
        session->send(FrameType::answer, {std::to_string(request.number), "1", "answered"});
    }

    FakeWhereabouts people;
    std::vector<std::string> texts;
};

/// The far end.
class Peer {
public:
    explicit Peer(std::uint16_t port, std::string const& source = {})
        : socket_(port, test::Security::tls, nullptr, source) {}

    void send(FrameType type, std::vector<std::string> const& fields) {
        std::string bytes;
        {
            FrameWriter writer(bytes, type);
            for (auto const& field : fields) writer.add(field);
        }
        socket_.write(bytes);
    }
    void hello(LeafSecrets const& leaf) {
        send(FrameType::hello, {"1", leaf.leaf.server_id, leaf.module_secret, leaf.leaf.name});
    }
    void raw(std::string_view bytes) { socket_.write(bytes); }
    /// Empty when the other side hung up.
    std::vector<std::string> next(FrameType type) {
        Frame frame;
        for (;;) {
            auto const whole = reader_.next(frame);
            if (!whole) throw std::runtime_error("garbage from the link");
            if (*whole && frame.type == type) return {frame.fields.begin(), frame.fields.end()};
            if (*whole) continue;
            auto const bytes = socket_.read_some(test::Clock::now() + test::patience());
            if (bytes.empty()) return {};
            auto room = reader_.prepare(bytes.size());
            std::ranges::copy(bytes, room.begin());
            reader_.commit(bytes.size());
        }
    }
    bool hung_up() {
        try {
            return next(FrameType::pong).empty();
        } catch (std::runtime_error const& error) {
            return std::string_view(error.what()).find("timeout") == std::string_view::npos;
        }
    }

private:
    test::Socket socket_;
    FrameReader reader_;
};

class LeafLink : public testing::Test {
protected:
    LeafLink() {
        if (!crypto::initialize()) throw std::runtime_error("no random source");
        for (auto const* name : {"keys", "tls"}) std::filesystem::create_directories(folder_ / name);
        std::span<base::EmbeddedFile const> const migrations[] = {Chat::migrations()};
        database_ = std::move(storage::Database::open((folder_ / "alloquy.db").string(), migrations).value());
        net::CertificateSettings settings;
        settings.host = "localhost";
        settings.directory = folder_ / "tls";
        certificates_ = std::move(net::Certificates::load(settings, base::system_clock()).value());
        tls_ = std::move(net::TlsContext::create(*certificates_).value());
        leaves_ = std::make_unique<Leaves>(*database_, base::system_clock(), folder_ / "keys");
        if (!leaves_->open()) throw std::runtime_error("leaves can't be read");
        port_ = io_.call([this] {
            link_.start(tasks_);
            net::ListenOn where;
            where.address = "127.0.0.1";
            auto listening = link_.listen_for_leaves(where, *tls_, *leaves_);
            return listening ? link_.leaf_port() : std::uint16_t(0);
        });
        leaf_ = io_.run(leaves_->add("leaf.example.org")).value();
        other_ = io_.run(leaves_->add("other.example.org")).value();
        io_.call([this] {
            host_.people.add("1AAAAAAAB", "alice", "alice");
            host_.people.add("0ALAAAAAB", "bob", "bob");
            return 0;
        });
    }
    ~LeafLink() override {
        io_.run([](LeafLink* self) -> Task<int> {
            self->link_.stop();
            co_await self->tasks_.stop(std::chrono::seconds(3));
            co_return 0;
        }(this));
    }

    static std::vector<std::string> message(std::string const& number, std::string const& uid = "1AAAAAAAB") {
        auto const id = base::first_id_at(base::system_clock().now()) | 7 << 12;
        return {number, std::to_string(id), "PRIVMSG", uid, "alice!a@b", "alice", "#general", "", "",
                "",     "text " + number};
    }
    std::size_t links() {
        return io_.call([this] { return link_.links(); });
    }

    test::TempDir folder_;
    test::IoThread io_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<net::Certificates> certificates_;
    std::unique_ptr<net::TlsContext> tls_;
    std::unique_ptr<Leaves> leaves_;
    async::TaskGroup tasks_{io_.executor(), "test"};
    Host host_;
    ModuleLink link_{host_};
    std::uint16_t port_ = 0;
    LeafSecrets leaf_, other_;
};

TEST_F(LeafLink, WelcomesALeafThatProvesItself) {
    Peer peer(port_);
    peer.hello(leaf_);
    auto const welcome = peer.next(FrameType::welcome);
    ASSERT_EQ(welcome.size(), 5U);
    EXPECT_EQ(welcome[1], "7");
    peer.send(FrameType::message, message("5"));
    EXPECT_EQ(peer.next(FrameType::stored), std::vector<std::string>{"5"});
    peer.send(FrameType::request, {"9", "CHATHISTORY", "1AAAAAAAB", "alice!a@b", "alice", "", ""});
    EXPECT_EQ(peer.next(FrameType::answer), (std::vector<std::string>{"9", "1", "answered"}));
}

TEST_F(LeafLink, TurnsAwayWhoDoesNot) {
    auto const hello = [this](std::string const& id, std::string const& secret, std::string const& name) {
        Peer peer(port_);
        peer.send(FrameType::hello, {"1", id, secret, name});
        return peer.next(FrameType::welcome).empty();
    };
    EXPECT_TRUE(hello("1AA", other_.module_secret, "leaf.example.org"));
    EXPECT_TRUE(hello("1AB", leaf_.module_secret, "leaf.example.org"));
    EXPECT_TRUE(hello("1AA", leaf_.module_secret, "other.example.org"));
    EXPECT_TRUE(hello("0AL", "", "irc.example.org"));
    EXPECT_TRUE(hello("1AA", "", "leaf.example.org"));
    EXPECT_EQ(links(), 0U);
}

TEST_F(LeafLink, HearsNothingBeforeHello) {
    std::vector<std::string> const openings{
        std::string("\x00\x01\x00\x00\x01", 5),  // longer than any hello
        std::string("\xff\xff\xff\xff", 4),
        std::string(4, '\0'),
        "GET / HTTP/1.1\r\n\r\n",
    };
    for (auto const& bytes : openings) {
        Peer peer(port_);
        peer.raw(bytes);
        EXPECT_TRUE(peer.hung_up());
    }
    Peer impatient(port_);
    impatient.send(FrameType::message, message("1"));
    EXPECT_TRUE(impatient.hung_up());
    Peer twice(port_);
    twice.hello(leaf_);
    twice.hello(leaf_);
    EXPECT_TRUE(twice.hung_up());
    EXPECT_TRUE(io_.call([this] { return host_.texts; }).empty());
}

TEST_F(LeafLink, EndsWhenALeafSpeaksForAnothersConnection) {
    for (auto const& fields : {message("1", "0ALAAAAAB"), message("1", "1ABAAAAAB"), message("1", "")}) {
        Peer peer(port_);
        peer.hello(leaf_);
        ASSERT_FALSE(peer.next(FrameType::welcome).empty());
        peer.send(FrameType::message, fields);
        EXPECT_TRUE(peer.hung_up());
    }
    Peer curious(port_);
    curious.hello(leaf_);
    ASSERT_FALSE(curious.next(FrameType::welcome).empty());
    curious.send(FrameType::request, {"9", "CHATHISTORY", "0ALAAAAAB", "bob!b@b", "bob", "", ""});
    EXPECT_TRUE(curious.hung_up());
    EXPECT_TRUE(io_.call([this] { return host_.texts; }).empty());
}

TEST_F(LeafLink, RefusesWhatALeafMayNotSayAndGoesOn) {
    Peer peer(port_);
    peer.hello(leaf_);
    ASSERT_FALSE(peer.next(FrameType::welcome).empty());
    auto as_bob = message("1");
    as_bob[5] = "bob";
    peer.send(FrameType::message, as_bob);
    auto const lie = peer.next(FrameType::refused);
    ASSERT_EQ(lie.size(), 3U);
    EXPECT_EQ(lie[0], "1");
    auto another_node = message("2");
    another_node[1] = std::to_string(std::stoll(another_node[1]) + (1 << 12));
    peer.send(FrameType::resend, another_node);
    EXPECT_EQ(peer.next(FrameType::refused).at(1), "CANNOT_STORE");
    peer.send(FrameType::message, message("3"));
    EXPECT_EQ(peer.next(FrameType::stored), std::vector<std::string>{"3"});
}

TEST_F(LeafLink, EndsAtOnceWhenTheLeafIsRemoved) {
    Peer peer(port_), stays(port_);
    peer.hello(leaf_);
    stays.hello(other_);
    ASSERT_FALSE(peer.next(FrameType::welcome).empty());
    ASSERT_FALSE(stays.next(FrameType::welcome).empty());
    ASSERT_TRUE(io_.run(leaves_->remove("leaf.example.org")));
    EXPECT_TRUE(peer.hung_up());
    Peer again(port_);
    again.hello(leaf_);
    EXPECT_TRUE(again.next(FrameType::welcome).empty());
    stays.send(FrameType::ping, {"there"});
    EXPECT_EQ(stays.next(FrameType::pong), std::vector<std::string>{"there"});
}

TEST_F(LeafLink, HasFewTriesForEachAddress) {
    auto const turned_away = [this](std::string const& source) {
        try {
            Peer peer(port_, source);
            peer.send(FrameType::hello, {"1", "1AA", "guess", "leaf.example.org"});
            peer.hung_up();
            return false;
        } catch (std::runtime_error const&) {
            return true;  // not even a handshake
        }
    };
    int tries = 0;
    while (tries < 60 && !turned_away("127.0.0.9")) ++tries;
    EXPECT_GE(tries, 10);
    EXPECT_LT(tries, 40);
    // A leaf somewhere else isn't bothered.
    Peer peer(port_);
    peer.hello(leaf_);
    EXPECT_FALSE(peer.next(FrameType::welcome).empty());
}

TEST_F(LeafLink, IsReplacedByTheSameLeafConnectingAgain) {
    Peer first(port_), second(port_);
    first.hello(leaf_);
    ASSERT_FALSE(first.next(FrameType::welcome).empty());
    second.hello(leaf_);
    ASSERT_FALSE(second.next(FrameType::welcome).empty());
    EXPECT_TRUE(first.hung_up());
    EXPECT_EQ(links(), 1U);
}

}  // namespace
}  // namespace alloquy::chat
