/*
 * Alloquy: the part that lives inside InspIRCd
 *
 * This file is free software; you can redistribute it and/or modify it under
 * the terms of the GNU General Public License as published by the Free
 * Software Foundation; version 2 of the License, or (at your option) any later
 * version. As part of InspIRCd it is used under version 2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

// One message on its way to alloquyd, with what is needed to show it again to its sender.

#pragma once

#include "capabilities.h"
#include "compat.h"
#include "frame.h"
#include "tags.h"

struct Message final
{
	struct Line final
	{
		std::string text;
		// Continues the line before without a break.
		bool concat = false;
	};

	uint64_t number = 0;
	uint64_t id = 0;
	// PRIVMSG, NOTICE or TAGMSG.
	std::string kind;
	std::string uuid;
	// nick!user@host
	std::string source;
	std::string account;
	// As the sender knows it.
	std::string target;
	// Of the target; empty for channels and guests.
	std::string targetaccount;
	// Letters of the link's frame message.
	std::string flags;
	// Of a multiline message the lines joined by line feeds, except where one continues the other.
	std::string text;
	// Of a multiline message; empty otherwise.
	std::vector<Line> lines;
	// What recipients get: client-only tags, msgid, time.
	ClientProtocol::TagMap tags;

	bool IsPrivate() const { return target.empty() || target[0] != '#'; }

	// As frame message, or resend; empty if it is longer than the protocol allows.
	std::string ToFrame(Frame::Type type) const;

	// To one client, as from `from` (nick!user@host) to `to`. Nothing for a TAGMSG to somebody without message-tags; an edit is
	// marked for those who don't know edits.
	void SendTo(LocalUser* user, const std::string& from, const std::string& to, Capabilities& capabilities, Tags& ownedtags) const;

private:
	void Send(LocalUser* user, const std::string& from, const std::string& to, Capabilities& capabilities, Tags& ownedtags) const;
	void SendBatch(LocalUser* user, const std::string& from, const std::string& to, Tags& ownedtags) const;
	void SendLines(LocalUser* user, const std::string& from, const std::string& to, Tags& ownedtags) const;
};
