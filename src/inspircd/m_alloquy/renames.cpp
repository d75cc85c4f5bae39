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


#include "renames.h"

// Of old names, and how long they lead to the new one.
static constexpr size_t MAX_FORMER = 1000;
static constexpr time_t LEADS_FOR = 60 * 60;
// Each rename makes everybody's client draw the channel anew.
static constexpr time_t COOLDOWN = 60;

Renames::Renames(Module* mod, const Services& srv, Capabilities& caps, Replies& reps, Requests& requests)
	: services(srv)
	, capabilities(caps)
	, replies(reps)
	, event(mod, "RENAME")
{
	requests.Before("RENAME", [this](LocalUser* user, const CommandBase::Params& parameters) { return Check(user, parameters); });
	requests.OnOrder("rename", [this](const Frame::Fields& fields) { Order(fields); });
}

const Renames::Former* Renames::Find(const std::string& name) const
{
	auto entry = former.find(name);
	return entry == former.end() || entry->second.since + LEADS_FOR < ServerInstance->Time() ? nullptr : &entry->second;
}

bool Renames::WasRenamedRecently(Channel* chan) const
{
	for (const auto& [name, entry] : former)
	{
		if (irc::equals(entry.now, chan->name) && entry.since + COOLDOWN > ServerInstance->Time())
			return true;
	}
	return false;
}

Requests::Refusal Renames::Fail(LocalUser* user, const char* code, const CommandBase::Params& parameters, const std::string& text)
{
	return [this, user, code, parameters, text] { replies.Fail(user, "RENAME", code, { parameters[0], parameters[1] }, text); };
}

Requests::Refusal Renames::Check(LocalUser* user, const CommandBase::Params& parameters)
{
	if (parameters.size() < 2)
		return [user] { user->WriteNumeric(461, "RENAME", "Not enough parameters."); };

	const std::string& from = parameters[0];
	const std::string& to = parameters[1];
	Channel* const chan = Compat::FindChan(from);
	// A secret channel isn't there for who isn't in it.
	if (!chan || (!chan->HasUser(user) && (Compat::IsModeSet(chan, 's') || Compat::IsModeSet(chan, 'p'))))
		return [user, from] { user->WriteNumeric(403, from, "No such channel"); };
	if (!chan->HasUser(user))
		return [user, from] { user->WriteNumeric(442, from, "You're not on that channel!"); };
	if (chan->GetPrefixValue(user) < OP_VALUE)
		return [user, from] { user->WriteNumeric(482, from, "You must be a channel operator to rename it."); };

	if (!Compat::IsChannel(to) || to[0] != chan->name[0])
		return Fail(user, "CANNOT_RENAME", parameters, "That can't be the name of a channel like this one.");
	if (to == chan->name)
		return Fail(user, "CANNOT_RENAME", parameters, "The channel has that name already.");
	// Others would go on to speak about a channel that isn't there any more: no message between servers tells of a rename.
	if (services.HasOtherServers())
		return Fail(user, "CANNOT_RENAME", parameters, "Channels can't be renamed while another server is linked.");

	Channel* const holder = Compat::FindChan(to);
	const Former* const promised = Find(to);
	if ((holder && holder != chan) || (promised && !irc::equals(promised->now, chan->name)))
		return Fail(user, "CHANNEL_NAME_IN_USE", parameters, "There is a channel of that name already.");
	if (WasRenamedRecently(chan))
		return Fail(user, "CANNOT_RENAME", parameters, "The channel has been renamed a moment ago. Try again in a minute.");
	return nullptr;
}

// rename <old> <new> <source mask, or empty> <reason>
void Renames::Order(const Frame::Fields& fields)
{
	if (fields.size() < 6)
		return;

	const std::string to(fields[3]);
	Channel* const chan = Compat::FindChan(std::string(fields[2]));
	Channel* const holder = Compat::FindChan(to);
	if (!Compat::IsChannel(to) || (holder && holder != chan))
		return;

	const std::string from = chan ? chan->name : std::string(fields[2]);
	const bool sameword = irc::equals(from, to);
	if (!sameword)
		Remember(from, to);
	if (!chan)
		return;

	const std::string reason(fields[5]);
	const std::string source = fields[4].empty() ? ServerInstance->Config->GetServerName() : std::string(fields[4]);
	ClientProtocol::Message rename("RENAME", source);
	rename.PushParam(from);
	rename.PushParam(to);
	rename.PushParam(reason);
	std::vector<std::pair<LocalUser*, Membership*>> others;
	for (const auto& [member, membership] : chan->GetUsers())
	{
		LocalUser* const user = IS_LOCAL(member);
		if (!user)
			continue;
		if (capabilities.Has(user, 'n'))
			user->Send(event, rename);
		else if (!sameword)
		{
			others.emplace_back(user, membership);
			ClientProtocol::Message part("PART", user);
			part.PushParam(from);
			if (!reason.empty())
				part.PushParam(reason);
			ClientProtocol::Event partevent(ServerInstance->GetRFCEvents().part, part);
			user->Send(partevent);
		}
	}

	auto& channels = Compat::GetChans();
	channels.erase(from);
	chan->name = to;
	channels[to] = chan;
	services.Tell("RENAME", { from, to });
	for (const auto& [user, membership] : others)
		Rejoin(user, membership);
}

void Renames::Rejoin(LocalUser* user, Membership* membership)
{
	ClientProtocol::Events::Join join(membership);
	user->Send(join);
	CommandBase::Params parameters;
	parameters.push_back(membership->chan->name);
	if (!membership->chan->topic.empty())
		ServerInstance->Parser.CallHandler("TOPIC", parameters, user);
	ServerInstance->Parser.CallHandler("NAMES", parameters, user);
}

void Renames::Remember(const std::string& from, const std::string& to)
{
	const time_t now = ServerInstance->Time();
	for (auto entry = former.begin(); entry != former.end(); )
	{
		// What led here leads on; a name that is in use again leads nowhere.
		if (irc::equals(entry->second.now, from))
			entry->second.now = to;
		if (entry->second.since + LEADS_FOR < now || irc::equals(entry->first, to))
			entry = former.erase(entry);
		else
			++entry;
	}
	if (former.size() < MAX_FORMER)
		former[from] = { to, now };
}

ModResult Renames::OnJoin(LocalUser* user, CommandBase::Params& parameters)
{
	if (former.empty() || parameters.empty())
		return MOD_RES_PASSTHRU;

	std::string names;
	std::string keys;
	irc::commasepstream namelist(parameters[0], true);
	const std::string allkeys = parameters.size() > 1 ? parameters[1] : std::string();
	irc::commasepstream keylist(allkeys, true);
	bool changed = false;
	std::string key;
	for (std::string name; namelist.GetToken(name); )
	{
		key.clear();
		keylist.GetToken(key);
		const Former* const entry = Compat::FindChan(name) ? nullptr : Find(name);
		if (entry)
		{
			changed = true;
			const std::string now = entry->now;
			if (capabilities.Has(user, 'n'))
			{
				replies.Fail(user, "JOIN", "CHANNEL_RENAMED", { name, now }, "The channel has been renamed");
				continue;
			}
			user->WriteNumeric(470, name, now, "The channel has been renamed");
			name = now;
		}
		if (!names.empty())
		{
			names.push_back(',');
			keys.push_back(',');
		}
		names.append(name);
		keys.append(key);
	}
	if (!changed)
		return MOD_RES_PASSTHRU;
	if (names.empty())
		return MOD_RES_DENY;

	parameters[0] = names;
	if (parameters.size() > 1)
		parameters[1] = keys;
	return MOD_RES_PASSTHRU;
}
