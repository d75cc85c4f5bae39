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


#include "people.h"

#include <algorithm>

People::People(Module* mod)
	: masks(mod, "alloquy-mask")
{
}

void People::OnAccountChange(User* user, const std::string& name)
{
	auto known = accounts.find(user);
	if (known != accounts.end())
	{
		auto list = byaccount.find(known->second);
		list->second.erase(std::remove(list->second.begin(), list->second.end(), user), list->second.end());
		if (list->second.empty())
			byaccount.erase(list);
		accounts.erase(known);
	}
	if (!name.empty())
	{
		accounts.emplace(user, name);
		byaccount[name].push_back(user);
	}
}

bool People::IsFurther(User* user) const
{
	return HasNumber(user->nick) && accounts.count(user);
}

std::string People::GetNick(User* user) const
{
	if (IsFurther(user))
		return WithoutNumber(user->nick);
	auto known = user->nick == user->uuid ? accounts.find(user) : accounts.end();
	return known == accounts.end() ? user->nick : known->second;
}

const std::string& People::GetMask(User* user)
{
	const std::string& mask = Compat::GetMask(user);
	const std::string nick = GetNick(user);
	if (nick == user->nick)
		return mask;

	// Messages refer to their source, so it stays where it is for as long as it doesn't change.
	std::string shown = nick + mask.substr(user->nick.length());
	std::string* kept = masks.Get(user);
	if (!kept)
	{
		kept = new std::string;
		masks.Set(user, kept);
	}
	if (*kept != shown)
		kept->swap(shown);
	return *kept;
}

User* People::FindFurther(const std::string& nick) const
{
	User* const user = HasNumber(nick) ? Compat::FindNick(nick) : nullptr;
	return user && IsFurther(user) ? user : nullptr;
}

People::List People::GetOthers(User* user) const
{
	List result;
	auto known = accounts.find(user);
	if (known == accounts.end())
		return result;

	const List& all = byaccount.find(known->second)->second;
	if (all.size() < 2)
		return result;

	// Who signed in as somebody else keeps the old nick for a moment: not the same person yet.
	const std::string nick = GetNick(user);
	for (User* other : all)
	{
		if (other != user && !other->quitting && Compat::IsFullyConnected(other) && irc::equals(GetNick(other), nick))
			result.push_back(other);
	}
	return result;
}

static unsigned long GetNumber(const std::string& nick)
{
	const size_t bar = nick.find('|');
	return bar == std::string::npos ? 1 : strtoul(nick.c_str() + bar + 1, nullptr, 10);
}

bool People::IsFace(Channel* chan, User* user) const
{
	if (!IsFurther(user))
		return true;

	const List others = GetOthers(user);
	return std::none_of(others.begin(), others.end(), [&](User* other) {
		return chan->HasUser(other) && GetNumber(other->nick) < GetNumber(user->nick);
	});
}

bool People::HasOther(Channel* chan, User* user) const
{
	const List others = GetOthers(user);
	return std::any_of(others.begin(), others.end(), [chan](User* other) { return chan->HasUser(other); });
}

User* People::FindByName(const std::string& name) const
{
	auto list = byaccount.find(name);
	if (list == byaccount.end())
		return nullptr;
	auto found = std::find_if(list->second.begin(), list->second.end(), [&](User* user) {
		return !user->quitting && Compat::IsFullyConnected(user) && irc::equals(GetNick(user), name);
	});
	return found == list->second.end() ? nullptr : *found;
}

bool People::HaveOneAccount(User* one, User* other) const
{
	auto first = accounts.find(one), second = accounts.find(other);
	return first != accounts.end() && second != accounts.end() && irc::equals(first->second, second->second);
}

User* People::GetIn(Channel* chan, User* user) const
{
	if (chan->HasUser(user))
		return user;
	for (User* other : GetOthers(user))
	{
		if (chan->HasUser(other))
			return other;
	}
	return user;
}
