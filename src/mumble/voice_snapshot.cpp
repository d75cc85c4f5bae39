// SPDX-License-Identifier: GPL-2.0-or-later
#include "voice_snapshot.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

namespace alloquy::mumble {
namespace {

constexpr std::size_t kNameLimit = 24;  // accounts/rules.hpp
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

enum class Kind : std::uint8_t { app_password, certificate };

struct Credential {
    std::int32_t mumble_id;
    Kind kind;
    std::array<std::uint8_t, 32> hash;
};

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool less_ignoring_case(std::string_view a, std::string_view b) {
    // Equal bytes, mostly a whole prefix, need no folding.
    auto [left, right] = std::ranges::mismatch(a, b, [](char x, char y) { return x == y || lower(x) == lower(y); });
    if (right == b.end()) return false;
    return left == a.end() || static_cast<unsigned char>(lower(*left)) < static_cast<unsigned char>(lower(*right));
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::optional<std::array<std::uint8_t, 32>> parse_sha256(std::string_view hex) {
    std::array<std::uint8_t, 32> out{};
    if (hex.size() != out.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < out.size(); ++i) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out[i] = std::uint8_t(high * 16 + low);
    }
    return out;
}

/// What an account can have, and fits into an entry.
bool usable(accounts::VoiceIdentity const& identity) {
    auto const& verifier = identity.verifier;
    return !identity.username.empty() && identity.username.size() <= kNameLimit && identity.mumble_id > 0 &&
           (!verifier || (verifier->salt.size() == kSaltBytes && verifier->hash.size() == kHashBytes &&
                          verifier->cost.passes <= 0xFFFF));
}

}  // namespace

/// Fixed size, so that a shard is one allocation.
struct VoiceSnapshot::Entry {
    base::Id account;
    std::int64_t blocked_until;  ///< Milliseconds since 1970, kNever or kForEver.
    std::int32_t mumble_id;
    std::uint32_t memory_kib;
    std::uint16_t passes;  ///< 0 = no verifier.
    std::uint8_t name_length;
    std::array<char, kNameLimit> name_bytes;
    std::array<char, kSaltBytes> salt;
    std::array<char, kHashBytes> hash;

    std::string_view name() const { return {name_bytes.data(), name_length}; }
};

struct VoiceSnapshot::Shard {
    std::vector<Entry> entries;           ///< Sorted by name in lower case.
    std::vector<Credential> credentials;  ///< Sorted by mumble id.

