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

// While a client waits for an answer from alloquyd, its next commands wait too: answers come in the order of the questions.

#pragma once

#include "compat.h"

#include <deque>
#include <map>

class Parking final
{
private:
	struct Held final
	{
		std::deque<std::string> lines;
		size_t waiting = 0;
	};

	std::map<std::string, Held> held;

public:
	// More than any client has a reason to send before it reads an answer.
	static constexpr size_t MAX_LINES = 200;

	enum Result
	{
		NOT_WAITING,
		PARKED,
		TOO_MANY
	};

	// The client waits for one more answer.
	void Hold(LocalUser* user) { held[user->uuid].waiting++; }

	// Parks a command of a client that waits.
	Result Park(LocalUser* user, const std::string& command, const CommandBase::Params& parameters);

	// The same, ahead of what is parked already.
	void ParkFirst(LocalUser* user, const std::string& command, const CommandBase::Params& parameters);

	// An answer came: when it was the last, what was parked is handled.
	void Release(const std::string& uuid);

	void Forget(LocalUser* user) { held.erase(user->uuid); }
};
