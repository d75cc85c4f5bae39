// SPDX-License-Identifier: GPL-2.0-or-later
#include "people.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {
namespace {

constexpr std::size_t kRemembered = 50'000;

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
    known_.erase(base::to_lower(name));
}

std::optional<Person> People::recall(std::string const& name) const {
    auto found = known_.find(base::to_lower(name));
    return found == known_.end() ? std::nullopt : std::optional(found->second);
}

Task<Result<std::optional<Person>>> People::find(std::string name) {
    if (auto known = recall(name)) co_return known;
    auto const before = changes_;
    auto account = co_await directory_.find_by_username(name);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return std::nullopt;
    Person person{(*account)->id, (*account)->username};
    if (before == changes_) {
        if (known_.size() >= kRemembered) known_.clear();
        known_.insert_or_assign(base::to_lower(name), person);
    }
    co_return person;
}

Task<Result<std::optional<Person>>> People::find(base::Id id) {
    auto account = co_await directory_.find_by_id(id);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return std::nullopt;
    co_return Person{(*account)->id, (*account)->username};
}

}  // namespace alloquy::chat
