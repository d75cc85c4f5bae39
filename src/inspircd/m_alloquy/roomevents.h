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

// What happens in rooms besides messages: who came, went, was renamed, and what changed. For draft/event-playback. Of the devices
// of a person only what others see.

#pragma once

#include "link.h"
#include "standing.h"
#include "store.h"

class RoomEvents final
{
private:
	const Compat::Account& account;
	People& people;
	const Standing& standing;
	Link& link;
	Store& store;

	void Send(const char* kind, User* source, const std::string& mask, Channel* chan, const std::vector<std::string>& parameters);
	void Send(const char* kind, User* source, Channel* chan, const std::vector<std::string>& parameters);

public:
	RoomEvents(const Compat::Account& acct, People& ppl, const Standing& stand, Link& lnk, Store& str);

	void OnJoin(Membership* membership);
	void OnPart(Membership* membership, const std::string& reason);
	void OnQuit(User* user, const std::string& reason);
	void OnKick(User* source, Membership* membership, const std::string& reason);
	void OnNick(User* user, const std::string& oldnick);
	void OnMode(User* user, Channel* chan, const Modes::ChangeList& changes);
	void OnTopic(User* user, Channel* chan, const std::string& topic);
};
