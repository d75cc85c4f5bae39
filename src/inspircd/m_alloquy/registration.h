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

// From the first byte to the welcome: PASS with an account, who may come in without one, and no waiting for the
// one-second tick.

#pragma once

#include "compat.h"
#include "nicks.h"
#include "services.h"

#include <functional>

class Registration final
{
private:
	enum PassState
	{
		PASS_ASKED,
		PASS_ACCEPTED,
		PASS_REFUSED
	};

	struct Attempt final
	{
		PassState state;
		time_t deadline;
	};

	Compat::UserExt<Attempt> ext;
	const Compat::Account& account;
	const Services& services;
	Nicks& nicks;
	Compat::Encryption encryption;

	void Ask(LocalUser* user);
	void Refuse(LocalUser* user, const std::string& reason);

public:
	// From <alloquy guests= url=>.
	bool guests = false;
	std::string url;
	// Somebody without an account is turned away: for clients that can read why.
	std::function<void(LocalUser*, const std::string&)> onaccountrequired;

	Registration(Module* mod, const Compat::Account& acct, const Services& srv, Nicks& nck);

	// The last word on whether a connection may complete: must run after every other module's.
	ModResult OnCheckReady(LocalUser* user);

	// Completes registration if nothing is missing.
	void TryComplete(LocalUser* user);

	// ALLOQUY ACCEPT <uid> and ALLOQUY REFUSE <uid> :<reason>
	void Accepted(LocalUser* user);
	void Refused(LocalUser* user, const std::string& reason);
};
