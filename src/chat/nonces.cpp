// SPDX-License-Identifier: GPL-2.0-or-later
#include "nonces.hpp"

#include <alloquy/storage/database.hpp>

namespace alloquy::chat {
namespace {

constexpr auto kRemembered = std::chrono::hours(24);

std::int64_t to_column(base::Timestamp time) {
    return time.time_since_epoch().count();
}

}  // namespace

Task<Result<base::Id>> Nonces::reserve(base::Id poster, std::string nonce, base::Id room, base::Id fresh) {
    co_return co_await database_.write(
        [poster, nonce = std::move(nonce), room, fresh,
         now = clock_.now()](storage::Connection& db) -> Result<base::Id> {
            auto old = db.prepare("DELETE FROM post_nonces WHERE created_at < ?1");
            old.bind(to_column(now - kRemembered));
            if (auto ran = old.run(); !ran) return std::unexpected(ran.error());
            auto add = db.prepare(
                "INSERT INTO post_nonces (poster, nonce, message, room, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
                "ON CONFLICT (poster, nonce) DO NOTHING"
            );
            add.bind(poster, nonce, fresh, room, to_column(now));
            if (auto ran = add.run(); !ran) return std::unexpected(ran.error());
            auto found = db.prepare("SELECT message, room FROM post_nonces WHERE poster = ?1 AND nonce = ?2");
            found.bind(poster, nonce);
            if (auto row = found.step(); !row) return std::unexpected(row.error());
            if (found.integer(1) != room)
                return fail_as(Errc::conflict, "nonce_reused", "something else was posted under this nonce already");
            return found.integer(0);
        }
    );
}

}  // namespace alloquy::chat
