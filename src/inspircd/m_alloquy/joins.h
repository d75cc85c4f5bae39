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

// A client that joins a room learns what it has read there before the list of members ends: the specification of
// draft/read-marker wants MARKREAD before 366. So alloquyd is asked first, and then the JOIN is handled.

#pragma once

#include "requests.h"

class Joins final
{
private:
	struct Waiting final
	{
		// By room; empty for one whose marker nobody knows.
		std::map<std::string, std::string, irc::insensitive_swo> markers;
		// The command came again and is handled now.
		bool handled = false;
	};

	Link& link;
	Requests& requests;
	Capabilities& capabilities;
	Parking& parking;
	ClientProtocol::EventProvider event;
	// By uid of the client whose JOIN waits.
	std::map<std::string, Waiting> waiting;

	void SendMarker(LocalUser* user, const std::string& room, const std::string& marker);

public:
	Joins(Module* mod, Link& lnk, Requests& reqs, Capabilities& caps, Parking& prk);

	// DENY when the command has to wait; it comes again.
	ModResult OnCommand(LocalUser* user, const CommandBase::Params& parameters);
	void OnCommandEnd(LocalUser* user);
	void Forget(LocalUser* user) { waiting.erase(user->uuid); }
	void OnPostJoin(Membership* membership);
};
