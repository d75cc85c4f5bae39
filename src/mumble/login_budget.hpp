// SPDX-License-Identifier: GPL-2.0-or-later
// How much password hashing Mumble logins may cause. Murmur's main thread waits for each answer, so a flood of wrong
// passwords must end in refusals, not in hashing.
#pragma once
#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alloquy::mumble {

class LoginBudget {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Rate {
        double burst;
        double per_second;
    };

    /// `names`: how many names are remembered; the least recently used is forgotten first.
    LoginBudget(Rate total, Rate per_name, std::size_t names = 4096);

    /// Takes one token of the total and one of the name's; false (and nothing taken) when either is used up.
    bool take(std::string_view name, Time now);
    /// The password was right: that attempt doesn't count.
    void give_back(std::string_view name);

private:
    struct Bucket {
        double tokens;
        Time updated{};
        void refill(Rate rate, Time now);
    };
    struct Named {
        std::string name;
        Bucket bucket;
    };
    Rate total_rate_;
    Rate name_rate_;
    std::size_t limit_;
    Bucket total_;
    std::list<Named> named_;  ///< Most recently used first.
    std::unordered_map<std::string_view, std::list<Named>::iterator> by_name_;
};

}  // namespace alloquy::mumble
