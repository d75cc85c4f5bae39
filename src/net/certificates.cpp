// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/net/certificates.hpp>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>

namespace alloquy::net {
namespace {

constexpr std::size_t kPemLimit = 256 * 1024;
constexpr auto kRemakeBefore = std::chrono::days(30);

std::vector<std::string> names_for(std::string const& host) {
    std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
    if (!host.empty() && std::ranges::find(names, host) == names.end()) names.insert(names.begin(), host);
    return names;
}

/// Whether the certificate was made for this host name or address.
bool covers(std::string const& certificate_pem, std::string const& host) {
    if (host.empty()) return true;
    BIO* bio = BIO_new_mem_buf(certificate_pem.data(), int(certificate_pem.size()));
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    if (!certificate) return false;
    bool match =
        X509_check_host(certificate, host.data(), host.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1 ||
        X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
    X509_free(certificate);
    ERR_clear_error();
    return match;
}

/// The setting in front, because these errors reach the operator's terminal without further context.
std::unexpected<Error> name_setting(Error error, std::string const& setting) {
    error.field = setting;
    error.message = setting + ": " + error.message;
    return std::unexpected(std::move(error));
}

std::string stamp(std::filesystem::path const& path) {
    // stat() follows links: certbot's "live" folder holds links that are pointed at the new files.
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return "missing;";
    // The time of any change, so that a file which only became readable (chmod, chgrp) is read then.
    return fmt::format(
        "{}:{}:{}:{}.{};", status.st_dev, status.st_ino, status.st_size, status.st_ctim.tv_sec, status.st_ctim.tv_nsec
    );
}

}  // namespace

std::string Certificates::look() const {
    return stamp(settings_.certificate) + stamp(settings_.key);
}

Result<crypto::CertificatePair> Certificates::read_given() const {
    auto certificate = base::read_file(settings_.certificate, kPemLimit);
    if (!certificate) return name_setting(certificate.error(), "tls.certificate");
    auto key = base::read_file(settings_.key, kPemLimit);
    if (!key) return name_setting(key.error(), "tls.key");
    return crypto::CertificatePair{std::move(*certificate), std::move(*key)};
}

Result<crypto::CertificatePair> Certificates::make_or_reuse() const {
    auto certificate_path = settings_.directory / "self-signed.crt";
    auto key_path = settings_.directory / "self-signed.key";
    auto certificate = base::read_file(certificate_path, kPemLimit);
    auto key = base::read_file(key_path, kPemLimit);
    if (certificate && key) {
        crypto::CertificatePair pair{std::move(*certificate), std::move(*key)};
        auto info = crypto::inspect_pair(pair, clock_.now());
        if (info && info->not_after - clock_.now() > kRemakeBefore && covers(pair.certificate_pem, settings_.host))
            return pair;
        log::info(
            "net", "the self-signed certificate is made anew: {}",
            info ? "it ends soon or the host changed" : info.error().message
        );
    }
    auto pair =
        crypto::make_self_signed(settings_.host.empty() ? "localhost" : settings_.host, names_for(settings_.host));
    if (!pair) return std::unexpected(pair.error());
    // A crash between the two leaves a pair that doesn't match, which the next start makes anew.
    if (auto written = base::write_file_atomically(key_path, pair->key_pem); !written)
        return std::unexpected(written.error());
    if (auto written = base::write_file_atomically(certificate_path, pair->certificate_pem); !written)
        return std::unexpected(written.error());
    return pair;
}

Result<> Certificates::take_over(crypto::CertificatePair pair) {
    auto info = crypto::inspect_pair(pair, clock_.now());
    if (!info) return name_setting(info.error(), info.error().field);
    // The children are told to read only after both files are in place. A power cut may lose these copies: the next
    // start makes them again.
    for (auto const& [path, pem] : {std::pair(live_key(), &pair.key_pem), {live_certificate(), &pair.certificate_pem}})
        if (auto written = base::write_file_atomically(path, *pem, 0600, base::Durable::no); !written) return written;
    pair_ = std::move(pair);
    info_ = std::move(*info);
    return {};
}

Result<std::unique_ptr<Certificates>> Certificates::load(CertificateSettings settings, base::Clock const& clock) {
    if (settings.certificate.empty() != settings.key.empty())
        return fail_field(
            settings.key.empty() ? "tls.key" : "tls.certificate",
            "tls.certificate and tls.key must be given together, or both left empty for a self-signed pair"
        );
    if (auto made = base::make_private_directory(settings.directory); !made) return std::unexpected(made.error());
    std::unique_ptr<Certificates> here(new Certificates(std::move(settings), clock));
    if (here->given_by_operator()) here->seen_ = here->look();
    auto pair = here->given_by_operator() ? here->read_given() : here->make_or_reuse();
    if (!pair) return std::unexpected(pair.error());
    if (auto taken = here->take_over(std::move(*pair)); !taken) return std::unexpected(taken.error());
    return here;
}

Result<bool> Certificates::reload() {
    if (!given_by_operator()) return false;
    auto now = look();
    if (now == seen_) return false;
    seen_ = std::move(now);
    auto pair = read_given();
    if (!pair) return std::unexpected(pair.error());
    // Touched or rewritten with the same bytes: nobody needs to reload.
    if (pair->certificate_pem == pair_.certificate_pem && pair->key_pem == pair_.key_pem) return false;
    if (auto taken = take_over(std::move(*pair)); !taken) return std::unexpected(taken.error());
    log::info("net", "certificate replaced: {}, fingerprint {}", info_.subject, info_.sha256_fingerprint);
    replaced_.publish(CertificateReplaced{info_});
    return true;
}

Task<> Certificates::watch() {
    co_await async::stoppable();
    if (!given_by_operator()) co_return;
    std::string last = seen_;
    while (co_await async::sleep_for(std::chrono::seconds(1))) {
        // Certificate and key are written one after the other: wait until a look finds nothing new.
        auto now = look();
        bool settled = now == last;
        last = std::move(now);
        if (!settled) continue;
        if (auto reloaded = reload(); !reloaded)
            log::warn(
                "net", "the changed certificate files are not used, the old certificate stays: {}",
                reloaded.error().message
            );
    }
}

}  // namespace alloquy::net