    auto position(std::string_view name) const {
        return std::ranges::lower_bound(entries, name, less_ignoring_case, &Entry::name);
    }
    Entry const* find(std::string_view name) const {
        auto at = position(name);
        return at != entries.end() && base::equals_ignoring_case(at->name(), name) ? &*at : nullptr;
    }
    auto credentials_of(std::int32_t mumble_id) const {
        return std::ranges::equal_range(credentials, mumble_id, {}, &Credential::mumble_id);
    }
    void append(accounts::VoiceIdentity const& identity);
    /// After append(): restores the order, and gives back what growing left over.
    void settle() {
        std::ranges::sort(entries, less_ignoring_case, &Entry::name);
        std::ranges::sort(credentials, {}, &Credential::mumble_id);
        entries.shrink_to_fit();
        credentials.shrink_to_fit();
    }
    void erase(std::string_view name) {
        auto* entry = find(name);
        if (!entry) return;
        std::erase_if(credentials, [id = entry->mumble_id](auto const& c) { return c.mumble_id == id; });
        entries.erase(entries.begin() + (entry - entries.data()));
    }
};

void VoiceSnapshot::Shard::append(accounts::VoiceIdentity const& identity) {
    Entry entry{};
    entry.account = identity.id;
    entry.blocked_until = identity.may_sign_in     ? kNever
                          : identity.blocked_until ? identity.blocked_until->time_since_epoch().count()
                                                   : kForEver;
    entry.mumble_id = identity.mumble_id;
    entry.name_length = std::uint8_t(identity.username.size());
    std::ranges::copy(identity.username, entry.name_bytes.begin());
    if (auto const& verifier = identity.verifier) {
        entry.memory_kib = std::uint32_t(verifier->cost.memory / 1024);
        entry.passes = std::uint16_t(verifier->cost.passes);
        std::ranges::copy(verifier->salt, entry.salt.begin());
        std::ranges::copy(verifier->hash, entry.hash.begin());
    }
    entries.push_back(entry);
    for (auto const& hash : identity.app_passwords)
        credentials.push_back({identity.mumble_id, Kind::app_password, hash});
    for (auto const& hex : identity.certificates)
        if (auto hash = parse_sha256(hex)) credentials.push_back({identity.mumble_id, Kind::certificate, *hash});
}

base::Id VoiceSnapshot::Found::account() const {
    return entry_->account;
}
std::int32_t VoiceSnapshot::Found::mumble_id() const {
    return entry_->mumble_id;
}
std::string VoiceSnapshot::Found::username() const {
    return std::string(entry_->name());
}

bool VoiceSnapshot::Found::may_sign_in(base::Timestamp now) const {
    return entry_->blocked_until != kForEver && now.time_since_epoch().count() >= entry_->blocked_until;
}

std::optional<crypto::PasswordVerifier> VoiceSnapshot::Found::verifier() const {
    if (entry_->passes == 0) return std::nullopt;
    return crypto::PasswordVerifier{
        {std::uint64_t(entry_->memory_kib) * 1024, entry_->passes},
        std::string(entry_->salt.data(), entry_->salt.size()),
        std::string(entry_->hash.data(), entry_->hash.size())
    };
}

bool VoiceSnapshot::Found::has_app_password(crypto::TokenHash const& hash) const {
    return std::ranges::any_of(shard_->credentials_of(entry_->mumble_id), [&](Credential const& credential) {
        return credential.kind == Kind::app_password && credential.hash == hash;
    });
}

bool VoiceSnapshot::Found::has_certificate(std::string_view sha256_hex) const {
    auto hash = parse_sha256(sha256_hex);
    return hash && std::ranges::any_of(shard_->credentials_of(entry_->mumble_id), [&](Credential const& credential) {
               return credential.kind == Kind::certificate && credential.hash == *hash;
           });
}

std::size_t VoiceSnapshot::Found::certificates() const {
    return std::size_t(std::ranges::count(
        shard_->credentials_of(entry_->mumble_id), Kind::certificate, [](auto const& c) { return c.kind; }
    ));
}

VoiceSnapshot::VoiceSnapshot() {
    shards_.fill(std::make_shared<Shard>());
    ids_.fill(std::make_shared<IdIndex>());
}

std::uint8_t VoiceSnapshot::shard_of(std::string_view name) {
    std::uint32_t hash = 2166136261;  // FNV-1a
    for (char c : name) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619;
    return std::uint8_t(hash ^ hash >> 8 ^ hash >> 16 ^ hash >> 24);
}

std::shared_ptr<VoiceSnapshot::Shard const> VoiceSnapshot::shard(std::size_t number) const {
    std::lock_guard lock(mutex_);
    return shards_[number];
}

std::shared_ptr<VoiceSnapshot::IdIndex const> VoiceSnapshot::index(std::size_t number) const {
    std::lock_guard lock(mutex_);
    return ids_[number];
}

std::optional<VoiceSnapshot::Found> VoiceSnapshot::find(std::string_view name) const {
    if (name.empty() || name.size() > kNameLimit) return std::nullopt;
    Found found;
    found.shard_ = shard(shard_of(name));
    found.entry_ = found.shard_->find(name);
    if (!found.entry_) return std::nullopt;
    return found;
}

std::optional<std::uint8_t> VoiceSnapshot::shard_of_id(std::int32_t mumble_id) const {
    auto ids = index(std::size_t(std::uint32_t(mumble_id)) % kShards);
    auto at = std::ranges::lower_bound(*ids, mumble_id, {}, &IdIndex::value_type::first);
    if (at == ids->end() || at->first != mumble_id) return std::nullopt;
    return at->second;
}

std::optional<VoiceSnapshot::Found> VoiceSnapshot::find_by_mumble_id(std::int32_t mumble_id) const {
    auto number = shard_of_id(mumble_id);
    if (!number) return std::nullopt;
    Found found;
    found.shard_ = shard(*number);
    auto at = std::ranges::find(found.shard_->entries, mumble_id, &Entry::mumble_id);
    if (at == found.shard_->entries.end()) return std::nullopt;
    found.entry_ = &*at;
    return found;
}

std::map<std::int32_t, std::string> VoiceSnapshot::search(std::string_view filter, std::size_t limit) const {
    std::map<std::int32_t, std::string> matches;
    auto wanted = base::to_lower(filter);
    for (std::size_t number = 0; number < kShards; ++number) {
        auto current = shard(number);
        for (auto const& entry : current->entries) {
            if (matches.size() == limit) return matches;
            if (base::to_lower(entry.name()).contains(wanted)) matches.emplace(entry.mumble_id, entry.name());
        }
    }
    return matches;
}

template <class Change>
void VoiceSnapshot::change_shard(std::size_t number, Change change) {
    auto old = shard(number);
    auto changed = std::make_shared<Shard>(*old);
    old.reset();
    change(*changed);
    changed->settle();
    std::lock_guard lock(mutex_);
    shards_[number] = std::move(changed);
}

void VoiceSnapshot::erase_id(std::size_t shard_number, std::int32_t mumble_id) {
    auto number = std::size_t(std::uint32_t(mumble_id)) % kShards;
    auto changed = std::make_shared<IdIndex>(*index(number));
    std::erase(*changed, IdIndex::value_type(mumble_id, std::uint8_t(shard_number)));
    std::lock_guard lock(mutex_);
    ids_[number] = std::move(changed);
}

void VoiceSnapshot::index_ids(std::map<std::size_t, IdIndex> const& changes) {
    for (auto const& [number, additions] : changes) {
        auto changed = std::make_shared<IdIndex>(*index(number));
        changed->reserve(changed->size() + additions.size());
        for (auto const& [id, shard_number] : additions) {
            auto at = std::ranges::lower_bound(*changed, id, {}, &IdIndex::value_type::first);
            if (at != changed->end() && at->first == id)
                at->second = shard_number;
            else
                changed->insert(at, {id, shard_number});
        }
        changed->shrink_to_fit();
        std::lock_guard lock(mutex_);
        ids_[number] = std::move(changed);
    }
}

void VoiceSnapshot::update(std::vector<accounts::VoiceIdentity> const& identities) {
    // First out with what is known under another name, then each shard that gets something is rebuilt once.
    std::map<std::size_t, std::vector<accounts::VoiceIdentity const*>> by_shard;
    std::map<std::size_t, IdIndex> index_changes;
    for (auto const& identity : identities) {
        auto number = shard_of(identity.username);
        if (auto old = find_by_mumble_id(identity.mumble_id);
            old && !base::equals_ignoring_case(old->username(), identity.username))
            remove(old->username());
        if (!usable(identity)) {
            remove(identity.username);
            continue;
        }
        by_shard[number].push_back(&identity);
        index_changes[std::size_t(identity.mumble_id) % kShards].emplace_back(identity.mumble_id, number);
    }
    for (auto const& [number, members] : by_shard) {
        change_shard(number, [&](Shard& shard) {
            for (auto const* identity : members) shard.erase(identity->username);
            shard.entries.reserve(shard.entries.size() + members.size());
            for (auto const* identity : members) shard.append(*identity);
        });
    }
    index_ids(index_changes);
}

struct VoiceSnapshot::Loading::Parts {
    std::array<Shard, kShards> shards;
    std::array<IdIndex, kShards> ids;
};

VoiceSnapshot::Loading::Loading() : parts_(std::make_unique<Parts>()) {}
VoiceSnapshot::Loading::~Loading() = default;

void VoiceSnapshot::Loading::add(std::vector<accounts::VoiceIdentity> const& identities) {
    for (auto const& identity : identities) {
        if (!usable(identity)) continue;
        auto number = shard_of(identity.username);
        parts_->shards[number].append(identity);
        parts_->ids[std::size_t(identity.mumble_id) % kShards].emplace_back(identity.mumble_id, number);
    }
}

bool VoiceSnapshot::Loading::publish_some(VoiceSnapshot& snapshot) {
    constexpr std::size_t kAtOnce = 8;
    for (auto end = std::min(kShards, published_ + kAtOnce); published_ < end; ++published_) {
        auto shard = std::make_shared<Shard>(std::move(parts_->shards[published_]));
        auto ids = std::make_shared<IdIndex>(std::move(parts_->ids[published_]));
        shard->settle();
        std::ranges::sort(*ids);
        ids->shrink_to_fit();
        std::lock_guard lock(snapshot.mutex_);
        snapshot.shards_[published_] = std::move(shard);
        snapshot.ids_[published_] = std::move(ids);
    }
    return published_ < kShards;
}

void VoiceSnapshot::remove(std::string_view name) {
    auto found = find(name);
    if (!found) return;
    auto number = shard_of(name);
    erase_id(number, found->mumble_id());
    change_shard(number, [&](Shard& shard) { shard.erase(found->username()); });
}

void VoiceSnapshot::block(std::string_view name) {
    if (!find(name)) return;
    change_shard(shard_of(name), [&](Shard& shard) {
        shard.entries[std::size_t(shard.find(name) - shard.entries.data())].blocked_until = kForEver;
    });
}

std::size_t VoiceSnapshot::size() const {
    std::size_t count = 0;
    for (std::size_t number = 0; number < kShards; ++number) count += shard(number)->entries.size();
    return count;
}

std::size_t VoiceSnapshot::bytes() const {
    std::size_t total = sizeof *this;
    for (std::size_t number = 0; number < kShards; ++number) {
        auto current = shard(number);
        total += sizeof(Shard) + current->entries.capacity() * sizeof(Entry) +
                 current->credentials.capacity() * sizeof(Credential) +
                 index(number)->capacity() * sizeof(IdIndex::value_type);
    }
    return total;
}

}  // namespace alloquy::mumble
