// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/upkeep/upkeep.hpp>

#include <boost/asio/as_tuple.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const upkeep_migrations;
}

namespace alloquy::upkeep {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "upkeep";
/// Between two looks at the clock, and before what failed is tried again.
constexpr auto kLook = 60s;

}  // namespace

Upkeep::Upkeep(
    asio::any_io_executor executor, storage::Database& database, base::Clock const& clock, rooms::Rooms& rooms,
    messages::Messages& messages, Settings settings
)
    : database_(database),
      clock_(clock),
      rooms_(rooms),
      messages_(messages),
      settings_(settings),
      wake_(std::move(executor)),
      retention_changed_(rooms.retention_changed.subscribe([this](rooms::RetentionChanged const&) {
          next_expiry_ = {};
          wake();
      })) {
    messages.keep_versions(settings.keep_versions);
}

std::span<base::EmbeddedFile const> Upkeep::migrations() {
    return embedded::upkeep_migrations;
}

void Upkeep::wake() {
    woken_ = true;
    wake_.cancel();
}

Task<> Upkeep::run(async::TaskGroup& tasks) {
    co_await async::stoppable();
    tasks_ = &tasks;
    while (!tasks.stopping()) {
        woken_ = false;
        co_await round();
        if (woken_ || tasks.stopping()) continue;
        wake_.expires_after(kLook);
        co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

Task<> Upkeep::round() {
    co_await erase_all();
    co_await reseal();
    if (!settings_.keep_versions) co_await forget_versions();
    if (clock_.now() >= next_expiry_) co_await expire();
}

/// False when it is to stop.
Task<bool> Upkeep::breathe() {
    if (tasks_ && tasks_->stopping()) co_return false;
    co_return co_await async::sleep_for(settings_.pause);
}

void Upkeep::failed(Error const& error) {
    ++figures_.failures;
    log::warn(kComponent, "upkeep of messages waits: {}", error.message);
}

Task<Result<>> Upkeep::rotate_key() {
    auto rotated = co_await messages_.rotate_key();
    if (!rotated) co_return rotated;
    log::info(kComponent, "messages have a new key; what is stored is sealed with it from now on");
    wake();
    co_return Result<>();
}

Task<> Upkeep::reseal() {
    bool found = false;
    do {
        auto looked_at = co_await messages_.reseal_some(settings_.step);
        if (!looked_at) co_return failed(looked_at.error());
        figures_.resealed += *looked_at;
        if (auto keys = co_await messages_.key_status()) figures_.left_to_reseal = keys->left;
        if (*looked_at == 0) {
            if (found) log::info(kComponent, "all messages are sealed with the current key");
            co_return;
        }
        found = true;
    } while (co_await breathe());
}

Task<> Upkeep::forget_versions() {
    do {
        auto gone = co_await messages_.forget_versions_some(settings_.step);
        if (!gone) co_return failed(gone.error());
        if (*gone == 0) co_return;
    } while (co_await breathe());
}

}  // namespace alloquy::upkeep
