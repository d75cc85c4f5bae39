// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/file.hpp>
#include <alloquy/net/certificates.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

using namespace alloquy;
using namespace std::chrono_literals;

namespace {

class FixedClock final : public base::Clock {
public:
    base::Timestamp time = base::system_clock().now();
    base::Timestamp now() const override { return time; }
};

class CertificatesTest : public testing::Test {
protected:
    void SetUp() override {
        char pattern[] = "/tmp/alloquy-certificates-XXXXXX";
        folder = ::mkdtemp(pattern);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    auto load_self_signed(std::string host) {
        return net::Certificates::load({"", "", std::move(host), folder / "tls"}, clock);
    }
    auto load_given() {
        return net::Certificates::load({folder / "crt", folder / "key", "chat.example", folder / "tls"}, clock);
    }
    static crypto::CertificatePair make_pair() { return *crypto::make_self_signed("given.example", {"given.example"}); }
    void write(std::string const& name, std::string const& content) {
        ASSERT_TRUE(base::write_file_atomically(folder / name, content));
    }
    void write_pair(crypto::CertificatePair const& pair) {
        write("key", pair.key_pem);
        write("crt", pair.certificate_pem);
    }

    std::filesystem::path folder;
    FixedClock clock;
};

}  // namespace

TEST_F(CertificatesTest, MakesAPairOnceAndReusesIt) {
    auto first = load_self_signed("chat.example");
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_FALSE((*first)->given_by_operator());
    EXPECT_TRUE((*first)->info().self_signed);
    EXPECT_EQ((*first)->info().subject, "CN = chat.example");
    EXPECT_EQ(*base::read_file((*first)->live_certificate()), (*first)->pair().certificate_pem);
    EXPECT_EQ(*base::read_file((*first)->live_key()), (*first)->pair().key_pem);
    for (auto const& path : {(*first)->live_key(), (*first)->live_certificate(), folder / "tls/self-signed.key"}) {
        struct stat status{};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600U) << path;
    }
    auto second = load_self_signed("chat.example");
    ASSERT_TRUE(second);
    EXPECT_EQ((*second)->info().sha256_fingerprint, (*first)->info().sha256_fingerprint);
}

TEST_F(CertificatesTest, MakesAnotherPairWhenTheHostChangesOrTheEndIsNear) {
    auto first = (*load_self_signed("chat.example"))->info();
    auto renamed = (*load_self_signed("other.example"))->info();
    EXPECT_NE(renamed.sha256_fingerprint, first.sha256_fingerprint);
    clock.time = renamed.not_after - std::chrono::days(31);
    EXPECT_EQ((*load_self_signed("other.example"))->info().sha256_fingerprint, renamed.sha256_fingerprint);
    clock.time = renamed.not_after - std::chrono::days(29);
    EXPECT_NE((*load_self_signed("other.example"))->info().sha256_fingerprint, renamed.sha256_fingerprint);
}

TEST_F(CertificatesTest, WorksForAnAddressAsHost) {
    auto first = load_self_signed("192.0.2.7");
    ASSERT_TRUE(first);
    EXPECT_EQ((*load_self_signed("192.0.2.7"))->info().sha256_fingerprint, (*first)->info().sha256_fingerprint);
}

TEST_F(CertificatesTest, HealsADamagedSelfSignedPair) {
    auto first = (*load_self_signed("chat.example"))->info();
    write("tls/self-signed.key", "damaged");
    auto second = load_self_signed("chat.example");
    ASSERT_TRUE(second);
    EXPECT_NE((*second)->info().sha256_fingerprint, first.sha256_fingerprint);
}

TEST_F(CertificatesTest, NamesTheSettingOfABadPair) {
    auto refused = [&] {
        auto loaded = load_given();
        return loaded ? std::string("accepted") : loaded.error().field;
    };
    auto pair = make_pair(), other = make_pair();
    EXPECT_EQ(refused(), "tls.certificate");
    write("crt", pair.certificate_pem);
    EXPECT_EQ(refused(), "tls.key");
    write("key", other.key_pem);
    EXPECT_EQ(refused(), "tls.key");
    write("crt", "rubbish");
    EXPECT_EQ(refused(), "tls.certificate");
    write_pair(pair);
    EXPECT_EQ(refused(), "accepted");
    auto half = net::Certificates::load({folder / "crt", "", "", folder / "tls"}, clock);
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().field, "tls.key");
}

TEST_F(CertificatesTest, TakesOverAReplacedPairThroughLinks) {
    auto first = make_pair(), second = make_pair();
    std::filesystem::create_directories(folder / "archive");
    write("archive/crt1", first.certificate_pem);
    write("archive/key1", first.key_pem);
    write("archive/crt2", second.certificate_pem);
    write("archive/key2", second.key_pem);
    std::filesystem::create_symlink("archive/crt1", folder / "crt");
    std::filesystem::create_symlink("archive/key1", folder / "key");
    auto loaded = load_given();
    ASSERT_TRUE(loaded) << loaded.error().message;
    auto& certificates = **loaded;
    int published = 0;
    auto subscription = certificates.replaced().subscribe([&](auto const&) { ++published; });
    EXPECT_FALSE(*certificates.reload());

    auto relink = [&](std::string const& link, std::string const& target) {
        std::filesystem::remove(folder / link);
        std::filesystem::create_symlink(target, folder / link);
    };
    relink("crt", "archive/crt2");
    EXPECT_FALSE(certificates.reload()) << "half of the pair is old";
    EXPECT_TRUE(certificates.reload()) << "said once";
    EXPECT_EQ(*base::read_file(certificates.live_certificate()), first.certificate_pem);
    relink("key", "archive/key2");
    auto taken = certificates.reload();
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_TRUE(*taken);
    EXPECT_EQ(published, 1);
    EXPECT_EQ(*base::read_file(certificates.live_certificate()), second.certificate_pem);
    EXPECT_EQ(*base::read_file(certificates.live_key()), second.key_pem);

    write("archive/crt2", second.certificate_pem);
    EXPECT_FALSE(*certificates.reload()) << "rewritten with the same bytes";
    std::filesystem::remove(folder / "key");
    EXPECT_FALSE(certificates.reload());
    EXPECT_EQ(certificates.pair().key_pem, second.key_pem);
}

TEST_F(CertificatesTest, WatchNoticesAReplacement) {
    write_pair(make_pair());
    auto loaded = load_given();
    ASSERT_TRUE(loaded);
    auto& certificates = **loaded;
    asio::io_context io(1);
    async::TaskGroup group(io.get_executor(), "test");
    bool replaced = false;
    auto subscription = certificates.replaced().subscribe([&](auto const&) {
        replaced = true;
        asio::co_spawn(io, group.stop(1s), asio::detached);
    });
    group.spawn(certificates.watch());
    write_pair(make_pair());
    io.run_for(10s);
    EXPECT_TRUE(replaced);
    EXPECT_EQ(group.size(), 0U);
}
