// SPDX-License-Identifier: GPL-2.0-or-later
// X.509: making the self-signed pair, and checking that a given pair is usable before four servers are pointed at it.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alloquy::crypto {

struct CertificatePair {
    std::string certificate_pem;  ///< Leaf first, then intermediates.
    std::string key_pem;          ///< Unencrypted private key.
};

struct CertificateInfo {
    std::string sha256_fingerprint;  ///< Of the leaf's DER, "AB:CD:…" (32 bytes), as browsers and openssl show it.
    std::string subject;             ///< One line, e.g. "CN = chat.example.org".
    base::Timestamp not_after;
    bool self_signed = false;
};

/// ECDSA P-256, valid 10 years, SANs for every name (host names and IP literals). Errors: internal.
Result<CertificatePair> make_self_signed(std::string_view common_name, std::vector<std::string> const& names);

/// Checks that the PEM texts parse, belong together and are not expired at `now`. Errors: invalid_input that says which
/// of them is wrong.
Result<CertificateInfo> inspect_pair(CertificatePair const& pair, base::Timestamp now);

}  // namespace alloquy::crypto
