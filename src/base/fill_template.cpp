// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/fill_template.hpp>

#include <algorithm>

namespace alloquy::base {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Result<std::string> fill_template(
    std::string_view text, std::vector<std::pair<std::string_view, std::string>> const& values
) {
    std::string out;
    std::vector<bool> used(values.size());
    while (!text.empty()) {
        auto begin = text.find('@');
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        auto end = text.find('@', 1);
        auto name = end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
        if (!is_name(name)) {  // an '@' of the format's own
            out += '@';
            text.remove_prefix(1);
            continue;
        }
        auto value = std::ranges::find(values, name, [](auto const& entry) { return entry.first; });
        if (value == values.end())
            return fail(Errc::invalid_input, "the template asks for an unknown value @" + std::string(name) + "@");
        out += value->second;
        used[std::size_t(value - values.begin())] = true;
        text.remove_prefix(end + 1);
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!used[i])
            return fail(
                Errc::invalid_input, "the template lacks @" + std::string(values[i].first) + "@, which it must use"
            );
    return out;
}

}  // namespace alloquy::base
