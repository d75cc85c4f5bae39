// SPDX-License-Identifier: GPL-2.0-or-later
// Account names to ids, remembered: every message asks.
#pragma once
#include <alloquy/accounts/directory.hpp>

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace alloquy::chat {

struct Person {
    base::Id id = 0;
    std::string username;  ///< As its owner writes it.
    bool staff = false;
};

class People {
public:
    explicit People(accounts::Directory& directory);

    /// What is remembered, without waiting; null says nothing. Good until the next await.
    Person const* recall(std::string const& name) const;
    /// An unknown name is nothing. Errors: unavailable.
    Task<Result<std::optional<Person>>> find(std::string name);
    Task<Result<std::optional<Person>>> find(base::Id id);
    /// Asks about all names that nothing is known of, at once, so that recall() knows who there is. Errors:
    /// unavailable.
    Task<Result<>> learn(std::vector<std::string> names);

private:
    void forget(std::string const& name);
    std::optional<Person> remember(std::string const& name, std::optional<accounts::Account> const& account);

    accounts::Directory& directory_;
    std::unordered_map<std::string, Person> known_;  ///< By name in lower case.
    /// In lower case: what texts seem to name, such as "well," at their beginning. One message in a hundred is enough.
    std::unordered_set<std::string> nobody_;
    std::uint64_t changes_ = 0;  ///< An answer that was asked for before a change is not kept.
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::chat
