// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/irc/server_line.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

constexpr std::string_view kForbidden("\0\r\n", 3);

bool is_command(std::string_view text) {
    return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

void skip_spaces(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
}

std::string_view take_word(std::string_view& rest) {
    auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    skip_spaces(rest);
    return word;
}

/// A parameter that can stand anywhere but at the end.
bool is_middle(std::string_view text) {
    return !text.empty() && text.front() != ':' && text.find(' ') == std::string_view::npos;
}

}  // namespace

Result<> parse_server_line(std::string_view line, ServerLine& out) {
    if (line.size() > kMaxServerLine) return fail(Errc::too_large, "server line too long");
    if (line.find_first_of(kForbidden) != std::string_view::npos)
        return fail(Errc::invalid_input, "server line with NUL, CR or LF inside");

    out.tags = out.source = {};
    out.params.clear();
    skip_spaces(line);
    if (line.starts_with('@')) out.tags = take_word(line).substr(1);
    if (line.starts_with(':')) out.source = take_word(line).substr(1);
    out.command = take_word(line);
    if (!is_command(out.command)) return fail(Errc::invalid_input, "server line without a command");

    while (!line.empty()) {
        if (out.params.size() == kMaxServerParams)
            return fail(Errc::invalid_input, "server line with too many parameters");
        if (line.front() == ':') {
            out.params.push_back(line.substr(1));
            break;
        }
        out.params.push_back(take_word(line));
    }
    return {};
}

Result<std::string> make_server_line(
    std::string_view source, std::string_view command, std::initializer_list<std::string_view> params
) {
    auto refuse = [&](std::string_view what) {
        return fail(Errc::invalid_input, "not a valid server line", std::string(command) + ": " + std::string(what));
    };
    if (!is_command(command)) return refuse("command");
    if (!source.empty() && !is_middle(source)) return refuse("source");

    std::string line;
    if (!source.empty()) line.append(":").append(source).append(" ");
    line.append(command);
    for (auto it = params.begin(); it != params.end(); ++it) {
        bool const last = it + 1 == params.end();
        if (!last && !is_middle(*it)) return refuse("parameter");
        line.append(last && !is_middle(*it) ? " :" : " ").append(*it);
    }
    if (line.find_first_of(kForbidden) != std::string::npos) return refuse("NUL, CR or LF");
    if (line.size() > kMaxServerLine) return fail(Errc::too_large, "server line too long", std::string(command));
    line.append("\r\n");
    return line;
}

std::string line_text(std::string_view text, std::size_t limit) {
    if (text.size() > limit) {
        // A byte 10xxxxxx continues a sequence: step back to its start.
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
        text = text.substr(0, limit);
    }
    std::string out(text);
    std::ranges::replace_if(out, [](char c) { return kForbidden.find(c) != std::string_view::npos; }, ' ');
    return out;
}

}  // namespace alloquy::irc
