// SPDX-License-Identifier: GPL-2.0-or-later
// Tokens that were checked lately, so that a request needs no trip to the database. Bounded; emptied for an account
// when anything of it changes.
#pragma once
#include <alloquy/crypto/secret.hpp>
#include <alloquy/http/message.hpp>

#include <cstring>
#include <optional>
#include <unordered_map>

namespace alloquy::accounts {

class TokenCache {
public:
    explicit TokenCache(std::size_t capacity) : capacity_(capacity) {}

    http::Identity const* find(crypto::TokenHash const& hash) const {
        auto found = identities_.find(hash);
        return found == identities_.end() ? nullptr : &found->second;
    }
    /// `generation` is what generation() said before the database was asked: an answer that an invalidation overtook is
    /// not kept.
    void insert(crypto::TokenHash const& hash, http::Identity identity, std::uint64_t generation) {
        if (generation != generation_) return;
        // Rarely reached; starting over costs each active session one look-up.
        if (identities_.size() >= capacity_) identities_.clear();
        identities_.insert_or_assign(hash, std::move(identity));
    }
    void forget_account(base::Id account) {
        ++generation_;
        std::erase_if(identities_, [account](auto const& entry) { return entry.second.account_id == account; });
    }
    std::uint64_t generation() const { return generation_; }

private:
    struct FirstBytes {
        std::size_t operator()(crypto::TokenHash const& hash) const {
            std::size_t out = 0;
            std::memcpy(&out, hash.data(), sizeof out);
            return out;
        }
    };
    std::size_t capacity_;
    std::uint64_t generation_ = 0;
    std::unordered_map<crypto::TokenHash, http::Identity, FirstBytes> identities_;
};

inline std::string_view bytes_of(crypto::TokenHash const& hash) {
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

}  // namespace alloquy::accounts
