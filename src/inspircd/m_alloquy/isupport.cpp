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


#include "isupport.h"

static constexpr unsigned int RPL_ISUPPORT_LINE = 5;
static constexpr unsigned int RPL_VERSION_LINE = 351;

IsupportCommand::IsupportCommand(Module* mod)
	: SplitCommand(mod, "ISUPPORT")
	, ClientProtocol::MessageTagProvider(mod)
	, cap(mod, "draft/extended-isupport")
	, batchcap(mod, "batch")
	, isupport(mod)
{
	works_before_reg = true;
}

CmdResult IsupportCommand::HandleLocal(LocalUser* user, const Params& parameters)
{
	if (!Compat::IsFullyConnected(user) && !Compat::HasCap(cap, user))
	{
		user->WriteNumeric(451, name, "You have not registered.");
		return Compat::FAILURE;
	}

	SendAll(user);
	return Compat::SUCCESS;
}

void IsupportCommand::SendBatchLine(LocalUser* user, char sign)
{
	ClientProtocol::Message line("BATCH", ServerInstance->Config->GetServerName());
	line.PushParam(sign + batch);
	if (sign == '+')
		line.PushParam("draft/isupport");
	user->Send(ServerInstance->GetRFCEvents().numeric, line);
}

void IsupportCommand::SendAll(LocalUser* user)
{
	Send(user, nullptr);
	served = user;
}

void IsupportCommand::Send(LocalUser* user, const Numeric::Numeric* one)
{
	const bool batched = Compat::HasCap(cap, user) && Compat::HasCap(batchcap, user);
	if (batched)
	{
		batch = "isupport" + std::to_string(++lastbatch);
		SendBatchLine(user, '+');
	}
	if (one)
		user->WriteNumeric(*one);
	else
	{
		sending = true;
		isupport.SendTo(user);
		sending = false;
	}
	if (batched)
		SendBatchLine(user, '-');
	batch.clear();
}

void IsupportCommand::OnPopulateTags(ClientProtocol::Message& message)
{
	if (!batch.empty() && !strcmp(message.GetCommand(), "005"))
		message.AddTag("batch", this, batch);
}

ModResult IsupportCommand::OnNumeric(LocalUser* user, const Numeric::Numeric& numeric, bool incommand)
{
	// InspIRCd 4 has no other way to its tokens than VERSION.
	if (sending && numeric.GetNumeric() == RPL_VERSION_LINE)
		return MOD_RES_DENY;
	if (numeric.GetNumeric() != RPL_ISUPPORT_LINE || !batch.empty() || !Compat::HasCap(cap, user) || !Compat::HasCap(batchcap, user))
		return MOD_RES_PASSTHRU;

	// A change that comes by itself is one line; the welcome and VERSION send everything.
	if (!incommand)
		Send(user, &numeric);
	else if (served != user)
		SendAll(user);
	return MOD_RES_DENY;
}
