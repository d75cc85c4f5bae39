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


#include "disguise.h"

#include <algorithm>

// Which parameters of a line are nicks: from first on, and not from end on.
struct NickPlace final
{
	const char* command;
	size_t first;
	size_t end;
};

static const NickPlace SENT[] = {
	{ "PRIVMSG", 0, 1 },
	{ "NOTICE", 0, 1 },
	{ "TAGMSG", 0, 1 },
	{ "INVITE", 0, 1 },
	{ "KICK", 1, 2 },
	{ "MODE", 0, 32 },
};

// Of commands, each may be a list with commas.
static const NickPlace ASKED[] = {
	{ "PRIVMSG", 0, 1 },
	{ "NOTICE", 0, 1 },
	{ "TAGMSG", 0, 1 },
	{ "INVITE", 0, 1 },
	{ "KICK", 1, 2 },
	{ "MODE", 0, 32 },
	{ "WHO", 0, 1 },
	{ "WHOIS", 0, 2 },
	{ "WHOWAS", 0, 1 },
	{ "ISON", 0, 32 },
	{ "USERHOST", 0, 32 },
	{ "MONITOR", 1, 2 },
};

template <size_t Count>
static const NickPlace* Find(const NickPlace (&places)[Count], const std::string& command)
{
	for (const auto& place : places)
	{
		if (command == place.command)
			return &place;
	}
	return nullptr;
}

void Disguise::Replace(ClientProtocol::Message& message, size_t index)
{
	const std::string& text = message.GetParams()[index];
	const size_t bar = text.find('|');
	if (bar == std::string::npos)
		return;

	// The nick alone, or a mask; in the welcome at the end of a sentence.
	const size_t space = text.rfind(' ', bar);
	const size_t begin = space == std::string::npos ? 0 : space + 1;
	const size_t end = std::min(text.find('!', bar), text.length());
	User* const user = people.FindFurther(text.substr(begin, end - begin));
	if (user)
		message.ReplaceParam(index, text.substr(0, begin) + people.GetNick(user) + text.substr(end));
}

void Disguise::OnPopulateTags(ClientProtocol::Message& message)
{
	User* const source = message.GetSourceUser();
	const std::string* const mask = source ? message.GetSource() : nullptr;
	// A mask that was written for the occasion, e.g. an old one, is nobody's business.
	if (mask && mask == &Compat::GetMask(source) && (People::HasNumber(source->nick) || source->nick == source->uuid))
		message.SetSource(people.GetMask(source), source);

	const size_t count = message.GetParams().size();
	const char* const command = message.GetCommand();
	if (!count)
		return;

	// The last parameter of a numeric is text most often.
	if (isdigit(command[0]))
	{
		const size_t end = !strcmp(command, "001") ? count : std::max<size_t>(count - 1, 1);
		for (size_t i = 0; i < end; ++i)
			Replace(message, i);
		return;
	}

	const std::string& first = message.GetParams()[0];
	if (source && !strcmp(command, "NICK"))
	{
		// Nobody is found by the new nick yet.
		if (People::HasNumber(first) && people.GetNick(source) != source->nick)
			message.ReplaceParam(0, People::WithoutNumber(first));
		return;
	}

	const NickPlace* const place = Find(SENT, command);
	for (size_t i = place ? place->first : count; i < count && i < place->end; ++i)
		Replace(message, i);
}

static std::string ReplaceInList(const People& people, const std::string& list)
{
	std::string result;
	irc::commasepstream names(list, true);
	for (std::string name; names.GetToken(name); )
	{
		User* const user = people.FindFurther(name);
		if (!result.empty())
			result.push_back(',');
		result += user ? people.GetNick(user) : name;
	}
	return result;
}

void Disguise::OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters)
{
	const NickPlace* const place = Find(ASKED, command);
	if (!place)
		return;

	for (size_t i = place->first; i < parameters.size() && i < place->end; ++i)
	{
		if (People::HasNumber(parameters[i]))
			parameters[i] = ReplaceInList(people, parameters[i]);
	}
	const bool itself = command == "MODE" && !parameters.empty() && people.IsFurther(user) && irc::equals(parameters[0], people.GetNick(user));
	if (itself)
		parameters[0] = user->nick;
}
