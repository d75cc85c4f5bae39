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


// One person, one name: an account may be connected many times. Its first device has the account's name as nick, the others
// name|2, name|3, ... (docs/protocol/irc.md); nobody is to see more than one of them.

#pragma once

#include "compat.h"

#include <map>
#include <unordered_map>

class People final
{
private:
	typedef std::vector<User*> List;

	// Of every server.
	std::map<std::string, List, irc::insensitive_swo> byaccount;
	std::unordered_map<User*, std::string> accounts;
	// What GetMask returned.
	Compat::UserExt<std::string> masks;

public:
	explicit People(Module* mod);

	void OnAccountChange(User* user, const std::string& name);
	void OnGone(User* user) { OnAccountChange(user, std::string()); }

	// The nick without a device's number; of somebody who is between two nicks the account's name.
	static std::string WithoutNumber(const std::string& nick) { return nick.substr(0, nick.find('|')); }
	static bool HasNumber(const std::string& nick) { return nick.find('|') != std::string::npos; }

	// Not the first device: others don't see its nick.
	bool IsFurther(User* user) const;

	// Nick and nick!user@host as others see them, and the person's own client too.
	std::string GetNick(User* user) const;
	const std::string& GetMask(User* user);
	// Who is meant by name|2; null if this isn't a device's nick.
	User* FindFurther(const std::string& nick) const;

	// The person's other devices; without those that are leaving or not registered yet.
	List GetOthers(User* user) const;
	// Of the devices in a room the one that stands for the person: the first, or that with the lowest number.
	bool IsFace(Channel* chan, User* user) const;
	bool HasOther(Channel* chan, User* user) const;
	// Somebody who is signed in with this name and has it as nick, without or with a number; null if nobody has.
	User* FindByName(const std::string& name) const;
	// Two devices of one account, whatever their nicks are at the moment.
	bool HaveOneAccount(User* one, User* other) const;
	// This user, if in the room, or else another device of the person that is.
	User* GetIn(Channel* chan, User* user) const;
};
