// SPDX-License-Identifier: GPL-2.0-or-later
// Preferences and visits in memory, within bounds: every direct message asks for the one, every message to a room for
// the other.
#pragma once
#include <alloquy/privacy/privacy.hpp>

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace alloquy::privacy {

class Remembered {
public:
    /// A few tens of megabytes at most: an account counts as one, and as one more for each that it blocked.
    static constexpr std::size_t kMostPreferences = 1'000'000;
    static constexpr std::size_t kMostVisits = 500'000;

    std::shared_ptr<Preferences const> find(base::Id account) const {
        auto found = preferences_.find(account);
        return found == preferences_.end() ? nullptr : found->second;
    }
    void keep(base::Id account, std::shared_ptr<Preferences const> preferences) {
        forget(account);
        if (weight_ > kMostPreferences) {
            preferences_.clear();
            weight_ = 0;
        }
        weight_ += 1 + preferences->blocked.size();
        preferences_.emplace(account, std::move(preferences));
    }
    void forget(base::Id account) {
        auto found = preferences_.find(account);
        if (found == preferences_.end()) return;
        weight_ -= 1 + found->second->blocked.size();
        preferences_.erase(found);
    }

    bool knows(Visit visit) const { return visits_.contains(visit); }
    void keep(Visit visit) {
        if (visits_.size() >= kMostVisits) visits_.clear();
        visits_.insert(visit);
    }

private:
    struct Hash {
        std::size_t operator()(Visit visit) const {
            return std::hash<base::Id>()(visit.account) * 31 + std::hash<base::Id>()(visit.room);
        }
    };
    struct Equal {
        bool operator()(Visit a, Visit b) const { return a.account == b.account && a.room == b.room; }
    };

    std::unordered_map<base::Id, std::shared_ptr<Preferences const>> preferences_;
    std::size_t weight_ = 0;
    std::unordered_set<Visit, Hash, Equal> visits_;
};

}  // namespace alloquy::privacy
