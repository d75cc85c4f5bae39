// SPDX-License-Identifier: GPL-2.0-or-later
// For expectations about failures in one line: EXPECT_EQ(error_of(read_file(path)).code, Errc::not_found)
#pragma once
#include <alloquy/base/result.hpp>

namespace alloquy::test {

/// The error, or one that equals none that our code makes when it succeeded.
template <class T>
Error error_of(Result<T> const& result) {
    if (!result) return result.error();
    Error none;
    none.code = Errc{};
    none.reason = "it succeeded";
    none.message = "it succeeded";
    return none;
}

}  // namespace alloquy::test
