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


// draft/pre-away (https://ircv3.net/specs/extensions/pre-away): AWAY before registration, so that a client which nobody looks
// at doesn't announce its person.

#pragma once

#include "compat.h"

class PreAway final
{
private:
	enum
	{
		RPL_UNAWAY = 305,
		RPL_NOWAWAY = 306
	};

	Cap::Reference cap;
	Compat::UserExt<std::string> ext;
	// The answer was given when the client asked.
	bool answered = false;

public:
	explicit PreAway(Module* mod)
		: cap(mod, "draft/pre-away")
		, ext(mod, "alloquy-away")
	{
	}

	// DENY for an AWAY that was kept until registration completes.
	ModResult OnCommand(LocalUser* user, const std::string& command, const CommandBase::Params& parameters);
	void OnConnect(LocalUser* user);

	ModResult OnNumeric(unsigned int numeric) const
	{
		return answered && (numeric == RPL_UNAWAY || numeric == RPL_NOWAWAY) ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}
};
