// SPDX-License-Identifier: GPL-2.0-or-later
// What may be said about an account or a room besides its name: keys and values as IRC's metadata has them. Pure.
#pragma once
#include <alloquy/base/ids.hpp>
#include <alloquy/base/result.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::profiles {

inline constexpr std::size_t kMaxKey = 64;     ///< Bytes of a key.
inline constexpr std::size_t kMaxValue = 300;  ///< Bytes of a value: it must fit into one line of IRC.
inline constexpr std::size_t kMaxKeys = 20;    ///< That one account or room may have.

/// Of an account it is not kept here: it is Account::display_name, and unset where that is the username.
inline constexpr std::string_view kDisplayName = "display-name";

enum class Holder { account, room };

/// By key.
using Values = std::map<std::string, std::string, std::less<>>;
/// A key without a value is removed.
using Change = std::map<std::string, std::optional<std::string>, std::less<>>;

/// [a-z0-9_./-]{1,64} (IRCv3 metadata, "Keys and Values").
bool is_key(std::string_view key);

/// Keys that have a meaning have a form: avatar and homepage are http or https addresses, color is #rrggbb. Others are
/// the client's own. Any value is UTF-8 without control characters.
/// Errors: invalid_input ("key_invalid", "value_invalid"; names the key), forbidden ("key_not_here": pronouns of a
/// room).
Result<> check(Holder holder, std::string_view key, std::string_view value);

}  // namespace alloquy::profiles
