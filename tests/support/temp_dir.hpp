// SPDX-License-Identifier: GPL-2.0-or-later
// A folder of its own for a test, gone with everything in it when the test ends.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace alloquy::test {

class TempDir {
public:
    /// Others may pass through (0711), so that a server which drops to another user reaches what lies below.
    TempDir();
    ~TempDir();
    TempDir(TempDir const&) = delete;
    TempDir& operator=(TempDir const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string read_text(std::filesystem::path const& path);
void write_text(std::filesystem::path const& path, std::string_view text);

}  // namespace alloquy::test
