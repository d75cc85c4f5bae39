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

RoomEvents::RoomEvents(const Compat::Account& acct, Link& lnk, Store& str)
	: account(acct)
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
	Send(kind, source, Compat::GetMask(source), chan, parameters);
}

void RoomEvents::OnJoin(Membership* membership)
{
	User* const user = membership->user;
	const std::string name = account.GetName(user);
	Send("JOIN", user, membership->chan, { name.empty() ? "*" : name, Compat::GetRealName(user) });
}

void RoomEvents::OnPart(Membership* membership, const std::string& reason)
{
	Send("PART", membership->user, membership->chan, { reason });
}

void RoomEvents::OnQuit(User* user, const std::string& reason)
{
	for (const Membership* membership : user->chans)
		Send("QUIT", user, membership->chan, { reason });
}

void RoomEvents::OnKick(User* source, Membership* membership, const std::string& reason)
{
	Send("KICK", source, membership->chan, { membership->user->nick, reason });
}

void RoomEvents::OnNick(User* user, const std::string& oldnick)
{
	const std::string& mask = Compat::GetMask(user);
	for (const Membership* membership : user->chans)
		Send("NICK", user, oldnick + mask.substr(mask.find('!')), membership->chan, { user->nick });
}

void RoomEvents::OnMode(User* user, Channel* chan, const Modes::ChangeList& changes)
{
	if (!chan)
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
		if (!change.param.empty())
			parameters.push_back(change.param);
	}
	Send("MODE", user, chan, parameters);
}

void RoomEvents::OnTopic(User* user, Channel* chan, const std::string& topic)
{
	Send("TOPIC", user, chan, { topic });
}
