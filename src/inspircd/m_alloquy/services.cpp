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

#include "services.h"

bool Services::IsLinked() const
{
	ProtocolInterface::ServerList servers;
	ServerInstance->PI->GetServerList(servers);
	for (const auto& server : servers)
	{
		if (server.servername == name)
			return true;
	}
	return false;
}

bool Services::HasOtherServers() const
{
	ProtocolInterface::ServerList servers;
	ServerInstance->PI->GetServerList(servers);
	for (const auto& server : servers)
	{
		if (server.servername != name && server.servername != ServerInstance->Config->GetServerName())
			return true;
	}
	return false;
}

bool Services::Send(const std::string& verb, User* user, const std::vector<std::string>& rest) const
{
	std::vector<std::string> all = { user->uuid };
	all.insert(all.end(), rest.begin(), rest.end());
	return Tell(verb, all);
}

bool Services::Tell(const std::string& verb, const std::vector<std::string>& rest) const
{
	CommandBase::Params params;
	params.push_back(verb);
	params.insert(params.end(), rest.begin(), rest.end());
	return ServerInstance->PI->SendEncapsulatedData(name, "ALLOQUY", params);
}

CommandAlloquy::CommandAlloquy(Module* mod, const Services& srv)
	: Compat::ServerCommand(mod, "ALLOQUY", 2, 3)
	, services(srv)
{
}

CmdResult CommandAlloquy::Handle(User* source, const Params& parameters)
{
	// Other servers may be linked one day; only the services give orders.
	if (!IS_SERVER(source) || source->server->GetName() != services.name)
		return OK;

	auto handler = handlers.find(parameters[0]);
	LocalUser* user = IS_LOCAL(Compat::FindUUID(parameters[1]));
	if (handler != handlers.end() && user && !user->quitting)
		handler->second(user, parameters.size() > 2 ? parameters[2] : "");
	return OK;
}
