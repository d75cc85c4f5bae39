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


#include "lookups.h"

#include <algorithm>

// Of a line, so that it doesn't get too long.
static constexpr size_t MAX_ROOMS = 300;

static bool IsShown(Channel* chan, LocalUser* asker)
{
	static ChanModeReference secret(nullptr, "secret");
	static ChanModeReference hidden(nullptr, "private");
	return chan->HasUser(asker) || (!chan->IsModeSet(secret) && !chan->IsModeSet(hidden));
}

// Rooms that only a further device is in; InspIRCd has told those of the first.
void Lookups::OnWhois(Whois::Context& whois)
{
	User* const target = whois.GetTarget();
	std::string rooms;
	std::vector<Channel*> told;
	for (User* other : people.GetOthers(target))
	{
		for (const Membership* membership : other->chans)
		{
			Channel* const chan = membership->chan;
			if (chan->HasUser(target) || !IsShown(chan, whois.GetSource()) || std::find(told.begin(), told.end(), chan) != told.end())
				continue;
			told.push_back(chan);
			const char prefix = membership->GetPrefixChar();
			rooms += (rooms.empty() ? "" : " ") + (prefix ? std::string(1, prefix) : std::string()) + chan->name;
			if (rooms.length() > MAX_ROOMS)
			{
				whois.SendLine(RPL_WHOISCHANNELS, rooms);
				rooms.clear();
			}
		}
	}
	if (!rooms.empty())
		whois.SendLine(RPL_WHOISCHANNELS, rooms);
}

ModResult Lookups::OnWhoisLine(Whois::Context& whois, Numeric::Numeric& numeric)
{
	if (numeric.GetNumeric() != RPL_WHOISIDLE || numeric.GetParams().size() < 2)
		return MOD_RES_PASSTHRU;

	unsigned long idle = strtoul(numeric.GetParams()[1].c_str(), nullptr, 10);
	for (User* other : people.GetOthers(whois.GetTarget()))
	{
		LocalUser* const local = IS_LOCAL(other);
		if (local)
			idle = std::min<unsigned long>(idle, ServerInstance->Time() - local->idle_lastmsg);
	}
	numeric.GetParams()[1] = std::to_string(idle);
	return MOD_RES_PASSTHRU;
}
