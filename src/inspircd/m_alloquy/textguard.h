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

// UTF8ONLY (https://ircv3.net/specs/extensions/utf8-only): nothing that isn't UTF-8 is taken.

#pragma once

#include "replies.h"

class TextGuard final
{
private:
	Replies& replies;

public:
	explicit TextGuard(Replies& reps)
		: replies(reps)
	{
	}

	// DENY for a command that isn't UTF-8; its client was told.
	ModResult OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters);
};
