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

#include "roomevents.h"

RoomEvents::RoomEvents(const Compat::Account& acct, People& ppl, const Standing& stand, Link& lnk, Store& str)
	: account(acct)
	, people(ppl)
	, standing(stand)
	, link(lnk)
	, store(str)
{
}

// Nobody waits for an event to be stored: one that happens without a link is lost. Other servers tell their own.
void RoomEvents::Send(const char* kind, User* source, const std::string& mask, Channel* chan, const std::vector<std::string>& parameters)
{
	if (!link.IsUp() || !IS_LOCAL(source))
		return;

	Frame::Writer frame(Frame::EVENT);
	frame.Add(kind).Add(store.NewId()).Add(mask).Add(account.GetName(source)).Add(chan->name);
	for (const auto& parameter : parameters)
		frame.Add(parameter);
	link.Send(std::move(frame));
}

void RoomEvents::Send(const char* kind, User* source, Channel* chan, const std::vector<std::string>& parameters)
{
	Send(kind, source, people.GetMask(source), chan, parameters);
}

void RoomEvents::OnJoin(Membership* membership)
{
	User* const user = membership->user;
	const std::string name = account.GetName(user);
	if (!people.HasOther(membership->chan, user))
		Send("JOIN", user, membership->chan, { name.empty() ? "*" : name, Compat::GetRealName(user) });
}

void RoomEvents::OnPart(Membership* membership, const std::string& reason)
{
	if (!people.HasOther(membership->chan, membership->user))
		Send("PART", membership->user, membership->chan, { reason });
}

void RoomEvents::OnQuit(User* user, const std::string& reason)
{
	// Who has another device doesn't quit, but leaves the rooms that only this one was in.
	const char* const kind = people.GetOthers(user).empty() ? "QUIT" : "PART";
	for (const Membership* membership : user->chans)
	{
		if (!people.HasOther(membership->chan, user))
			Send(kind, user, membership->chan, { reason });
	}
}

void RoomEvents::OnKick(User* source, Membership* membership, const std::string& reason)
{
	if (!standing.IsSilent())
		Send("KICK", source, membership->chan, { people.GetNick(membership->user), reason });
}

void RoomEvents::OnNick(User* user, const std::string& oldnick)
{
	const std::string before = People::WithoutNumber(oldnick);
	const std::string after = people.GetNick(user);
	if (before == after)
		return;

	const std::string& mask = people.GetMask(user);
	for (const Membership* membership : user->chans)
	{
		if (people.IsFace(membership->chan, user))
			Send("NICK", user, before + mask.substr(mask.find('!')), membership->chan, { after });
	}
}

void RoomEvents::OnMode(User* user, Channel* chan, const Modes::ChangeList& changes)
{
	if (!chan || standing.IsSilent())
		return;

	std::vector<std::string> parameters(1);
	char sign = 0;
	for (const auto& change : changes.getlist())
	{
		const char wanted = change.adding ? '+' : '-';
		if (wanted != sign)
			parameters[0].push_back(wanted);
		sign = wanted;
		parameters[0].push_back(change.mh->GetModeChar());
		if (change.param.empty())
			continue;
		User* const device = people.FindFurther(change.param);
		parameters.push_back(device ? people.GetNick(device) : change.param);
	}
	Send("MODE", user, chan, parameters);
}

void RoomEvents::OnTopic(User* user, Channel* chan, const std::string& topic)
{
	Send("TOPIC", user, chan, { topic });
}
