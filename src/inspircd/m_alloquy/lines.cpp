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

#include "lines.h"

// Tags (8191) and a message (512), and room for what later capabilities may bring.
static constexpr size_t MAX_LINE = 16384;

Lines::Lines(Link& link, Devices& devs, Capabilities& caps)
	: devices(devs)
	, capabilities(caps)
{
	link.On(Frame::DELIVER, [this](const Frame::Fields& fields) { OnDeliver(fields); });
}

// One line stays one line, whatever comes.
static bool IsLine(std::string_view line)
{
	static const std::string_view forbidden("\r\n\0", 3);
	return !line.empty() && line.size() <= MAX_LINE && line.find_first_of(forbidden) == std::string_view::npos;
}

void Lines::Write(LocalUser* user, const Frame::Fields& fields, size_t first)
{
	std::string out;
	for (size_t i = first; i < fields.size(); ++i)
	{
		if (IsLine(fields[i]))
			out.append(fields[i]).append("\r\n");
	}
	if (!out.empty())
		user->eh.AddWriteBuf(out);
}

bool Lines::MayHaveTag(LocalUser* user, std::string_view tag)
{
	const std::string_view name = tag.substr(0, tag.find('='));
	if (name == "time")
		return capabilities.Has(user, 's');
	if (name == "account")
		return capabilities.Has(user, 'a');
	if (name == "batch")
		return capabilities.Has(user, 'b');
	return capabilities.Has(user, 't');
}

void Lines::WriteCommon(LocalUser* user, const Frame::Fields& lines)
{
	std::string out;
	for (std::string_view line : lines)
	{
		if (!IsLine(line))
			continue;

		std::string kept;
		const size_t space = line.find(' ');
		if (line[0] == '@' && space != std::string_view::npos)
		{
			std::string_view tags = line.substr(1, space - 1);
			line.remove_prefix(space + 1);
			while (!tags.empty())
			{
				const size_t end = std::min(tags.find(';'), tags.size());
				if (MayHaveTag(user, tags.substr(0, end)))
					kept.append(kept.empty() ? "@" : ";").append(tags.substr(0, end));
				tags.remove_prefix(std::min(end + 1, tags.size()));
			}
		}
		if (!kept.empty())
			out.append(kept).append(" ");
		out.append(line).append("\r\n");
	}
	if (!out.empty())
		user->eh.AddWriteBuf(out);
}

void Lines::ToChannel(Channel* chan, char letter, std::string_view except, const Frame::Fields& lines)
{
	for (const auto& [member, membership] : chan->GetUsers())
	{
		LocalUser* const user = IS_LOCAL(member);
		if (user && user->uuid != except && (!letter || capabilities.Has(user, letter)))
			WriteCommon(user, lines);
	}
}

// deliver: to, capability, not to, lines ...
void Lines::OnDeliver(const Frame::Fields& fields)
{
	if (fields.size() < 4)
		return;

	const size_t colon = fields[0].find(':');
	if (colon == std::string_view::npos)
		return;

	const std::string_view kind = fields[0].substr(0, colon);
	const std::string name(fields[0].substr(colon + 1));
	const char letter = fields[1].empty() ? 0 : fields[1][0];
	const Frame::Fields lines(fields.begin() + 3, fields.end());
	if (kind == "channel")
	{
		Channel* const chan = Compat::FindChan(name);
		if (chan)
			ToChannel(chan, letter, fields[2], lines);
		return;
	}

	std::vector<LocalUser*> users;
	if (kind == "account")
		users = devices.Get(name);
	else if (kind == "uid")
		users.push_back(Compat::FindLocal(name));
	else if (kind == "watchers")
		users = onwatchers(name);
	for (LocalUser* user : users)
	{
		if (user && user->uuid != fields[2] && (!letter || capabilities.Has(user, letter)))
			WriteCommon(user, lines);
	}
}
