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

#include "parking.h"

// As the client could have sent it.
static std::string ToLine(const std::string& command, const CommandBase::Params& parameters)
{
	std::string line;
	for (const auto& [name, data] : parameters.GetTags())
	{
		line += line.empty() ? "@" : ";";
		line += name;
		if (!data.value.empty())
			line += "=" + data.value;
	}
	if (!line.empty())
		line.push_back(' ');
	line += command;
	for (size_t i = 0; i < parameters.size(); ++i)
	{
		line += i + 1 == parameters.size() ? " :" : " ";
		line += parameters[i];
	}
	return line;
}

Parking::Result Parking::Park(LocalUser* user, const std::string& command, const CommandBase::Params& parameters)
{
	// An answer to InspIRCd's own question, without which it would hang up.
	if (held.empty() || command == "PONG")
		return NOT_WAITING;

	auto entry = held.find(user->uuid);
	if (entry == held.end())
		return NOT_WAITING;
	if (entry->second.lines.size() >= MAX_LINES)
		return TOO_MANY;

	entry->second.lines.push_back(ToLine(command, parameters));
	return PARKED;
}

void Parking::ParkFirst(LocalUser* user, const std::string& command, const CommandBase::Params& parameters)
{
	held[user->uuid].lines.push_front(ToLine(command, parameters));
}

void Parking::Release(const std::string& uuid)
{
	auto entry = held.find(uuid);
	if (entry == held.end() || --entry->second.waiting > 0)
		return;

	std::deque<std::string> lines = std::move(entry->second.lines);
	held.erase(entry);
	while (!lines.empty())
	{
		LocalUser* const user = Compat::FindConnection(uuid);
		if (!user)
			return;

		const std::string line = std::move(lines.front());
		lines.pop_front();
		// It was paid for when it came in.
		const unsigned int penalty = user->CommandFloodPenalty;
		ServerInstance->Parser.ProcessBuffer(user, line);
		user->CommandFloodPenalty = penalty;

		// It may have asked alloquyd in turn.
		auto again = held.find(uuid);
		if (again != held.end())
		{
			again->second.lines.insert(again->second.lines.end(), lines.begin(), lines.end());
			return;
		}
	}
}
