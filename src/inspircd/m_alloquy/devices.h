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

// Who of an account is connected to this server, and from whom an account takes direct messages: alloquyd is told the one and
// tells the other (docs/protocol/module-link.md, frames account and policy).

#pragma once

#include "compat.h"
#include "elsewhere.h"
#include "link.h"

#include <map>
#include <set>
#include <unordered_map>

class Devices final
{
private:
	typedef irc::insensitive_swo Insensitive;

	enum From
	{
		EVERYBODY,
		ROOMS,
		NOBODY
	};

	struct Policy final
	{
		From from = EVERYBODY;
		std::set<std::string, Insensitive> blocked;
	};

	Link& link;
	const Elsewhere& elsewhere;
	std::unordered_map<std::string, std::string> accounts;
	std::map<std::string, std::vector<LocalUser*>, Insensitive> devices;
	std::map<std::string, Policy, Insensitive> policies;

	// What an account wants of this sender; null if there is nothing to obey.
	const Policy* GetPolicy(User* sender, const std::string& senderaccount, const std::string& account) const;
	void Forget(LocalUser* user);

public:
	Devices(Link& lnk, const Elsewhere& elsw);

	void OnAccountChange(LocalUser* user, const std::string& account);
	void OnDisconnect(LocalUser* user);
	// Somebody left another server.
	void ForgetPolicy(const std::string& account);

	// A connection, here or at another server, signed in or out: whoever writes from here wants to know the account's policy.
	void Tell(const std::string& uuid, const std::string& account);
	// After a new link: everybody.
	void TellAll();

	// Frame policy.
	void OnPolicy(const Frame::Fields& fields);

	// Connections that completed registration.
	std::vector<LocalUser*> Get(const std::string& account) const;

	// Whether account blocked this sender.
	bool Blocks(User* sender, const std::string& senderaccount, const std::string& account) const;

	// Whether account takes no direct messages from this sender. holder is one of the account's connections, to look for rooms
	// in common, or null.
	bool Refuses(User* sender, const std::string& senderaccount, const std::string& account, User* holder) const;
};
