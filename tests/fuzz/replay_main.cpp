// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a fuzz target over the files of a folder, so that every build replays what was found once. Usage: replay FOLDER
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** arguments) {
    if (count != 2) return std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]), 2;
    int files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(arguments[1])) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        // The name is out before the crash.
        std::printf("%s\n", entry.path().c_str());
        std::fflush(stdout);
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
        ++files;
    }
    if (files == 0) return std::fprintf(stderr, "no files in %s\n", arguments[1]), 1;
    std::printf("%d inputs replayed\n", files);
}
