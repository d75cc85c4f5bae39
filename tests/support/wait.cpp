// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/wait.hpp"

#include <stdexcept>
#include <thread>

namespace alloquy::test {

Milliseconds patience() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return Milliseconds(60'000);
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return Milliseconds(60'000);
#endif
#endif
    return Milliseconds(20'000);
}

void wait_until(
    std::string const& what, std::function<bool()> const& ready, std::function<std::string()> const& seen,
    Milliseconds limit
) {
    auto const deadline = Clock::now() + limit;
    while (!ready()) {
        if (Clock::now() >= deadline) {
            throw std::runtime_error(
                "waited " + std::to_string(limit.count()) + " ms in vain: " + what + (seen ? "\nseen: " + seen() : "")
            );
        }
        std::this_thread::sleep_for(Milliseconds(20));
    }
}

}  // namespace alloquy::test
