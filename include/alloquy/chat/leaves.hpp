// SPDX-License-Identifier: GPL-2.0-or-later
// InspIRCds on other machines ("leaves"): which there are, and what each proves itself with. docs/operations/leaves.md
// is the operator's side.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/crypto/secret.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::storage {
class Database;
}

namespace alloquy::chat {

struct Leaf {
    std::string server_id;  ///< Given by us: "1AA", "1AB" …; every uid of its clients begins with it.
    std::string name;       ///< E.g. "leaf.example.org", in lower case.
    base::Timestamp added_at;
};

/// What is told once, when a leaf is added.
struct LeafSecrets {
    Leaf leaf;
    std::string module_secret;  ///< Its module shows it to us.
    std::string link_password;  ///< Its InspIRCd and ours prove to each other that they know it.
};

struct LeafAdded {
    Leaf leaf;
};
struct LeafRemoved {
    Leaf leaf;
};

class Leaves {
public:
    static constexpr std::size_t kMost = 100;

    /// `keys`: the folder for what isn't in the database.
    Leaves(storage::Database& database, base::Clock const& clock, std::filesystem::path keys);

    /// Reads them, on this thread. Errors: unavailable.
    Result<> open();

    /// Errors: invalid_input (not a server's name), conflict (there is one of that name, or there are too many),
    /// unavailable.
    Task<Result<LeafSecrets>> add(std::string name);
    /// Errors: not_found, unavailable.
    Task<Result<>> remove(std::string name);

    std::vector<Leaf> list() const;
    bool knows(std::string_view server_id) const { return rows_.contains(server_id); }
    /// Whether this is the leaf with this id and name; takes as long for a wrong secret as for the right one.
    bool proves(std::string_view server_id, std::string_view name, std::string_view module_secret) const;
    /// Made from a key of ours, so that the database doesn't hold it.
    std::string link_password(Leaf const& leaf) const;

    base::Publisher<LeafAdded> added;
    base::Publisher<LeafRemoved> removed;

private:
    struct Row {
        Leaf leaf;
        crypto::TokenHash secret{};
    };
    Result<std::string> free_id() const;
    bool has_name(std::string_view name) const;

    storage::Database& database_;
    base::Clock const& clock_;
    std::filesystem::path keys_;
    std::string key_;
    std::map<std::string, Row, std::less<>> rows_;  ///< By server id.
};

}  // namespace alloquy::chat
