// SPDX-License-Identifier: GPL-2.0-or-later
#include "login_budget.hpp"

#include <algorithm>

namespace alloquy::mumble {

LoginBudget::LoginBudget(Rate total, Rate per_name, std::size_t names)
    : total_rate_(total), name_rate_(per_name), limit_(names), total_{total.burst} {}

void LoginBudget::Bucket::refill(Rate rate, Time now) {
    if (now > updated)
        tokens = std::min(rate.burst, tokens + rate.per_second * std::chrono::duration<double>(now - updated).count());
    updated = now;
}

bool LoginBudget::take(std::string_view name, Time now) {
    auto known = by_name_.find(name);
    if (known == by_name_.end()) {
        if (named_.size() >= limit_) {
            by_name_.erase(named_.back().name);
            named_.pop_back();
        }
        named_.push_front({std::string(name), {name_rate_.burst, now}});
        by_name_.emplace(named_.front().name, named_.begin());
    } else {
        named_.splice(named_.begin(), named_, known->second);
    }
    auto& mine = named_.front().bucket;
    mine.refill(name_rate_, now);
    total_.refill(total_rate_, now);
    if (mine.tokens < 1 || total_.tokens < 1) return false;
    mine.tokens -= 1;
    total_.tokens -= 1;
    return true;
}

void LoginBudget::give_back(std::string_view name) {
    total_.tokens = std::min(total_rate_.burst, total_.tokens + 1);
    if (auto known = by_name_.find(name); known != by_name_.end())
        known->second->bucket.tokens = std::min(name_rate_.burst, known->second->bucket.tokens + 1);
}

}  // namespace alloquy::mumble
