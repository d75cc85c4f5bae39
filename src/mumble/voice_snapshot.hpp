// SPDX-License-Identifier: GPL-2.0-or-later
// All accounts as Mumble's authenticator needs them, in memory: about 110 bytes each. The io thread changes it; Ice's
// thread reads it at any time and sees each account either before or after a change.
#pragma once
#include <alloquy/accounts/directory.hpp>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::mumble {

class VoiceSnapshot {
    struct Shard;
    struct Entry;

public:
    VoiceSnapshot();

    /// One account as it was when it was found; stays valid whatever changes after.
    class Found {
    public:
        base::Id account() const;
        std::int32_t mumble_id() const;
        std::string username() const;  ///< As registered.
        /// Not suspended, not waiting for approval (a suspension may have run out).
        bool may_sign_in(base::Timestamp now) const;
        /// Empty when the account password isn't accepted on Mumble.
        std::optional<crypto::PasswordVerifier> verifier() const;
        bool has_app_password(crypto::TokenHash const& hash) const;
        bool has_certificate(std::string_view sha256_hex) const;
        std::size_t certificates() const;

    private:
        friend class VoiceSnapshot;
        std::shared_ptr<Shard const> shard_;
        Entry const* entry_ = nullptr;
    };

    /// In any case. Any thread.
    std::optional<Found> find(std::string_view name) const;
    std::optional<Found> find_by_mumble_id(std::int32_t mumble_id) const;
    /// Registered names that contain `filter` (in any case), by mumble id, at most `limit` of them. Any thread.
    std::map<std::int32_t, std::string> search(std::string_view filter, std::size_t limit) const;

    /// Adds these accounts or replaces what is known about them, also under another name. Entries that can't be an
    /// account's (name too long, damaged verifier) are left out, so such an account is refused.
    void update(std::vector<accounts::VoiceIdentity> const& identities);
    /// Reads many accounts at once: update() copies what is there each time. Nobody finds them before they are
    /// published, which replaces what the snapshot held.
    class Loading {
    public:
        Loading();
        ~Loading();
        Loading(Loading const&) = delete;
        Loading& operator=(Loading const&) = delete;

        void add(std::vector<accounts::VoiceIdentity> const& identities);
        /// Publishes a part of what was added, in less than a millisecond for each 10,000 accounts. Whether there is
        /// more.
        bool publish_some(VoiceSnapshot& snapshot);

    private:
        struct Parts;
        std::unique_ptr<Parts> parts_;
        std::size_t published_ = 0;
    };
    void remove(std::string_view name);
    /// Refuses the account from now on, until the next update() for it.
    void block(std::string_view name);

    std::size_t size() const;
    /// Heap memory in use, for metrics and tests.
    std::size_t bytes() const;

private:
    static constexpr std::size_t kShards = 256;
    using IdIndex = std::vector<std::pair<std::int32_t, std::uint8_t>>;  ///< mumble id → shard, sorted.

    static std::uint8_t shard_of(std::string_view name);
    std::shared_ptr<Shard const> shard(std::size_t number) const;
    std::shared_ptr<IdIndex const> index(std::size_t number) const;
    std::optional<std::uint8_t> shard_of_id(std::int32_t mumble_id) const;
    template <class Change>
    void change_shard(std::size_t number, Change change);
    void index_ids(std::map<std::size_t, IdIndex> const& changes);
    void erase_id(std::size_t shard_number, std::int32_t mumble_id);

    /// Held only while a pointer is copied. (libstdc++ 12's atomic<shared_ptr> is a lock too, and trips TSan.)
    mutable std::mutex mutex_;
    std::array<std::shared_ptr<Shard const>, kShards> shards_;
    std::array<std::shared_ptr<IdIndex const>, kShards> ids_;  ///< By mumble id modulo kShards.
};

}  // namespace alloquy::mumble
