// SPDX-License-Identifier: GPL-2.0-or-later
#include "murmur_configuration.hpp"

#include <alloquy/base/fill_template.hpp>
#include <alloquy/base/text.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace alloquy::mumble {
namespace {

constexpr std::size_t kNameLimit = 128;
constexpr std::size_t kWelcomeLimit = 4096;

Result<> check_text(std::string_view text, std::string_view setting, std::size_t limit) {
    if (text.size() > limit)
        return fail_field(std::string(setting), "may have at most " + std::to_string(limit) + " bytes");
    if (!base::is_utf8(text)) return fail_field(std::string(setting), "must be UTF-8");
    bool control = std::ranges::any_of(text, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
    });
    if (control) return fail_field(std::string(setting), "must not hold control characters");
    return {};
}

Result<std::string> host_list(std::vector<std::string> const& addresses) {
    std::string hosts;
    for (auto const& text : addresses) {
        boost::system::error_code error;
        auto address = boost::asio::ip::make_address(text, error);
        if (error) return fail_field("mumble.listen", "\"" + text + "\" is not an IP address");
        if (address.is_unspecified() && address.is_v6()) return std::string();  // Murmur's word for all
        hosts += (hosts.empty() ? "" : " ") + address.to_string();
    }
    return hosts;
}

void append_code_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += "\\x";
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 15];
}

}  // namespace

std::string quote_for_qsettings(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size();) {
        auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            if (first == '"' || first == '\\')
                (out += '\\') += char(first);
            else if (first == '\n')
                out += "\\n";
            else
                out += char(first);
            ++i;
            continue;
        }
        // As UTF-16 escapes, because Qt versions disagree about the file's encoding. The text is valid UTF-8.
        std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        std::uint32_t point = first & (0xFF >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        i += length;
        if (point >= 0x10000) {
            append_code_unit(out, 0xD800 + ((point - 0x10000) >> 10));
            append_code_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
        } else {
            append_code_unit(out, point);
        }
        // A hex digit right after would be read as part of the escape; an escaped one isn't.
        while (i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i])))
            append_code_unit(out, static_cast<unsigned char>(text[i++]));
    }
    return out + "\"";
}

Result<std::string> render_murmur_ini(
    std::string_view template_text, MurmurSettings const& settings, MurmurSecrets const& secrets
) {
    if (auto ok = check_text(settings.server_name, "server.name", kNameLimit); !ok) return std::unexpected(ok.error());
    if (auto ok = check_text(settings.welcome_text, "mumble.welcome_text", kWelcomeLimit); !ok)
        return std::unexpected(ok.error());
    if (settings.port == 0) return fail_field("mumble.port", "must be from 1 to 65535");
    if (settings.users < 1 || settings.users > 10000) return fail_field("mumble.users", "must be from 1 to 10000");
    if (settings.bandwidth < 8000 || settings.bandwidth > 1000000)
        return fail_field("mumble.bandwidth", "must be from 8000 to 1000000 bits per second");
    auto hosts = host_list(settings.listen);
    if (!hosts) return std::unexpected(hosts.error());
    for (auto const& path : {settings.directory, settings.certificate, settings.key})
        if (auto ok = check_text(path.string(), "the data directory's path", 4096); !ok)
            return std::unexpected(ok.error());

    return base::fill_template(
        template_text, {{"database", quote_for_qsettings((settings.directory / "murmur.sqlite").string())},
                        {"host", quote_for_qsettings(*hosts)},
                        {"port", std::to_string(settings.port)},
                        {"certificate", quote_for_qsettings(settings.certificate.string())},
                        {"key", quote_for_qsettings(settings.key.string())},
                        {"server_password", quote_for_qsettings(secrets.server_password)},
                        {"server_name", quote_for_qsettings(settings.server_name)},
                        {"welcome_text", quote_for_qsettings(settings.welcome_text)},
                        {"users", std::to_string(settings.users)},
                        {"bandwidth", std::to_string(settings.bandwidth)},
                        {"ice_port", std::to_string(secrets.ice_port)},
                        {"ice_secret", quote_for_qsettings(secrets.ice_secret)}}
    );
}

}  // namespace alloquy::mumble
