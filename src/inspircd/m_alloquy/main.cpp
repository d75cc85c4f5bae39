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

/// $ModAuthor: Alloquy
/// $ModDesc: Signs people in by PASS, keeps their nicks, and completes registration at once, together with Alloquy's services.
/// $ModConfig: <alloquy services="services.alloquy" guests="no" url="https://...">
/// $ModDepends: core 3

#include "compat.h"
#include "nicks.h"
#include "registration.h"
#include "services.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

class ModuleAlloquy final
	: public Compat::ModuleBase
{
private:
	Compat::Account account;
	Services services;
	CommandAlloquy command;
	Nicks nicks;
	Registration registration;

public:
	ModuleAlloquy()
		: Compat::ModuleBase("Signs people in by PASS, keeps their nicks, and completes registration at once")
		, account(this)
		, command(this, services)
		, nicks(this, account)
		, registration(this, account, services, nicks)
	{
		command.On("NOTICE", [](LocalUser* user, const std::string& text) { user->WriteNotice("*** " + text); });
		command.On("END", [](LocalUser* user, const std::string& text) { Compat::QuitUser(user, text); });
		command.On("NICK", [this](LocalUser* user, const std::string& text) { nicks.Give(user, text); });
		command.On("ACCEPT", [this](LocalUser* user, const std::string&) { registration.Accepted(user); });
		command.On("REFUSE", [this](LocalUser* user, const std::string& text) { registration.Refused(user, text); });
	}

	void ReadConfig(ConfigStatus& status) override
	{
		auto tag = ServerInstance->Config->ConfValue("alloquy");
		const std::string name = tag->getString("services", "services.alloquy");
		const std::string url = tag->getString("url");
		const bool guests = tag->getBool("guests");

		services.name = name;
		registration.url = url;
		registration.guests = guests;
	}

	void Prioritize() override
	{
		// Whoever else holds a registration back (capability negotiation, DNS) must have finished before we judge.
		Compat::SetPriority(this, I_OnCheckReady, PRIORITY_LAST);
	}

	void OnUserInit(LocalUser* user) override
	{
		// Without it a message can wait 40 ms for the acknowledgement of the one before. Fails on unix sockets: fine.
		const int on = 1;
		setsockopt(user->eh.GetFd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	}

	void OnUserDisconnect(LocalUser* user) override
	{
		// The services hear about everybody who completed registration from the core, but not about the others.
		if (!Compat::IsFullyConnected(user))
			services.Send("GONE", user);
	}

	ModResult OnPreCommand(std::string& cmd, CommandBase::Params& parameters, LocalUser* user, bool validated) override
	{
		if (validated && cmd == "NICK")
			nicks.OnNickCommand(user, parameters);
		return MOD_RES_PASSTHRU;
	}

	void OnPostCommand(Command* cmd, const CommandBase::Params& parameters, LocalUser* user, CmdResult result, bool loop) override
	{
		registration.TryComplete(user);
	}

	ModResult OnUserPreNick(LocalUser* user, const std::string& newnick) override
	{
		return nicks.OnUserPreNick(user, newnick);
	}

	ModResult OnCheckReady(LocalUser* user) override
	{
		return registration.OnCheckReady(user);
	}
};

MODULE_INIT(ModuleAlloquy)
