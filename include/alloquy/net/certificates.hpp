// SPDX-License-Identifier: GPL-2.0-or-later
// The certificate that all four servers show: made once when the operator gives none, copied where the children can
// read it, watched and replaced live.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/crypto/certificate.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace alloquy::net {

/// A new pair is in place: the HTTPS context has it already; the supervisor signals the children.
struct CertificateReplaced {
    crypto::CertificateInfo info;
};

struct CertificateSettings {
    std::filesystem::path certificate;  ///< tls.certificate; empty = self-signed.
    std::filesystem::path key;          ///< tls.key; empty = self-signed.
    std::string host;                   ///< server.host, for the self-signed pair's names.
    std::filesystem::path directory;    ///< <data>/tls
};

class Certificates {
public:
    /// Reads the operator's pair, or makes/reuses the self-signed one, and writes live_certificate() and live_key()
    /// (0600). May run as root before privileges are dropped, so that a key readable only by root can be copied.
    /// Errors: invalid_input naming tls.certificate or tls.key; forbidden; not_found.
    static Result<std::unique_ptr<Certificates>> load(CertificateSettings settings, base::Clock const& clock);

    /// Paths that never change while we run; their contents do.
    std::filesystem::path live_certificate() const { return settings_.directory / "live.crt"; }
    std::filesystem::path live_key() const { return settings_.directory / "live.key"; }

    crypto::CertificatePair const& pair() const { return pair_; }
    crypto::CertificateInfo const& info() const { return info_; }
    /// STS and HSTS are promises that only an operator's certificate can keep.
    bool given_by_operator() const { return !settings_.certificate.empty(); }

    /// Looks at the operator's files once a second, for ever (spawn it in a TaskGroup). A replaced pair that is
    /// complete and valid takes over and is published; an unreadable or mismatched one is logged once and the old one
    /// stays.
    Task<> watch();
    /// One look, now: true if a new pair took over. Errors: why the pair on disk can't be used.
    Result<bool> reload();

    base::Publisher<CertificateReplaced>& replaced() { return replaced_; }

    /// The data directory has another path from now on (a mount of our own, after giving up root).
    void moved_to(std::filesystem::path directory) { settings_.directory = std::move(directory); }

private:
    Certificates(CertificateSettings settings, base::Clock const& clock)
        : settings_(std::move(settings)), clock_(clock) {}

    Result<crypto::CertificatePair> read_given() const;
    Result<crypto::CertificatePair> make_or_reuse() const;
    Result<> take_over(crypto::CertificatePair pair);
    std::string look() const;

    CertificateSettings settings_;
    base::Clock const& clock_;
    crypto::CertificatePair pair_;
    crypto::CertificateInfo info_;
    std::string
        seen_;  ///< What look() saw of the files that were read last, so that an unchanged pair costs two stat calls.
    base::Publisher<CertificateReplaced> replaced_;
};

}  // namespace alloquy::net
