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


#include "metadata.h"
#include "people.h"

#include <algorithm>
#include <set>

// Fifty keys of the longest kind, and more than enough.
static constexpr size_t MAX_SUBSCRIPTIONS = 8192;

Metadata::Metadata(Module* mod, const Compat::Account& acct, Link& lnk, Devices& devs, Capabilities& caps, Requests& reqs, Lines& lines)
	: ext(mod, "alloquy-metadata")
	, account(acct)
	, link(lnk)
	, devices(devs)
	, capabilities(caps)
	, requests(reqs)
	, monitor(mod)
{
	requests.OnAct("subscriptions", [this](LocalUser* user, const Frame::Fields& fields) {
		if (fields[2].size() <= MAX_SUBSCRIPTIONS)
			GetState(user).subscriptions = fields[2];
	});
	lines.onwatchers = [this](const std::string& about) { return GetWatchers(about); };
}

Metadata::State& Metadata::GetState(LocalUser* user)
{
	State* state = ext.Get(user);
	if (!state)
	{
		state = new State;
		ext.Set(user, state);
	}
	return *state;
}

const std::string& Metadata::GetSubscriptions(LocalUser* user)
{
	static const std::string none;
	State* const state = ext.Get(user);
	// Who gives up the capability gives up its subscriptions.
	if (state && !IsAware(user))
		state->subscriptions.clear();
	return state ? state->subscriptions : none;
}

bool Metadata::IsSubscribed(LocalUser* user, const std::string& key)
{
	const std::string& subscriptions = GetSubscriptions(user);
	return !subscriptions.empty() && ("," + subscriptions + ",").find("," + key + ",") != std::string::npos;
}

void Metadata::OnCommand(LocalUser* user, CommandBase::Params& parameters)
{
	parameters.insert(parameters.begin(), GetSubscriptions(user));
}

bool Metadata::Holds(LocalUser* user)
{
	if (!IsAware(user) || !account.IsSet(user) || !Compat::HasNickAndUser(user))
		return false;

	State& state = GetState(user);
	if (state.burst == NOT_ASKED && !link.IsUp())
		state.burst = KNOWN;
	if (state.burst == NOT_ASKED)
	{
		state.burst = ASKED;
		requests.Ask(user, "PROFILE", { }, [this](LocalUser* asker, const std::vector<std::string>& answer) {
			State& asked = GetState(asker);
			asked.burst = KNOWN;
			asked.own = answer;
			if (!Compat::IsFullyConnected(asker))
				onready(asker);
		});
	}
	return state.burst == ASKED;
}

void Metadata::OnMotd(LocalUser* user)
{
	if (!IsAware(user))
		return;

	State& state = GetState(user);
	Write(user, state.own);
	state.own.clear();
}

// A batch, also when there is nothing to say: the specification wants it.
void Metadata::Write(LocalUser* user, const std::vector<std::string>& own)
{
	const std::string server = ":" + ServerInstance->Config->GetServerName();
	const std::string nick = People::WithoutNumber(user->nick);
	const std::string reference = "metadata" + std::to_string(++lastbatch);
	std::string out = server + " BATCH +" + reference + " metadata " + nick + "\r\n";
	for (const auto& line : own)
	{
		const size_t space = line.find(' ');
		if (space != std::string::npos && line.find_first_of("\r\n") == std::string::npos)
			out += "@batch=" + reference + " " + server + " METADATA " + nick + " " + line.substr(0, space) + " * :" + line.substr(space + 1) + "\r\n";
	}
	out += server + " BATCH -" + reference + "\r\n";
	user->eh.AddWriteBuf(out);
}

void Metadata::OnPostJoin(Membership* membership)
{
	LocalUser* const user = IS_LOCAL(membership->user);
	if (!user || !link.IsUp() || GetSubscriptions(user).empty())
		return;

	requests.AskQuietly(user, "PROFILES", { GetSubscriptions(user), membership->chan->name });
}

class Metadata::WatcherList final
	: public Monitor::ForEachHandler
{
public:
	std::set<LocalUser*> users;

	void Execute(LocalUser* user) override { users.insert(user); }

	void AddMembers(Channel* chan)
	{
		for (const auto& [member, membership] : chan->GetUsers())
		{
			if (IS_LOCAL(member))
				users.insert(IS_LOCAL(member));
		}
	}
};

std::vector<LocalUser*> Metadata::GetWatchers(const std::string& about)
{
	// Keys have no colon.
	const size_t colon = about.find(':');
	const std::string key = about.substr(0, colon);
	const std::string target = colon == std::string::npos ? std::string() : about.substr(colon + 1);
	WatcherList list;
	Channel* const chan = target[0] == '#' ? Compat::FindChan(target) : nullptr;
	if (chan)
		list.AddMembers(chan);
	else if (target[0] != '#')
	{
		std::set<User*> holders;
		User* const first = Compat::FindNick(target);
		if (first && irc::equals(account.GetName(first), target))
			holders.insert(first);
		for (LocalUser* device : devices.Get(target))
		{
			holders.insert(device);
			list.users.insert(device);
		}
		for (User* holder : holders)
		{
			for (const Membership* membership : holder->chans)
				list.AddMembers(membership->chan);
		}
		if (first && monitor)
			monitor->ForEachWatcher(first, list, false);
	}

	std::vector<LocalUser*> result;
	for (LocalUser* user : list.users)
	{
		if (Compat::IsFullyConnected(user) && IsSubscribed(user, key))
			result.push_back(user);
	}
	return result;
}
