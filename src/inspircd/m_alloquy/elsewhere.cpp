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

#include "elsewhere.h"

#include <algorithm>

void Elsewhere::Forget(User* user)
{
	auto known = accounts.find(user->uuid);
	if (known == accounts.end())
		return;

	auto list = connections.find(known->second);
	if (list != connections.end())
	{
		list->second.erase(std::remove(list->second.begin(), list->second.end(), user), list->second.end());
		if (list->second.empty())
			connections.erase(list);
	}
	accounts.erase(known);
}

void Elsewhere::OnAccountChange(User* user, const std::string& account)
{
	Forget(user);
	if (account.empty() || user->quitting)
		return;

	accounts[user->uuid] = account;
	connections[account].push_back(user);
}

std::vector<User*> Elsewhere::GetOnePerServer(const std::string& account, const Server* except) const
{
	std::vector<User*> result;
	auto list = account.empty() ? connections.end() : connections.find(account);
	if (list == connections.end())
		return result;

	for (User* user : list->second)
	{
		const bool told = std::any_of(result.begin(), result.end(), [user](const User* other) { return other->server == user->server; });
		if (user->server != except && !told)
			result.push_back(user);
	}
	return result;
}
