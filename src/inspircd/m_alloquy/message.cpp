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

#include "message.h"

// Client-only tags as on the wire: InspIRCd keeps values escaped as they came.
static std::string GetClientTags(const ClientProtocol::TagMap& tags)
{
	std::string result;
	for (const auto& [name, data] : tags)
	{
		if (name[0] != '+')
			continue;
		if (!result.empty())
			result.push_back(';');
		result += name;
		if (!data.value.empty())
			result += "=" + data.value;
	}
	return result;
}

std::string Message::ToFrame(Frame::Type type) const
{
	Frame::Writer frame(type);
	frame.Add(number).Add(id).Add(kind).Add(uuid).Add(source).Add(account);
	// People are known by their accounts; a nick may be a device's.
	frame.Add(targetaccount.empty() ? target : targetaccount).Add(targetaccount);
	frame.Add(flags).Add(GetClientTags(tags)).Add(text);
	return frame.Finish();
}

void Message::SendTo(LocalUser* user, const std::string& from, const std::string& to, Capabilities& capabilities, Tags& ownedtags) const
{
	const bool tagsonly = kind == "TAGMSG";
	if (tagsonly && !capabilities.Has(user, 't'))
		return;

	ClientProtocol::Message line(kind.c_str(), from);
	line.PushParamRef(to);
	if (!tagsonly)
		line.PushParamRef(text);
	line.AddTags(tags);
	if (!account.empty())
		ownedtags.account.AddTo(line, account);
	user->Send(ServerInstance->GetRFCEvents().privmsg, line);
}
