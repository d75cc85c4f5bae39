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

// Between the modules of the network's servers: what InspIRCd's own messages can't carry. A message of several lines in one
// piece, and copies for an account's connections at other servers (docs/protocol/module-link.md, "Between servers").

#pragma once

#include "devices.h"
#include "elsewhere.h"
#include "message.h"

#include <functional>

class Relay final
{
private:
	class Command;

	const Compat::Account& account;
	Devices& devices;
	Elsewhere& elsewhere;
	Capabilities& capabilities;
	Tags& tags;
	// For client-only tags that came from another server.
	Tag clienttag;
	std::unique_ptr<Command> command;

	bool Read(const std::string& data, User* source, Message& message);
	void OnCommand(User* source, const std::string& verb, const std::string& target, const std::string& data);
	void OnCopy(User* source, const std::string& name, const Message& message);
	void OnSent(const Message& message);
	void Send(User* source, const Server* server, const std::string& verb, const std::string& target, const Message& message);

public:
	// A multiline message came for #room or a connection (uid) here.
	std::function<void(User*, const std::string& target, Message&&)> onlive;

	Relay(Module* mod, const Compat::Account& acct, Devices& devs, Elsewhere& elsw, Capabilities& caps, Tags& tgs);
	~Relay();

	// A multiline message of a connection here, to every server where somebody gets it.
	void Live(LocalUser* user, const MessageTarget& target, const Message& message);

	// A direct message that went to holder (null: to nobody): to the servers where only other connections of that account are.
	void Copy(LocalUser* user, const User* holder, const Message& message);

	// A direct message is stored: the sender's connections at other servers see what was sent.
	void Sent(LocalUser* user, const Message& message);
};
