// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/crypto/certificate.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <set>

namespace alloquy::crypto {
namespace {

using namespace std::chrono_literals;
using test::error_of;

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* value) const {
        Free(value);
    }
};
using X509Pointer = std::unique_ptr<X509, Deleter<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using BioPointer = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

X509Pointer parse(std::string const& pem) {
    BioPointer bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
    return X509Pointer(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::set<std::string> alternative_names(X509* certificate) {
    std::set<std::string> out;
    std::unique_ptr<GENERAL_NAMES, Deleter<GENERAL_NAMES_free>> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))
    );
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        auto const* name = sk_GENERAL_NAME_value(names.get(), i);
        auto const* text = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
        std::string bytes(
            reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)), std::size_t(ASN1_STRING_length(text))
        );
        out.insert(name->type == GEN_DNS ? "DNS:" + bytes : "IP:" + to_hex(bytes));
    }
    return out;
}

class SelfSigned : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(initialize()); }

    static CertificatePair make(
        std::string const& name = "chat.example.org", std::vector<std::string> const& names = {}
    ) {
        auto pair = make_self_signed(name, names.empty() ? std::vector<std::string>{name, "127.0.0.1"} : names);
        EXPECT_TRUE(pair);
        return pair ? *pair : CertificatePair{};
    }
    base::Timestamp const now_ = base::system_clock().now();
};

TEST_F(SelfSigned, CertificateIsForEveryNameAndAddress) {
    auto pair = make("chat.example.org", {"chat.example.org", "localhost", "127.0.0.1", "::1"});
    auto certificate = parse(pair.certificate_pem);
    ASSERT_TRUE(certificate);
    EXPECT_EQ(
        alternative_names(certificate.get()),
        (std::set<std::string>{
            "DNS:chat.example.org", "DNS:localhost", "IP:7f000001", "IP:00000000000000000000000000000001"
        })
    );
    EXPECT_EQ(X509_check_host(certificate.get(), "chat.example.org", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_host(certificate.get(), "other.example.org", 0, 0, nullptr), 0);
    EXPECT_EQ(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
    EXPECT_EQ(X509_check_ip_asc(certificate.get(), "10.0.0.1", 0), 0);
}

TEST_F(SelfSigned, CertificateIsAServersAndNoAuthority) {
    auto certificate = parse(make().certificate_pem);
    ASSERT_TRUE(certificate);
    EXPECT_EQ(X509_check_ca(certificate.get()), 0);
    EXPECT_EQ(X509_check_purpose(certificate.get(), X509_PURPOSE_SSL_SERVER, 0), 1);
    EXPECT_EQ(X509_get_version(certificate.get()), X509_VERSION_3);
    auto* key = X509_get0_pubkey(certificate.get());
    char group[64] = "";
    ASSERT_EQ(EVP_PKEY_get_group_name(key, group, sizeof group, nullptr), 1);
    EXPECT_STREQ(group, "prime256v1");
}

TEST_F(SelfSigned, CertificateIsValidNowAndForTenYears) {
    auto certificate = parse(make().certificate_pem);
    ASSERT_TRUE(certificate);
    EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(certificate.get())), 0);
    auto info = inspect_pair(make(), now_);
    ASSERT_TRUE(info);
    EXPECT_GT(info->not_after, now_ + 3649 * 24h);
    EXPECT_LT(info->not_after, now_ + 3651 * 24h);
}

TEST_F(SelfSigned, CertificatesHaveDifferentSerialsAndKeys) {
    auto one = make(), two = make();
    EXPECT_NE(one.key_pem, two.key_pem);
    auto first = parse(one.certificate_pem), second = parse(two.certificate_pem);
    EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(first.get()), X509_get0_serialNumber(second.get())), 0);
}

TEST_F(SelfSigned, CertificateTakesANameLongerThanACommonNameMayBe) {
    auto name = std::string(63, 'a') + "." + std::string(63, 'b') + ".example.org";
    auto pair = make(name, {name});
    auto certificate = parse(pair.certificate_pem);
    ASSERT_TRUE(certificate);
    EXPECT_EQ(X509_check_host(certificate.get(), name.c_str(), 0, 0, nullptr), 1);
}

TEST_F(SelfSigned, PairPassesItsOwnInspection) {
    auto info = inspect_pair(make(), now_);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_TRUE(info->self_signed);
    EXPECT_EQ(info->subject, "CN = chat.example.org");
}

