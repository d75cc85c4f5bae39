// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/crypto/secret.hpp>

namespace alloquy::crypto {

Result<std::string> load_or_create_key(std::filesystem::path const& path, std::size_t bytes) {
    auto key = base::read_file(path, bytes);
    if (key && key->size() == bytes) return key;
    if (key || key.error().code == Errc::too_large)
        return fail_as(
            Errc::conflict, "damaged_key",
            path.string() + " is damaged: it should have " + std::to_string(bytes) +
                " bytes. Restore it from your backup."
        );
    if (key.error().code != Errc::not_found) return key;
    auto fresh = random_bytes(bytes);
    if (auto written = base::write_file_atomically(path, fresh, 0600); !written)
        return std::unexpected(written.error());
    return fresh;
}

}  // namespace alloquy::crypto
