// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/messages/mentions.hpp>

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>
#include <vector>

namespace alloquy::messages {
namespace {

constexpr std::size_t kMostName = 24;  // docs/protocol/irc.md, "Signing in"
constexpr std::string_view kEveryone = "everyone";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool begins_name(char c) {
    return is_letter(c) || c == '_';
}
bool is_of_name(char c) {
    return begins_name(c) || is_digit(c) || c == '-';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

/// The first byte of a letter of an alphabet that words are written in with spaces between them (UTF-8: U+00C0 to
/// U+07FF). In other scripts, and beside an emoji, a name needs no space before it.
bool leads_foreign_letter(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0xC3 && byte <= 0xDF;
}

/// Whether a mention may begin at `at`, by what stands before it.
bool is_boundary_before(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    char const before = text[at - 1];
    if (static_cast<unsigned char>(before) < 0x80)
        // Control characters are IRC's colours and bold.
        return static_cast<unsigned char>(before) <= ' ' || std::string_view("([{<\"',;:!?*_~|>").contains(before);
    auto lead = at - 1;
    while (lead > 0 && at - lead < 4 && (static_cast<unsigned char>(text[lead]) & 0xC0) == 0x80) --lead;
    return !leads_foreign_letter(text[lead]);
}

/// Whether a name may end at `at`, by what stands there: an address, a domain and "@scope/package" go on.
bool is_boundary_after(std::string_view text, std::size_t at) {
    if (at == text.size()) return true;
    char const after = text[at];
    if (after == '@' || leads_foreign_letter(after)) return false;
    bool const goes_on = at + 1 < text.size() && (is_letter(text[at + 1]) || is_digit(text[at + 1]));
    return !(goes_on && (after == '.' || after == '/' || after == ':'));
}

/// Bytes of the name that begins at `at`, without limit.
std::size_t name_length(std::string_view text, std::size_t at) {
    if (at >= text.size() || !begins_name(text[at])) return 0;
    auto end = at + 1;
    while (end < text.size() && is_of_name(text[end])) ++end;
    return end - at;
}

/// Where code ends that begins with each run of backticks: the next run of the same length (CommonMark 6.1). By
/// position of the run; looked for once, from the end, so that no text makes this slow.
class CodeSpans {
public:
    explicit CodeSpans(std::string_view text) {
        std::vector<std::pair<std::size_t, std::size_t>> runs;
        for (auto at = text.find('`'); at != std::string_view::npos; at = text.find('`', at)) {
            auto const end = std::min(text.find_first_not_of('`', at), text.size());
            runs.emplace_back(at, end - at);
            at = end;
        }
        std::map<std::size_t, std::size_t> next_of_length;
        for (auto const& [at, length] : std::views::reverse(runs)) {
            auto const next = next_of_length.find(length);
            spans_.push_back({at, at + length, next == next_of_length.end() ? at + length : next->second + length});
            next_of_length[length] = at;
        }
    }

    /// The end of the code that the run at `at` begins, or of the run alone when nothing closes it. Ask in rising
    /// order.
    std::size_t end_of(std::size_t at) {
        while (!spans_.empty() && spans_.back().begin < at) spans_.pop_back();
        return !spans_.empty() && spans_.back().begin == at ? spans_.back().end : at + 1;
    }

private:
    struct Span {
        std::size_t begin, run_end, end;
    };
    std::vector<Span> spans_;  ///< The first one last.
};

class Finder {
public:
    explicit Finder(std::string_view text) : text_(text), code_(text) {}

    Mentions run() {
        bool line_begins = true;
        while (at_ < text_.size()) {
            char const c = text_[at_];
            if (line_begins) look_for_addressee();
            line_begins = c == '\n';
            if (c == '`') {
                at_ = code_.end_of(at_);
            } else if (c == ':' && text_.substr(at_).starts_with("://")) {
                skip_word();
            } else if (c == '@') {
                look_for_mention();
            } else {
                ++at_;
            }
        }
        return std::move(found_);
    }

private:
    void add(std::string_view name) {
        if (name.empty() || name.size() > kMostName || found_.names.size() == kMostMentions) return;
        auto lower = base::to_lower(name);
        if (std::ranges::find(found_.names, lower) == found_.names.end()) found_.names.push_back(std::move(lower));
    }

    /// "name: …" and "name, …" at the beginning of a line.
    void look_for_addressee() {
        auto const end = at_ + name_length(text_, at_);
        if (end == at_ || end == text_.size() || (text_[end] != ':' && text_[end] != ',')) return;
        if (end + 1 == text_.size() || is_blank(text_[end + 1])) add(text_.substr(at_, end - at_));
    }

    void look_for_mention() {
        auto const sign = at_++;
        auto const length = name_length(text_, at_);
        if (length == 0 || !is_boundary_before(text_, sign) || !is_boundary_after(text_, at_ + length)) return;
        auto name = text_.substr(at_, length);
        at_ += length;
        // "_@name_" is emphasis in Markdown: the underscores are a pair.
        for (auto before = sign; before > 0 && text_[before - 1] == '_' && name.ends_with('_'); --before)
            name.remove_suffix(1);
        if (base::equals_ignoring_case(name, kEveryone))
            found_.everyone = true;
        else
            add(name);
    }

    void skip_word() {
        while (at_ < text_.size() && !is_blank(text_[at_])) ++at_;
    }

    std::string_view text_;
    CodeSpans code_;
    std::size_t at_ = 0;
    Mentions found_;
};

}  // namespace

Mentions find_mentions(std::string_view text) {
    // Most texts name nobody, and every message comes by here.
    if (text.find_first_of("@:,") == std::string_view::npos) return {};
    return Finder(text).run();
}

}  // namespace alloquy::messages