TEST_F(SelfSigned, FingerprintIsTheOneThatOpensslShows) {
    auto pair = make();
    test::TempDir folder;
    test::write_text(folder / "cert.pem", pair.certificate_pem);
    auto shown =
        test::run({"openssl", "x509", "-in", (folder / "cert.pem").string(), "-noout", "-fingerprint", "-sha256"});
    ASSERT_EQ(shown.code, 0) << shown.all;
    auto info = inspect_pair(pair, now_);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->sha256_fingerprint.size(), 95U);
    EXPECT_EQ(shown.out.substr(shown.out.find('=') + 1), info->sha256_fingerprint + "\n");
}

TEST_F(SelfSigned, ChainIsKnownByItsLeaf) {
    auto leaf = make(), other = make("ca.example.org");
    auto chain = leaf;
    chain.certificate_pem += other.certificate_pem;
    auto info = inspect_pair(chain, now_);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->sha256_fingerprint, inspect_pair(leaf, now_)->sha256_fingerprint);
}

TEST_F(SelfSigned, ChainInTheWrongOrderDoesNotFitItsKey) {
    auto leaf = make(), other = make("ca.example.org");
    auto chain = leaf;
    chain.certificate_pem = other.certificate_pem + leaf.certificate_pem;
    EXPECT_EQ(error_of(inspect_pair(chain, now_)).field, "tls.key");
}

TEST_F(SelfSigned, KeyOfAnotherCertificateIsRefused) {
    auto one = make(), two = make();
    auto inspected = inspect_pair({one.certificate_pem, two.key_pem}, now_);
    EXPECT_EQ(error_of(inspected).code, Errc::invalid_input);
    EXPECT_EQ(error_of(inspected).field, "tls.key");
    EXPECT_NE(error_of(inspected).message.find("does not belong"), std::string::npos);
}

TEST_F(SelfSigned, ExpiredCertificateIsRefusedWithItsEnd) {
    auto pair = make();
    auto end = inspect_pair(pair, now_)->not_after;
    EXPECT_TRUE(inspect_pair(pair, end - 1s));
    auto inspected = inspect_pair(pair, end);
    EXPECT_EQ(error_of(inspected).field, "tls.certificate");
    EXPECT_NE(error_of(inspected).message.find(base::to_rfc3339(end)), std::string::npos);
}

TEST_F(SelfSigned, GarbageIsRefusedAndNamed) {
    auto pair = make();
    for (std::string garbage :
         {std::string(), std::string("garbage"),
          std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
          pair.certificate_pem.substr(0, pair.certificate_pem.size() / 2), pair.key_pem, std::string(10000, '\0')}) {
        auto inspected = inspect_pair({garbage, pair.key_pem}, now_);
        EXPECT_EQ(error_of(inspected).code, Errc::invalid_input) << garbage;
        EXPECT_EQ(error_of(inspected).field, "tls.certificate") << garbage;
    }
    for (std::string garbage :
         {std::string(), std::string("garbage"), pair.certificate_pem, pair.key_pem.substr(0, 100)}) {
        auto inspected = inspect_pair({pair.certificate_pem, garbage}, now_);
        EXPECT_EQ(error_of(inspected).field, "tls.key") << garbage;
    }
    EXPECT_TRUE(inspect_pair(pair, now_)) << "an earlier failure must not spoil the next check";
}

TEST_F(SelfSigned, EncryptedKeyIsRefusedInsteadOfAskedAbout) {
    auto pair = make();
    BioPointer in(BIO_new_mem_buf(pair.key_pem.data(), int(pair.key_pem.size())));
    KeyPointer key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    BioPointer out(BIO_new(BIO_s_mem()));
    std::string passphrase = "secret";
    ASSERT_EQ(
        PEM_write_bio_PrivateKey(
            out.get(), key.get(), EVP_aes_256_cbc(), reinterpret_cast<unsigned char*>(passphrase.data()),
            int(passphrase.size()), nullptr, nullptr
        ),
        1
    );
    char* data = nullptr;
    auto length = BIO_get_mem_data(out.get(), &data);
    auto inspected = inspect_pair({pair.certificate_pem, std::string(data, std::size_t(length))}, now_);
    EXPECT_EQ(error_of(inspected).field, "tls.key");
    EXPECT_NE(error_of(inspected).message.find("unencrypted"), std::string::npos);
}

}  // namespace
}  // namespace alloquy::crypto
