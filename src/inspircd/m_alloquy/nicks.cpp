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

#include "nicks.h"

Nicks::Nicks(Module* mod, const Compat::Account& acct, const People& ppl, Hiding& hdg)
	: ext(mod, "alloquy-nick")
	, account(acct)
	, people(ppl)
	, hiding(hdg)
{
}

Nicks::Wish& Nicks::GetWish(LocalUser* user)
{
	Wish* wish = ext.Get(user);
	if (!wish)
	{
		wish = new Wish;
		ext.Set(user, wish);
	}
	return *wish;
}

void Nicks::OnNickCommand(LocalUser* user, CommandBase::Params& parameters)
{
	if (parameters.empty() || Compat::IsFullyConnected(user) || !ServerInstance->IsNick(parameters[0]))
		return;

	Wish& wish = GetWish(user);
	wish.asked = parameters[0];
	const User* holder = Compat::FindNick(parameters[0]);
	if (holder && holder != user)
		parameters[0] = "0"; // InspIRCd's way to ask for one's uid as nick
}

// Somebody came to another server with the nick meanwhile: InspIRCd then takes it away and wants another NICK, which no client
// sends. It is the same as if the nick had been taken before.
void Nicks::Park(LocalUser* user)
{
	const Wish* wish = ext.Get(user);
	if (wish && !wish->asked.empty() && user->nick == user->uuid && !Compat::HasNick(user))
		Compat::SetHasNick(user);
}

ModResult Nicks::OnUserPreNick(LocalUser* user, const std::string& newnick)
{
	if (!Compat::IsFullyConnected(user) || !account.IsSet(user) || newnick == user->nick)
		return MOD_RES_PASSTHRU;

	// What its client believes to be called already.
	if (newnick == people.GetNick(user))
		return MOD_RES_DENY;

	user->WriteNumeric(447, newnick, "You can't change your nick: it is the name of your account.");
	return MOD_RES_DENY;
}

// Whoever holds the nick without being its owner gives it up. The services see the uid as nick and find another one.
void Nicks::MakeRoom(LocalUser* user, const std::string& nick)
{
	LocalUser* holder = IS_LOCAL(Compat::FindNick(nick));
	if (!holder || holder == user)
		return;

	if (!Compat::IsFullyConnected(holder))
	{
		// It stays registered with a nick: its client isn't bothered, and gets its own when it signs in.
		GetWish(holder).asked = holder->nick;
		holder->ChangeNick(holder->uuid);
	}
	else if (!account.IsSet(holder))
		holder->ChangeNick(holder->uuid);
}

// Between a person's devices nicks change without anybody noticing.
bool Nicks::Change(LocalUser* user, const std::string& nick)
{
	hiding.renaming = irc::equals(People::WithoutNumber(nick), people.GetNick(user));
	const bool done = user->ChangeNick(nick);
	hiding.renaming = false;
	return done;
}

void Nicks::Give(LocalUser* user, const std::string& nick)
{
	if (!ServerInstance->IsNick(nick))
		return;

	if (!Compat::IsFullyConnected(user))
	{
		GetWish(user).given = nick;
		return;
	}

	MakeRoom(user, nick);
	// With the uid as nick the services notice that it didn't work, and sort it out.
	if (user->nick != nick && !Change(user, nick))
		user->ChangeNick(user->uuid);
}

void Nicks::Complete(LocalUser* user)
{
	Wish* wish = ext.Get(user);
	if (!wish)
		return;

	const std::string nick = wish->given;
	ext.Unset(user);
	if (nick.empty() || nick == user->nick || !account.IsSet(user))
		return;

	MakeRoom(user, nick);
	const User* holder = Compat::FindNick(nick);
	if (!holder || holder == user)
		Change(user, nick);
	else
		user->ChangeNick(user->uuid);
}

std::string Nicks::GetAsked(LocalUser* user) const
{
	const Wish* wish = ext.Get(user);
	return wish && !wish->asked.empty() ? wish->asked : user->nick;
}
