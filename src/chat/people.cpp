// SPDX-License-Identifier: GPL-2.0-or-later
#include "people.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {
namespace {

constexpr std::size_t kRemembered = 50'000;

std::optional<Person> to_person(std::optional<accounts::Account> const& account) {
    if (!account) return std::nullopt;
    return Person{account->id, account->username, account->owner};
}

}  // namespace

People::People(accounts::Directory& directory) : directory_(directory) {
    subscriptions_.push_back(directory.created.subscribe([this](accounts::AccountCreated const& event) {
        forget(event.account.username);
    }));
    subscriptions_.push_back(directory.renamed.subscribe([this](accounts::AccountRenamed const& event) {
        forget(event.old_username);
        forget(event.username);
    }));
    subscriptions_.push_back(directory.deleted.subscribe([this](accounts::AccountDeleted const& event) {
        forget(event.username);
    }));
}

void People::forget(std::string const& name) {
    ++changes_;
    auto const lower = base::to_lower(name);
    known_.erase(lower);
    nobody_.erase(lower);
}

Person const* People::recall(std::string const& name) const {
    auto found = known_.find(base::to_lower(name));
    return found == known_.end() ? nullptr : &found->second;
}

Task<Result<std::optional<Person>>> People::find(std::string name) {
    if (auto const* known = recall(name)) co_return *known;
    auto const before = changes_;
    auto account = co_await directory_.find_by_username(name);
    if (!account) co_return std::unexpected(account.error());
    if (before == changes_) co_return remember(name, *account);
    co_return to_person(*account);
}

std::optional<Person> People::remember(std::string const& name, std::optional<accounts::Account> const& account) {
    auto const person = to_person(account);
    auto lower = base::to_lower(name);
    if (person) {
        if (known_.size() >= kRemembered) known_.clear();
        known_.insert_or_assign(std::move(lower), *person);
    } else {
        if (nobody_.size() >= kRemembered) nobody_.clear();
        nobody_.insert(std::move(lower));
    }
    return person;
}

Task<Result<>> People::learn(std::vector<std::string> names) {
    std::erase_if(names, [this](std::string const& name) {
        auto const lower = base::to_lower(name);
        return known_.contains(lower) || nobody_.contains(lower);
    });
    if (names.empty()) co_return Result<>();
    auto const before = changes_;
    auto found = co_await directory_.find_by_usernames(names);
    if (!found) co_return std::unexpected(found.error());
    // Somebody was renamed meanwhile: whom these names mean now is found out with the next message.
    if (before == changes_)
        for (std::size_t i = 0; i < names.size(); ++i) remember(names[i], (*found)[i]);
    co_return Result<>();
}

Task<Result<std::optional<Person>>> People::find(base::Id id) {
    auto account = co_await directory_.find_by_id(id);
    if (!account) co_return std::unexpected(account.error());
    co_return to_person(*account);
}

}  // namespace alloquy::chat
