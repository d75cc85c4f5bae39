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


#include "preaway.h"

ModResult PreAway::OnCommand(LocalUser* user, const std::string& command, const CommandBase::Params& parameters)
{
	if (command != "AWAY" || Compat::IsFullyConnected(user) || user->quitting || !Compat::HasCap(cap, user))
		return MOD_RES_PASSTHRU;

	if (parameters.empty() || parameters[0].empty())
	{
		ext.Unset(user);
		user->WriteNumeric(RPL_UNAWAY, "You are no longer marked as being away");
	}
	else
	{
		ext.Set(user, new std::string(parameters[0]));
		user->WriteNumeric(RPL_NOWAWAY, "You have been marked as being away");
	}
	return MOD_RES_DENY;
}

// As if the client had said it now: others hear of it, servers too.
void PreAway::OnConnect(LocalUser* user)
{
	const std::string* const kept = ext.Get(user);
	if (!kept)
		return;

	CommandBase::Params parameters;
	parameters.push_back(*kept);
	ext.Unset(user);
	answered = true;
	ServerInstance->Parser.CallHandler("AWAY", parameters, user);
	answered = false;
}
