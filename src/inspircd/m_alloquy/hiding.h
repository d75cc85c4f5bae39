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


// Of a person's devices in a room others see one: who comes and goes, lists of members, renames, away.

#pragma once

#include "people.h"

#include "modules/names.h"
#include "modules/who.h"

#include <memory>

class Hiding final
	: private Names::EventListener
	, private Who::EventListener
{
private:
	class Renames;
	class Accounts;
	class AwayLines;

	People& people;
	std::unique_ptr<Renames> renames;
	std::unique_ptr<Accounts> accountlines;
	std::unique_ptr<AwayLines> awaylines;
	// Whose AWAY is being handled.
	User* awaychanging = nullptr;

	ModResult OnNamesListItem(LocalUser* issuer, Membership* membership, std::string& prefixes, std::string& nick) override;
	ModResult OnWhoLine(const Who::Request& request, LocalUser* source, User* user, Membership* membership, Numeric::Numeric& numeric) override;

	bool IsHidden(Membership* membership) const;

public:
	// A device takes another nick, which others see as the same.
	bool renaming = false;

	Hiding(Module* mod, People& ppl);
	~Hiding();

	// Everybody in the room but this user, if the person has another device there.
	void Except(Membership* membership, CUList& exceptions) const;

	// A device quits whose person stays: the rooms that only it was in see a PART.
	void OnQuit(User* user, const std::string& reason) const;

	// Whose line (QUIT, NICK, AWAY ...) goes to whom.
	void OnBuildNeighborList(User* source, Compat::Neighbors& rooms, Compat::NeighborExceptions& exceptions);

	// Somebody signed in as another person, and has the nick now.
	void OnNick(User* user, const std::string& oldnick);

	// DENY for numerics that would tell of devices.
	ModResult OnNumeric(const Numeric::Numeric& numeric);

	void OnCommandBegin(LocalUser* user, const std::string& command) { awaychanging = command == "AWAY" ? user : nullptr; }
	void OnCommandEnd() { awaychanging = nullptr; }

	// No device of this person is here. Those that never sit in front of a screen don't count.
	bool IsAway(User* user) const;
};
