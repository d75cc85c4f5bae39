// SPDX-License-Identifier: GPL-2.0-or-later
// What others added to messages: reactions and pins.
#include "rows.hpp"

#include <algorithm>

namespace alloquy::messages {
namespace {

/// "[17,18,20]", which json_each() turns into rows: one statement for pages of every size.
std::string json_of_sequences(std::vector<Message> const& messages) {
    std::string out = "[";
    for (auto const& message : messages) {
        if (out.size() > 1) out += ',';
        out += std::to_string(message.sequence);
    }
    return out += ']';
}

/// Looks messages up; pages are ascending, but pins aren't.
class BySequence {
public:
    explicit BySequence(std::vector<Message>& messages) {
        sorted_.reserve(messages.size());
        for (auto& message : messages) sorted_.push_back(&message);
        std::ranges::sort(sorted_, {}, &Message::sequence);
    }
    /// It is among them.
    Message& operator[](std::int64_t sequence) const {
        return **std::ranges::lower_bound(sorted_, sequence, {}, &Message::sequence);
    }

private:
    std::vector<Message*> sorted_;
};

Result<> add_reactions(
    storage::Connection& db, Unsealer& unsealer, BySequence const& messages, std::string const& sequences
) {
    auto statement = db.prepare(
        "SELECT v.message, v.id, v.key_number, v.sealed, r.account FROM json_each(?1) AS page "
        "CROSS JOIN reaction_values AS v ON v.message = page.value CROSS JOIN reactions AS r ON r.value = v.id "
        "ORDER BY v.message, v.id, r.id"
    );
    statement.bind(sequences);
    std::int64_t value = 0;
    Reaction* reaction = nullptr;  // null: it can't be read
    return for_each_row(statement, [&] {
        if (value != statement.integer(1)) {
            value = statement.integer(1);
            reaction = nullptr;
            auto& message = messages[statement.integer(0)];
            SealContext const context(SealContext::Part::reaction, message.room, message.id);
            auto text = unsealer.open(statement.integer(2), statement.view(3), context);
            if (!text) return;
            message.reactions.push_back({std::string(*text), {}});
            reaction = &message.reactions.back();
        }
        if (reaction) reaction->accounts.push_back(statement.integer(4));
    });
}

}  // namespace

Result<> add_details(storage::Connection& db, Unsealer& unsealer, std::vector<Message>& messages) {
    if (messages.empty()) return {};
    auto const sequences = json_of_sequences(messages);
    BySequence const by_sequence(messages);
    if (auto added = add_reactions(db, unsealer, by_sequence, sequences); !added) return added;
    auto statement = db.prepare("SELECT message FROM pins WHERE message IN (SELECT value FROM json_each(?1))");
    statement.bind(sequences);
    return for_each_row(statement, [&] { by_sequence[statement.integer(0)].pinned = true; });
}

}  // namespace alloquy::messages
