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

#include "devices.h"

#include <algorithm>

Devices::Devices(Link& lnk, const Elsewhere& elsw)
	: link(lnk)
	, elsewhere(elsw)
{
	link.On(Frame::POLICY, [this](const Frame::Fields& fields) { OnPolicy(fields); });
}

void Devices::Tell(const std::string& uuid, const std::string& account)
{
	link.Send(std::move(Frame::Writer(Frame::ACCOUNT).Add(uuid).Add(account)));
}

void Devices::Forget(LocalUser* user)
{
	auto known = accounts.find(user->uuid);
	if (known == accounts.end())
		return;

	auto list = devices.find(known->second);
	if (list != devices.end())
	{
		list->second.erase(std::remove(list->second.begin(), list->second.end(), user), list->second.end());
		if (list->second.empty())
		{
			devices.erase(list);
			ForgetPolicy(known->second);
		}
	}
	accounts.erase(known);
}

void Devices::OnAccountChange(LocalUser* user, const std::string& account)
{
	auto known = accounts.find(user->uuid);
	if (known == accounts.end() ? account.empty() : known->second == account)
		return;

	Forget(user);
	if (!account.empty())
	{
		accounts[user->uuid] = account;
		devices[account].push_back(user);
	}
	Tell(user->uuid, account);
}

void Devices::OnDisconnect(LocalUser* user)
{
	OnAccountChange(user, std::string());
}

// It is asked wherever somebody may write to the account: where it is connected, and where not.
void Devices::ForgetPolicy(const std::string& account)
{
	if (!devices.count(account) && !elsewhere.Has(account))
		policies.erase(account);
}

void Devices::TellAll()
{
	for (const auto& [uuid, account] : accounts)
		Tell(uuid, account);
	for (const auto& [uuid, account] : elsewhere.GetAll())
		Tell(uuid, account);
}

void Devices::OnPolicy(const Frame::Fields& fields)
{
	if (fields.size() < 2)
		return;
	const std::string account(fields[0]);
	if (!devices.count(account) && !elsewhere.Has(account))
		return;

	Policy policy;
	if (fields[1] == "rooms")
		policy.from = ROOMS;
	else if (fields[1] == "nobody")
		policy.from = NOBODY;
	for (size_t i = 2; i < fields.size(); ++i)
		policy.blocked.emplace(fields[i]);
	policies[account] = std::move(policy);
}

std::vector<LocalUser*> Devices::Get(const std::string& account) const
{
	std::vector<LocalUser*> result;
	auto list = account.empty() ? devices.end() : devices.find(account);
	if (list == devices.end())
		return result;

	for (LocalUser* user : list->second)
	{
		if (Compat::IsFullyConnected(user) && !user->quitting)
			result.push_back(user);
	}
	return result;
}

static bool ShareARoom(User* one, User* other)
{
	for (const Membership* membership : one->chans)
	{
		if (membership->chan->HasUser(other))
			return true;
	}
	return false;
}

const Devices::Policy* Devices::GetPolicy(User* sender, const std::string& senderaccount, const std::string& account) const
{
	// One may always write to oneself, and services to everybody.
	auto found = account.empty() ? policies.end() : policies.find(account);
	return found == policies.end() || irc::equals(senderaccount, account) || Compat::IsService(sender) ? nullptr : &found->second;
}

bool Devices::Blocks(User* sender, const std::string& senderaccount, const std::string& account) const
{
	const Policy* const policy = GetPolicy(sender, senderaccount, account);
	return policy && policy->blocked.count(senderaccount.empty() ? sender->nick : senderaccount);
}

bool Devices::Refuses(User* sender, const std::string& senderaccount, const std::string& account, User* holder) const
{
	const Policy* const policy = GetPolicy(sender, senderaccount, account);
	if (!policy)
		return false;
	if (policy->from == NOBODY || Blocks(sender, senderaccount, account))
		return true;
	if (policy->from == EVERYBODY || (holder && ShareARoom(sender, holder)))
		return false;

	const std::vector<LocalUser*> all = Get(account);
	return std::none_of(all.begin(), all.end(), [sender](LocalUser* user) { return ShareARoom(sender, user); });
}
