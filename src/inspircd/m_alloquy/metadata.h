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


// METADATA (IRCv3 draft/metadata-2), as far as it is about connections: which keys each is subscribed to, whom a change concerns, and
// what is sent without being asked for. What people say about themselves alloquyd knows.

#pragma once

#include "devices.h"
#include "lines.h"
#include "modules/monitor.h"
#include "requests.h"

class Metadata final
{
private:
	enum Burst
	{
		NOT_ASKED,
		ASKED,
		KNOWN
	};

	struct State final
	{
		// Keys, comma-separated, as alloquyd gave them.
		std::string subscriptions;
		// What the account says about itself, until registration is complete: "<key> <value>".
		Burst burst = NOT_ASKED;
		std::vector<std::string> own;
	};

	class WatcherList;

	Compat::UserExt<State> ext;
	const Compat::Account& account;
	Link& link;
	Devices& devices;
	Capabilities& capabilities;
	Requests& requests;
	Monitor::API monitor;
	uint64_t lastbatch = 0;

	State& GetState(LocalUser* user);
	// Whether this client takes part at all: the specification wants both capabilities.
	bool IsAware(LocalUser* user) { return capabilities.Has(user, 'd') && capabilities.Has(user, 'b'); }
	const std::string& GetSubscriptions(LocalUser* user);
	bool IsSubscribed(LocalUser* user, const std::string& key);
	void Write(LocalUser* user, const std::vector<std::string>& own);

public:
	// A connection that waited can complete its registration now.
	std::function<void(LocalUser*)> onready;

	Metadata(Module* mod, const Compat::Account& acct, Link& lnk, Devices& devs, Capabilities& caps, Requests& reqs, Lines& lines);

	// METADATA begins: alloquyd gets the subscriptions with it.
	void OnCommand(LocalUser* user, CommandBase::Params& parameters);

	// True while registration must wait for what is sent at its end.
	bool Holds(LocalUser* user);
	// MOTD is about to be sent to a connection that completes registration: its own metadata comes before.
	void OnMotd(LocalUser* user);

	void OnPostJoin(Membership* membership);

	// deliver to watchers:<key>:<channel or account>
	std::vector<LocalUser*> GetWatchers(const std::string& about);
};
