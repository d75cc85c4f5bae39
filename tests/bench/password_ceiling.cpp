// SPDX-License-Identifier: GPL-2.0-or-later
// What this machine does in password checks and nothing else: the ceiling for sign-ins per second.
// Usage: password_ceiling THREADS SECONDS MEMORY_KIB PASSES. Prints checks per second over all threads.
#include <alloquy/async/cpu_pool.hpp>
#include <alloquy/crypto/password.hpp>

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace alloquy;
using Clock = std::chrono::steady_clock;

namespace {

constexpr char const* kPassword = "correct horse battery staple";

/// Checks per second until the end, counting the part that was under way at that moment.
double rate_of_checks(crypto::PasswordVerifier const& verifier, Clock::time_point begin, Clock::time_point end) {
    unsigned long checks = 0;
    while (Clock::now() < end) {
        auto right = crypto::verify_password(verifier, kPassword);
        if (!right || !*right) std::abort();
        ++checks;
    }
    return double(checks) / std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) return std::fprintf(stderr, "usage: %s THREADS SECONDS MEMORY_KIB PASSES\n", arguments[0]), 2;
    auto const number = [&](int index) { return std::strtoul(arguments[index], nullptr, 10); };
    auto verifier = crypto::hash_password(kPassword, {number(3) * 1024, static_cast<std::uint32_t>(number(4))});
    if (!verifier) return std::fprintf(stderr, "%s\n", verifier.error().message.c_str()), 1;
    std::atomic<double> rate = 0;
    auto const begin = Clock::now();
    auto const end = begin + std::chrono::seconds(number(2));
    {
        // The server's pool, for its priority: a busy machine then takes the same share from both.
        async::CpuPool pool(number(1), number(1));
        for (unsigned long i = 0; i < number(1); ++i)
            pool.submit([&] { rate.fetch_add(rate_of_checks(*verifier, begin, end)); });
    }  // waits for the jobs
    std::printf("%.3f\n", rate.load());
}
