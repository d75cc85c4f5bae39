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

// The dialogue with Alloquy's services: ENCAP messages called ALLOQUY in both directions (docs/protocol/irc.md).

#pragma once

#include "compat.h"

#include <functional>
#include <map>

class Services final
{
public:
	// Name of the services server, e.g. services.alloquy.
	std::string name;

	bool IsLinked() const;

	// Whether there is another server besides the services.
	bool HasOtherServers() const;

	// Sends ALLOQUY <verb> <uid> [parameter ...]; false when the services aren't linked.
	bool Send(const std::string& verb, User* user, const std::vector<std::string>& rest = { }) const;

	// Sends ALLOQUY <verb> [parameter ...], about nobody in particular.
	bool Tell(const std::string& verb, const std::vector<std::string>& rest) const;
};

// Receives ALLOQUY <verb> <uid> [:text] and calls what was registered for the verb.
class CommandAlloquy final
	: public Compat::ServerCommand
{
public:
	typedef std::function<void(LocalUser*, const std::string&)> Handler;

private:
	const Services& services;
	std::map<std::string, Handler> handlers;

public:
	CommandAlloquy(Module* mod, const Services& srv);
	void On(const std::string& verb, const Handler& handler) { handlers[verb] = handler; }
	CmdResult Handle(User* source, const Params& parameters) override;
};
