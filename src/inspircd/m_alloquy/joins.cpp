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

#include "joins.h"

Joins::Joins(Module* mod, Link& lnk, Requests& reqs, Capabilities& caps, Parking& prk)
	: link(lnk)
	, requests(reqs)
	, capabilities(caps)
	, parking(prk)
	, event(mod, "MARKREAD")
{
}

// The last word of ":server MARKREAD #room timestamp=..."; empty if it is something else, e.g. a FAIL.
static std::string GetMarker(const std::vector<std::string>& lines)
{
	for (const auto& line : lines)
	{
		const size_t space = line.rfind(' ');
		if (line.find(" MARKREAD ") == std::string::npos || line.find(" FAIL ") != std::string::npos)
			continue;
		const std::string marker = line.substr(space + 1);
		if (marker == "*" || marker.compare(0, 10, "timestamp=") == 0)
			return marker;
	}
	return std::string();
}

ModResult Joins::OnCommand(LocalUser* user, const CommandBase::Params& parameters)
{
	auto again = waiting.find(user->uuid);
	if (again != waiting.end())
	{
		again->second.handled = true;
		return MOD_RES_PASSTHRU;
	}
	if (parameters.empty() || !link.IsUp() || !Compat::IsFullyConnected(user) || !capabilities.Has(user, 'k'))
		return MOD_RES_PASSTHRU;

	std::vector<std::string> rooms;
	irc::commasepstream list(parameters[0]);
	for (std::string room; list.GetToken(room) && rooms.size() < ServerInstance->Config->MaxTargets; )
	{
		if (room[0] == '#')
			rooms.push_back(room);
	}
	if (rooms.empty())
		return MOD_RES_PASSTHRU;

	waiting[user->uuid];
	for (const auto& room : rooms)
	{
		requests.Ask(user, "MARKREAD", { room }, [this, room](LocalUser* asker, const std::vector<std::string>& lines) {
			waiting[asker->uuid].markers[room] = GetMarker(lines);
		});
	}
	parking.ParkFirst(user, "JOIN", parameters);
	return MOD_RES_DENY;
}

void Joins::OnCommandEnd(LocalUser* user)
{
	auto entry = waiting.find(user->uuid);
	if (entry != waiting.end() && entry->second.handled)
		waiting.erase(entry);
}

void Joins::SendMarker(LocalUser* user, const std::string& room, const std::string& marker)
{
	if (marker.empty())
		return;

	ClientProtocol::Message message("MARKREAD", ServerInstance->Config->GetServerName());
	message.PushParam(room);
	message.PushParam(marker);
	user->Send(event, message);
}

void Joins::OnPostJoin(Membership* membership)
{
	LocalUser* const user = IS_LOCAL(membership->user);
	if (!user || !capabilities.Has(user, 'k'))
		return;

	const std::string room = membership->chan->name;
	auto asked = waiting.find(user->uuid);
	if (asked != waiting.end())
		return SendMarker(user, room, asked->second.markers[room]);

	// Somebody else made the client join: there was no moment to ask in.
	requests.Ask(user, "MARKREAD", { room }, [this, room](LocalUser* asker, const std::vector<std::string>& lines) {
		SendMarker(asker, room, GetMarker(lines));
	});
}
