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


// Typing notifications: at most one in three seconds for each client and target, as the specification asks of clients
// (https://ircv3.net/specs/client-tags/typing). What is more often goes nowhere.

#pragma once

#include "compat.h"

#include <map>

class Typing final
{
private:
	struct Sent final
	{
		// "active", and what came after it.
		std::string state;
		uint64_t active = 0;
	};

	typedef std::map<std::string, Sent, irc::insensitive_swo> Targets;

	Compat::UserExt<Targets> ext;

public:
	explicit Typing(Module* mod)
		: ext(mod, "alloquy-typing")
	{
	}

	// Nothing but a typing notification: it is true for seconds, and nobody wants to read it later.
	static bool IsTyping(const ClientProtocol::TagMap& tags);

	// False for one that comes too early.
	bool Allow(LocalUser* user, const std::string& target, const ClientProtocol::TagMap& tags);
};
