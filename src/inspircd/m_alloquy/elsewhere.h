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

// Who of an account is connected to another server of the network.

#pragma once

#include "compat.h"

#include <map>
#include <unordered_map>

class Elsewhere final
{
private:
	// Of other servers' connections, by uid.
	std::unordered_map<std::string, std::string> accounts;
	std::map<std::string, std::vector<User*>, irc::insensitive_swo> connections;

	void Forget(User* user);

public:
	void OnAccountChange(User* user, const std::string& account);
	void OnQuit(User* user) { Forget(user); }

	// Accounts by uid.
	const std::unordered_map<std::string, std::string>& GetAll() const { return accounts; }

	bool Has(const std::string& account) const { return !account.empty() && connections.count(account); }

	// One connection of the account at each other server, except at this one (may be null).
	std::vector<User*> GetOnePerServer(const std::string& account, const Server* except) const;
};
