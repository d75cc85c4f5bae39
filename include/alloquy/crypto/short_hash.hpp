// SPDX-License-Identifier: GPL-2.0-or-later
// A quick keyed hash of short texts, for tables and indexes whose keys mustn't be guessed from outside.
#pragma once
#include <cstdint>
#include <string_view>

namespace alloquy::crypto {

inline constexpr std::size_t kShortHashKey = 16;

/// SipHash-2-4. `key` has kShortHashKey bytes. 64 bits are enough to hide what was hashed and to spread it, not to
/// prove anything: for that there is keyed_hash().
std::uint64_t short_hash(std::string_view key, std::string_view message);

}  // namespace alloquy::crypto
