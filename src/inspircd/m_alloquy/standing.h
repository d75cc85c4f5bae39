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


// What a person is in a room is so with every device: rank, kicks, bans, invitations. And the name passes to the next device
// when the first one leaves.

#pragma once

#include "hiding.h"

#include "modules/invite.h"

#include <memory>

class Standing final
	: private ActionBase
{
private:
	class Modes;

	People& people;
	Hiding& hiding;
	Invite::API invites;
	std::unique_ptr<Modes> modelines;
	// Others are treated like the one who was named: it isn't told twice.
	bool silent = false;
	bool checking = false;
	// Who takes a name, by uid, and who left, at the end of this turn of the loop.
	std::vector<std::string> heirs;
	std::vector<User*> gone;

	void Call() override;
	void SetRanks(Channel* chan, User* user, const Membership* like);

public:
	Standing(Module* mod, People& ppl, Hiding& hdg);
	~Standing();

	bool IsSilent() const { return silent; }

	// Before a command: who isn't in the room is found by another device that is.
	void OnCommand(const std::string& command, CommandBase::Params& parameters) const;
	void OnPreMode(Channel* chan, ::Modes::ChangeList& changes) const;

	void OnMode(Channel* chan, const ::Modes::ChangeList& changes);
	void OnPostJoin(Membership* membership);
	void OnKick(User* source, Membership* membership, const std::string& reason, CUList& exceptions);
	void OnQuit(User* user);
	ModResult OnPreInvite(User* source, User* user, Channel* chan) const;
	void OnInvite(User* source, User* user, Channel* chan, time_t timeout);

	// DENY when the ban is for another device.
	ModResult OnCheckBan(User* user, Channel* chan, const std::string& mask);
	// ALLOW when the person is in already.
	ModResult OnCheckEntry(User* user, Channel* chan) const;
};
