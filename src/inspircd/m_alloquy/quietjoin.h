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


// no-implicit-names (https://ircv3.net/specs/extensions/no-implicit-names): no list of members after JOIN for clients that
// don't want it.

#pragma once

#include "compat.h"

class QuietJoin final
{
private:
	Cap::Reference ratified;
	Cap::Reference draft;
	// Who just joined: the next list is the one that nobody asked for.
	const User* joining = nullptr;

public:
	explicit QuietJoin(Module* mod)
		: ratified(mod, "no-implicit-names")
		, draft(mod, "draft/no-implicit-names")
	{
	}

	// Before InspIRCd sends the list.
	void OnPostJoin(Membership* membership)
	{
		LocalUser* const user = IS_LOCAL(membership->user);
		joining = user && (Compat::HasCap(ratified, user) || Compat::HasCap(draft, user)) ? user : nullptr;
	}

	// What comes now was asked for.
	void OnCommandBegin() { joining = nullptr; }

	ModResult OnNumeric(const User* user, unsigned int numeric) const
	{
		return joining && user == joining && (numeric == RPL_NAMREPLY || numeric == RPL_ENDOFNAMES) ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}
};
