// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/certificate.hpp>
#include <alloquy/crypto/secret.hpp>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace alloquy::crypto {
namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* value) const {
        Free(value);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;

std::unexpected<Error> openssl_failure(std::string message) {
    char text[256] = "";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    ERR_clear_error();
    return fail(Errc::internal, std::move(message), text);
}

std::string contents(Bio const& bio) {
    char* data = nullptr;
    auto length = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, std::size_t(length));
}

Bio reader(std::string_view text) {
    return Bio(BIO_new_mem_buf(text.data(), int(text.size())));
}

bool add_extension(X509* certificate, int nid, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

std::string alternative_names(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) {
        unsigned char address[16];
        bool is_address =
            ::inet_pton(AF_INET, name.c_str(), address) == 1 || ::inet_pton(AF_INET6, name.c_str(), address) == 1;
        if (!out.empty()) out += ',';
        out += (is_address ? "IP:" : "DNS:") + name;
    }
    return out;
}

/// A chain file starts with the leaf; a password prompt would hang a server, so an encrypted key is an error.
int refuse_passphrase(char*, int, int, void*) {
    return -1;
}

}  // namespace

Result<CertificatePair> make_self_signed(std::string_view common_name, std::vector<std::string> const& names) {
    Key key(EVP_EC_gen("P-256"));
    Certificate certificate(X509_new());
    if (!key || !certificate) return openssl_failure("cannot make a key");

    auto serial = random_bytes(16);
    serial[0] = char(serial[0] & 0x7F);
    std::unique_ptr<BIGNUM, Deleter<BN_free>> number(
        BN_bin2bn(reinterpret_cast<unsigned char const*>(serial.data()), int(serial.size()), nullptr)
    );
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
    X509_set_version(certificate.get(), X509_VERSION_3);
    // An hour back, so that a client whose clock is a little slow accepts it.
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 3650, 0, nullptr);
    X509_set_pubkey(certificate.get(), key.get());
    auto* subject = X509_get_subject_name(certificate.get());
    // X.520 limits a common name to 64 characters; the names that count are in the extension.
    std::string cn(common_name.substr(0, 64));
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(cn.c_str()), -1, -1, 0
    );
    X509_set_issuer_name(certificate.get(), subject);
    bool complete = add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature") &&
                    add_extension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
                    add_extension(certificate.get(), NID_subject_key_identifier, "hash") &&
                    add_extension(certificate.get(), NID_subject_alt_name, alternative_names(names));
    if (!complete || X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        return openssl_failure("cannot make a certificate for " + std::string(common_name));

    Bio certificate_bio(BIO_new(BIO_s_mem())), key_bio(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(certificate_bio.get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(key_bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return openssl_failure("cannot write a certificate");
    return CertificatePair{contents(certificate_bio), contents(key_bio)};
}

Result<CertificateInfo> inspect_pair(CertificatePair const& pair, base::Timestamp now) {
    ERR_clear_error();
    Certificate certificate(PEM_read_bio_X509(reader(pair.certificate_pem).get(), nullptr, refuse_passphrase, nullptr));
    if (!certificate) {
        ERR_clear_error();
        return fail_field("tls.certificate", "not a PEM certificate");
    }
    Key key(PEM_read_bio_PrivateKey(reader(pair.key_pem).get(), nullptr, refuse_passphrase, nullptr));
    if (!key) {
        ERR_clear_error();
        return fail_field("tls.key", "not an unencrypted PEM private key");
    }
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        ERR_clear_error();
        return fail_field("tls.key", "does not belong to the certificate");
    }

    CertificateInfo info;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    X509_digest(certificate.get(), EVP_sha256(), digest, &length);
    auto hex = to_hex(std::string_view(reinterpret_cast<char const*>(digest), length));
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i > 0 && i % 2 == 0) info.sha256_fingerprint += ':';
        info.sha256_fingerprint += hex[i] >= 'a' ? char(hex[i] - 'a' + 'A') : hex[i];
    }
    Bio name(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(
        name.get(), X509_get_subject_name(certificate.get()), 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB
    );
    info.subject = contents(name);
    info.self_signed = X509_self_signed(certificate.get(), 0) == 1;
    std::tm end{};
    ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end);
    info.not_after = base::Timestamp{std::chrono::seconds(::timegm(&end))};
    if (info.not_after <= now) return fail_field("tls.certificate", "expired on " + base::to_rfc3339(info.not_after));
    return info;
}

}  // namespace alloquy::crypto
