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


// The module as far as it only makes one person of several devices: events that nobody else here wants.

#pragma once

#include "disguise.h"
#include "lookups.h"
#include "standing.h"

class PersonModule
	: public Compat::ModuleBase
{
protected:
	People people;
	Disguise disguise;
	Hiding hiding;
	Standing standing;
	Lookups lookups;

public:
	explicit PersonModule(const std::string& description)
		: Compat::ModuleBase(description)
		, people(this)
		, disguise(this, people)
		, hiding(this, people)
		, standing(this, people, hiding)
		, lookups(this, people)
	{
	}

	void OnUserJoin(Membership* membership, bool sync, bool created, CUList& exceptions) override
	{
		hiding.Except(membership, exceptions);
	}

	ModResult OnPreMode(User* source, User* dest, Channel* chan, Modes::ChangeList& changes) override
	{
		if (chan && IS_LOCAL(source))
			standing.OnPreMode(chan, changes);
		return MOD_RES_PASSTHRU;
	}

	void OnBuildNeighborList(User* source, Compat::Neighbors& rooms, Compat::NeighborExceptions& exceptions) override
	{
		hiding.OnBuildNeighborList(source, rooms, exceptions);
	}

	void OnUserInvite(User* source, User* dest, Channel* chan, time_t timeout, Compat::Rank rank, CUList& exceptions) override
	{
		standing.OnInvite(source, dest, chan, timeout);
	}

	ModResult OnCheckBan(User* user, Channel* chan, const std::string& mask) override
	{
		return standing.OnCheckBan(user, chan, mask);
	}

	ModResult OnCheckInvite(User* user, Channel* chan) override
	{
		return standing.OnCheckEntry(user, chan);
	}

	ModResult OnCheckKey(User* user, Channel* chan, const std::string& key) override
	{
		return standing.OnCheckEntry(user, chan);
	}

	ModResult OnCheckLimit(User* user, Channel* chan) override
	{
		return standing.OnCheckEntry(user, chan);
	}
};
