// SPDX-License-Identifier: GPL-2.0-or-later
// The lines that answer one request, as this client can read them (IRCv3 standard replies, batches, labels).
#pragma once
#include "incoming.hpp"
#include "link_session.hpp"

#include <alloquy/base/clock.hpp>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::chat {

class Answer {
public:
    Answer(std::shared_ptr<LinkSession> session, IncomingRequest const& request);
    /// The last frame leaves. A label that nothing answered gets its ACK (IRCv3 labeled-response).
    ~Answer();
    Answer(Answer const&) = delete;
    Answer& operator=(Answer const&) = delete;

    /// A line without CR LF and without tags of its own; "@…" before it when `tags` has some.
    void line(std::string_view tags, std::string_view text) { line(tags, {text}); }
    /// The same, put together out of parts.
    void line(std::string_view tags, std::initializer_list<std::string_view> parts);

    /// ":server <text>", with the label when it is the first line.
    void server_line(std::string_view text);

    /// ":source <text>" of somebody else or of this client itself, with the label as well.
    void line_from(std::string_view source, std::string_view text);

    /// FAIL <command> <code> <context …> :<text>; a NOTICE for clients without standard-replies.
    void fail(std::string_view code, std::initializer_list<std::string_view> context, std::string_view text);

    /// Opens a batch and returns its reference; empty for a client without batches, which gets the lines alone.
    std::string open_batch(std::string_view type, std::string_view parameter = {});
    void close_batch(std::string const& reference);

    /// More than one line follows that no batch holds together: a label gets a batch for them. Before any of them.
    void several();

    /// Inside a batch that was opened, or alone where there is none: ":server <text>", and FAIL as above.
    void line_in(std::string const& batch, std::string_view text);
    void fail_in(
        std::string const& batch, std::string_view code, std::initializer_list<std::string_view> context,
        std::string_view text
    );

    /// Has InspIRCd do something for this client, before it reads the lines that follow.
    void act(std::string_view verb, std::initializer_list<std::string_view> parameters);

    std::string const& server() const { return session_->server_name; }

private:
    /// FAIL …, or the NOTICE in its place.
    std::string failure(std::string_view code, std::initializer_list<std::string_view> context, std::string_view text)
        const;
    void flush(bool last);

    std::shared_ptr<LinkSession> session_;
    IncomingRequest const& request_;
    std::string lines_;  ///< As fields of a frame: pages have a hundred lines, and each is written only once.
    std::size_t count_ = 0;
    bool labelled_ = false;
    std::string outer_;  ///< The batch of several().
    unsigned batches_ = 0;
};

/// A time as server-time writes it, "2026-11-22T08:00:00.000Z"; nothing for anything else.
std::optional<base::Timestamp> parse_irc_time(std::string_view text);

}  // namespace alloquy::chat
