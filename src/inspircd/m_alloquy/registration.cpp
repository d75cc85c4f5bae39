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

#include "registration.h"

#include <algorithm>

// The services need milliseconds, or seconds when many people sign in at once.
static const time_t PASS_TIMEOUT = 15;

static const char* const UNAVAILABLE = "Signing in isn't possible at the moment. Try again in a few seconds.";

static bool IsAccountName(const std::string& name)
{
	static const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
	static const std::string others = letters + "0123456789-";
	return !name.empty() && name.length() <= 24 && letters.find(name[0]) != std::string::npos
		&& name.find_first_not_of(others) == std::string::npos;
}

static void Wipe(std::string& secret)
{
	volatile char* data = secret.empty() ? nullptr : &secret[0];
	for (size_t i = 0; i < secret.length(); ++i)
		data[i] = 0;
	secret.clear();
}

Registration::Registration(Module* mod, const Compat::Account& acct, const Services& srv, Nicks& nck)
	: ext(mod, "alloquy-pass")
	, account(acct)
	, services(srv)
	, nicks(nck)
	, encryption(mod)
{
}

void Registration::Refuse(LocalUser* user, const std::string& reason)
{
	user->WriteNotice("*** " + reason);
	user->WriteNumeric(464, reason);
	Compat::QuitUser(user, reason);
}

ModResult Registration::OnCheckReady(LocalUser* user)
{
	if (user->quitting)
		return MOD_RES_DENY;

	const bool signedin = account.IsSet(user);
	const Attempt* attempt = ext.Get(user);
	if (!signedin && attempt)
	{
		if (attempt->state == PASS_ASKED && ServerInstance->Time() > attempt->deadline)
			Refuse(user, "Signing in took too long. Try again later.");
		return MOD_RES_DENY;
	}
	if (!signedin && !user->password.empty())
	{
		Ask(user);
		return MOD_RES_DENY;
	}
	if (!signedin && !guests)
	{
		if (!services.IsLinked())
		{
			Refuse(user, UNAVAILABLE);
			return MOD_RES_DENY;
		}
		const std::string reason = "This server is for people with an account: sign in with SASL or with PASS name:password over TLS. See " + url;
		onaccountrequired(user, reason);
		Refuse(user, reason);
		return MOD_RES_DENY;
	}

	Wipe(user->password);
	ext.Unset(user);
	nicks.Complete(user);
	return MOD_RES_PASSTHRU;
}

// PASS name:password, or PASS password with the nick as name.
void Registration::Ask(LocalUser* user)
{
	std::string name = nicks.GetAsked(user);
	std::string password = user->password;
	Wipe(user->password);

	const size_t colon = password.find(':');
	if (colon != std::string::npos && IsAccountName(password.substr(0, colon)))
	{
		name = password.substr(0, colon);
		password.erase(0, colon + 1);
	}

	ext.Set(user, new Attempt{ PASS_ASKED, ServerInstance->Time() + PASS_TIMEOUT });
	if (!encryption.Covers(user))
		Refuse(user, "Your connection is not encrypted, so no password is accepted on it. Connect with TLS.");
	else if (password.empty())
		Refuse(user, "The password is empty. Use PASS name:password.");
	else if (!services.Send("PASS", user, { Compat::GetAddress(user), "S", Compat::ToBase64(name), Compat::ToBase64(password) }))
		Refuse(user, UNAVAILABLE);
	Wipe(password);
}

void Registration::Accepted(LocalUser* user)
{
	Attempt* attempt = ext.Get(user);
	if (!attempt || attempt->state != PASS_ASKED)
		return;

	attempt->state = PASS_ACCEPTED;
	TryComplete(user);
}

void Registration::Refused(LocalUser* user, const std::string& reason)
{
	Attempt* attempt = ext.Get(user);
	if (!attempt || attempt->state != PASS_ASKED)
		return;

	attempt->state = PASS_REFUSED;
	Refuse(user, reason);
}

void Registration::TryComplete(LocalUser* user)
{
	nicks.Park(user);
	// Stock InspIRCd looks once a second.
	if (user->quitting || !Compat::HasNickAndUser(user))
		return;

	ModResult result;
	FIRST_MOD_RESULT(OnCheckReady, result, (user));
	if (result == MOD_RES_PASSTHRU && !user->quitting)
		user->FullConnect();
}
