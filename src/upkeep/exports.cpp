// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/upkeep/exports.hpp>

#include <limits>

namespace alloquy::upkeep {
namespace {

using nlohmann::json;

constexpr std::size_t kMostOpen = 10'000;
constexpr std::size_t kMostItems = 500;
constexpr std::size_t kMostBytes = 1024 * 1024;
/// Rows that one read passes, and reads for one page: messages of one account are found by walking over all of them.
constexpr std::size_t kRows = 200;
constexpr int kReads = 100;

json or_null(std::optional<base::Timestamp> time) {
    return time ? json(base::to_rfc3339(*time)) : json(nullptr);
}

std::string cursor(std::string_view section, std::int64_t after) {
    return std::string(section) + ":" + std::to_string(after);
}

/// The position in a cursor of this section.
std::optional<std::int64_t> position(std::string_view cursor, std::string_view section) {
    if (!cursor.starts_with(section) || cursor.substr(section.size(), 1) != ":") return std::nullopt;
    auto number = base::to_number(cursor.substr(section.size() + 1));
    if (!number || *number > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return std::int64_t(*number);
}

json session_item(accounts::Session const& session) {
    return {
        {"type", "session"},
        {"name", session.name},
        {"address", session.peer},
        {"created_at", base::to_rfc3339(session.created_at)},
        {"last_seen_at", base::to_rfc3339(session.last_seen_at)},
    };
}

json account_item(accounts::Account const& account) {
    return {
        {"type", "account"},
        {"id", std::to_string(account.id)},
        {"username", account.username},
        {"display_name", account.display_name},
        {"status", accounts::to_string(account.status)},
        {"totp", account.totp},
        {"created_at", base::to_rfc3339(account.created_at)},
    };
}

}  // namespace

base::Timestamp Exports::open(base::Id account) {
    auto const now = clock_.now();
    if (open_until_.size() >= kMostOpen) std::erase_if(open_until_, [&](auto const& one) { return one.second <= now; });
    if (open_until_.size() >= kMostOpen) open_until_.clear();
    return open_until_[account] = now + kOpenFor;
}

bool Exports::is_open(base::Id account) const {
    auto found = open_until_.find(account);
    return found != open_until_.end() && clock_.now() < found->second;
}

Task<Result<ExportPage>> Exports::page(base::Id account, std::string cursor) {
    if (cursor.empty()) co_return co_await about_account(account);
    if (auto after = position(cursor, "markers")) co_return co_await read_markers(account, *after);
    if (auto after = position(cursor, "reactions")) co_return co_await reactions(account, *after);
    if (auto after = position(cursor, "messages")) co_return co_await messages_of(account, *after);
    co_return fail_field("after", "must be the `next` of an earlier page");
}

Task<Result<ExportPage>> Exports::about_account(base::Id account) {
    ExportPage page;
    auto found = co_await accounts_.find_by_id(account);
    if (!found) co_return std::unexpected(found.error());
    if (!*found) co_return fail_as(Errc::not_found, "account_not_found", "there is no such account");
    page.items.push_back(account_item(**found));
    auto sessions = co_await accounts_.sessions(account);
    if (!sessions) co_return std::unexpected(sessions.error());
    for (auto const& session : *sessions) page.items.push_back(session_item(session));
    auto app_passwords = co_await accounts_.app_passwords(account);
    if (!app_passwords) co_return std::unexpected(app_passwords.error());
    for (auto const& one : *app_passwords)
        page.items.push_back(
            {{"type", "app_password"},
             {"name", one.name},
             {"created_at", base::to_rfc3339(one.created_at)},
             {"last_used_at", or_null(one.last_used_at)}}
        );
    auto certificates = co_await accounts_.certificates(account);
    if (!certificates) co_return std::unexpected(certificates.error());
    for (auto const& one : *certificates)
        page.items.push_back(
            {{"type", "certificate"},
             {"name", one.name},
             {"fingerprint", one.fingerprint},
             {"created_at", base::to_rfc3339(one.created_at)}}
        );
    auto wishes = co_await privacy_.of(account);
    if (!wishes) co_return std::unexpected(wishes.error());
    page.items.push_back({{"type", "privacy"}, {"direct_messages", privacy::to_string((*wishes)->from)}});
    auto blocked = co_await privacy_.blocked(account);
    if (!blocked) co_return std::unexpected(blocked.error());
    for (auto const& one : *blocked)
        page.items.push_back(
            {{"type", "block"}, {"username", one.username}, {"blocked_at", base::to_rfc3339(one.since)}}
        );
    page.next = cursor("markers", 0);
    co_return page;
}

/// A channel by its name, a conversation by the other one's.
Task<Result<json>> Exports::room_item(base::Id account, base::Id room) {
    auto found = co_await rooms_.room(room);
    if (!found) co_return std::unexpected(found.error());
    json item{{"id", std::to_string(room)}};
    if (!*found) co_return item;
    if ((*found)->kind == rooms::Kind::text) {
        item["channel"] = (*found)->channel();
        co_return item;
    }
    auto const other = (*found)->first == account ? (*found)->second : (*found)->first;
    auto person = co_await accounts_.find_by_id(other);
    if (!person) co_return std::unexpected(person.error());
    item["with"] = *person ? json((*person)->username) : json(nullptr);
    co_return item;
}

Task<Result<ExportPage>> Exports::read_markers(base::Id account, std::int64_t after) {
    auto markers = co_await messages_.read_markers_of(account, after, kMostItems);
    if (!markers) co_return std::unexpected(markers.error());
    ExportPage page;
    for (auto const& marker : *markers) {
        auto room = co_await room_item(account, marker.room);
        if (!room) co_return std::unexpected(room.error());
        page.items.push_back(
            {{"type", "read_marker"}, {"room", std::move(*room)}, {"read_at", base::to_rfc3339(marker.read_at)}}
        );
    }
    bool const full = markers->size() == kMostItems;
    page.next = full ? cursor("markers", markers->back().room) : cursor("reactions", 0);
    co_return page;
}

Task<Result<ExportPage>> Exports::reactions(base::Id account, std::int64_t after) {
    auto given = co_await messages_.reactions_of(account, after, kMostItems);
    if (!given) co_return std::unexpected(given.error());
    ExportPage page;
    for (auto const& one : *given) {
        auto room = co_await room_item(account, one.room);
        if (!room) co_return std::unexpected(room.error());
        page.items.push_back(
            {{"type", "reaction"},
             {"message_id", std::to_string(one.message)},
             {"room", std::move(*room)},
             {"value", one.value}}
        );
    }
    bool const full = given->size() == kMostItems;
    page.next = full ? cursor("reactions", given->back().number) : cursor("messages", 0);
    co_return page;
}

Task<Result<json>> Exports::message_item(base::Id account, messages::Message message) {
    auto room = co_await room_item(account, message.room);
    if (!room) co_return room;
    json item{
        {"type", "message"},
        {"id", std::to_string(message.id)},
        {"room", std::move(*room)},
        {"text", message.text},
        {"tags", message.tags},
        {"unreadable", message.unreadable},
        {"sent_at", base::to_rfc3339(base::time_of(message.id))},
        {"edited_at", or_null(message.edited_at)},
        {"reply_to", message.reply_to ? json(std::to_string(*message.reply_to)) : json(nullptr)},
        {"versions", json::array()},
    };
    if (!message.edited_at) co_return item;
    auto versions = co_await messages_.versions(message.id);
    // Redacted since the page was read.
    if (!versions && versions.error().code == Errc::not_found) co_return item;
    if (!versions) co_return std::unexpected(versions.error());
    for (auto const& version : *versions)
        item["versions"].push_back(
            {{"text", version.text},
             {"unreadable", version.unreadable},
             {"replaced_at", base::to_rfc3339(version.replaced_at)}}
        );
    co_return item;
}

Task<Result<ExportPage>> Exports::messages_of(base::Id account, std::int64_t after) {
    ExportPage page;
    std::size_t bytes = 0;
    for (int read = 0; read < kReads; ++read) {
        auto written = co_await messages_.written_by(account, after, kRows);
        if (!written) co_return std::unexpected(written.error());
        for (auto& message : written->messages) {
            // Joins and the like are no words of anybody's.
            if (message.kind == messages::Kind::event) continue;
            after = message.sequence;
            bytes += message.text.size() + message.tags.size();
            auto item = co_await message_item(account, std::move(message));
            if (!item) co_return std::unexpected(item.error());
            for (auto const& version : (*item)["versions"])
                bytes += version["text"].get_ref<std::string const&>().size();
            page.items.push_back(std::move(*item));
            if (bytes < kMostBytes && page.items.size() < kMostItems) continue;
            page.next = cursor("messages", after);
            co_return page;
        }
        if (written->walk.done) co_return page;
        after = written->walk.reached;
    }
    page.next = cursor("messages", after);
    co_return page;
}

}  // namespace alloquy::upkeep
