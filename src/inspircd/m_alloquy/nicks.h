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

// One name per person: nicks of people with an account are given by the services, and stay.

#pragma once

#include "hiding.h"

class Nicks final
{
private:
	struct Wish final
	{
		// What the client asked for, when somebody had it already.
		std::string asked;
		// What the services gave, to take when registration completes.
		std::string given;
	};

	Compat::UserExt<Wish> ext;
	const Compat::Account& account;
	const People& people;
	Hiding& hiding;

	Wish& GetWish(LocalUser* user);
	void MakeRoom(LocalUser* user, const std::string& nick);
	bool Change(LocalUser* user, const std::string& nick);

public:
	Nicks(Module* mod, const Compat::Account& acct, const People& ppl, Hiding& hdg);

	// Before NICK is handled: a nick that is taken doesn't stop somebody from registering, because after signing in
	// the nick is given anyway.
	void OnNickCommand(LocalUser* user, CommandBase::Params& parameters);

	// One that lost the nick it asked for before it was registered goes on without.
	void Park(LocalUser* user);

	// DENY for people with an account: their nick is their name.
	ModResult OnUserPreNick(LocalUser* user, const std::string& newnick);

	// ALLOQUY NICK <uid> <nick>
	void Give(LocalUser* user, const std::string& nick);

	// Registration completes now: take the nick that was given.
	void Complete(LocalUser* user);

	// The nick that the client asked for.
	std::string GetAsked(LocalUser* user) const;
};
