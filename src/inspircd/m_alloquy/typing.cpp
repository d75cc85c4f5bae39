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


#include "typing.h"
#include "alarm.h"

static constexpr uint64_t INTERVAL = 3000;
// Of one client, within the interval.
static constexpr size_t MAX_TARGETS = 20;

static bool IsTypingTag(const std::string& name)
{
	return name == "+typing" || name == "+draft/typing";
}

bool Typing::IsTyping(const ClientProtocol::TagMap& tags)
{
	bool typing = false;
	for (const auto& [name, data] : tags)
	{
		if (IsTypingTag(name))
			typing = true;
		else if (name[0] == '+' && name != "+channel-context" && name != "+draft/channel-context")
			return false;
	}
	return typing;
}

static std::string GetState(const ClientProtocol::TagMap& tags)
{
	for (const auto& [name, data] : tags)
	{
		if (IsTypingTag(name))
			return data.value;
	}
	return std::string();
}

bool Typing::Allow(LocalUser* user, const std::string& target, const ClientProtocol::TagMap& tags)
{
	Targets* targets = ext.Get(user);
	if (!targets)
	{
		targets = new Targets;
		ext.Set(user, targets);
	}

	const uint64_t now = Alarm::GetNow();
	for (auto entry = targets->begin(); entry != targets->end() && targets->size() >= MAX_TARGETS; )
		entry = now - entry->second.active >= INTERVAL ? targets->erase(entry) : std::next(entry);
	if (targets->size() >= MAX_TARGETS && !targets->count(target))
		return false;

	// The states that end "active" may follow it at once, each of them once.
	const std::string state = GetState(tags);
	Sent& sent = (*targets)[target];
	const bool ends = state == "done" ? !sent.state.empty() && sent.state != "done" : state == "paused" && sent.state == "active";
	if (!ends && sent.active && now - sent.active < INTERVAL)
		return false;

	if (!ends)
		sent.active = now;
	sent.state = state;
	return true;
}
