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
#include "edits.h"

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
	if (!tagsonly && Edits::IsEdit(tags) && !capabilities.Has(user, 'i'))
		return Edits::ForPlainClient(*this, ownedtags).Send(user, from, to, capabilities, ownedtags);
	Send(user, from, to, capabilities, ownedtags);
}

void Message::Send(LocalUser* user, const std::string& from, const std::string& to, Capabilities& capabilities, Tags& ownedtags) const
{
	if (!lines.empty())
		return capabilities.Has(user, 'm') && capabilities.Has(user, 'b') ? SendBatch(user, from, to, ownedtags) : SendLines(user, from, to, ownedtags);

	ClientProtocol::Message line(kind.c_str(), from);
	line.PushParamRef(to);
	if (kind != "TAGMSG")
		line.PushParamRef(text);
	line.AddTags(tags);
	if (!account.empty())
		ownedtags.account.AddTo(line, account);
	user->Send(ServerInstance->GetRFCEvents().privmsg, line);
}

// https://ircv3.net/specs/extensions/multiline: what concerns the whole message is on the line that opens the batch.
void Message::SendBatch(LocalUser* user, const std::string& from, const std::string& to, Tags& ownedtags) const
{
	auto& event = ServerInstance->GetRFCEvents().privmsg;
	const std::string name = "multi" + std::to_string(id);
	ClientProtocol::Message open("BATCH", from);
	open.PushParam("+" + name);
	open.PushParam("draft/multiline");
	open.PushParam(to);
	open.AddTags(tags);
	if (!account.empty())
		ownedtags.account.AddTo(open, account);
	user->Send(event, open);

	for (const auto& part : lines)
	{
		ClientProtocol::Message line(kind.c_str(), from);
		line.PushParamRef(to);
		line.PushParamRef(part.text);
		ownedtags.batch.AddTo(line, name);
		if (part.concat)
			ownedtags.concat.AddTo(line, std::string());
		user->Send(event, line);
	}

	ClientProtocol::Message close("BATCH", from);
	close.PushParam("-" + name);
	user->Send(event, close);
}

// For those who don't know multiline messages: one after the other, and the first stands for the whole.
void Message::SendLines(LocalUser* user, const std::string& from, const std::string& to, Tags& ownedtags) const
{
	bool first = true;
	for (const auto& part : lines)
	{
		if (part.text.empty())
			continue;

		ClientProtocol::Message line(kind.c_str(), from);
		line.PushParamRef(to);
		line.PushParamRef(part.text);
		if (first)
			line.AddTags(tags);
		else if (auto time = tags.find(ownedtags.time.name); time != tags.end())
			ownedtags.time.AddTo(line, time->second.value);
		if (!account.empty())
			ownedtags.account.AddTo(line, account);
		first = false;
		user->Send(ServerInstance->GetRFCEvents().privmsg, line);
	}
}
