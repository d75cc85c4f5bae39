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


// RENAME (https://ircv3.net/specs/extensions/channel-rename): who may, what everybody is told, and where the old name leads for a
// while. Whether the new name is free in the store is for alloquyd to say, which then gives the order.

#pragma once

#include "capabilities.h"
#include "replies.h"
#include "requests.h"
#include "services.h"

class Renames final
{
private:
	struct Former final
	{
		std::string now;
		time_t since;
	};

	const Services& services;
	Capabilities& capabilities;
	Replies& replies;
	ClientProtocol::EventProvider event;
	// By the name that was given up.
	std::map<std::string, Former, irc::insensitive_swo> former;

	const Former* Find(const std::string& name) const;
	Requests::Refusal Check(LocalUser* user, const CommandBase::Params& parameters);
	Requests::Refusal Fail(LocalUser* user, const char* code, const CommandBase::Params& parameters, const std::string& text);
	bool WasRenamedRecently(Channel* chan) const;
	void Order(const Frame::Fields& fields);
	void Remember(const std::string& from, const std::string& to);
	// As if the client had left the old channel and joined the new one.
	void Rejoin(LocalUser* user, Membership* membership);

public:
	Renames(Module* mod, const Services& srv, Capabilities& caps, Replies& reps, Requests& requests);

	// JOIN of a name that was given up: leads to the new one, or tells it. DENY when nothing is left to join.
	ModResult OnJoin(LocalUser* user, CommandBase::Params& parameters);
};
