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

// Every message that InspIRCd accepts goes to alloquyd; its sender gets the echo, or the answer to its label, when it is
// stored. Until then it is kept here (docs/protocol/module-link.md, "Acknowledgement").

#pragma once

#include "devices.h"
#include "ids.h"
#include "link.h"
#include "message.h"
#include "people.h"
#include "relay.h"
#include "replies.h"

#include <deque>

class Store final
{
private:
	struct Pending final
	{
		Message message;
		AnswerPtr answer;
		size_t size = 0;
		bool done = false;
	};

	const Compat::Account& account;
	People& people;
	Link& link;
	Devices& devices;
	Relay& relay;
	Replies& replies;
	Capabilities& capabilities;
	Tags& tags;
	Ids ids;

	// In order of their numbers, which have no gaps: the first is firstnumber.
	std::deque<Pending> pending;
	uint64_t firstnumber = 1;
	size_t pendingbytes = 0;
	uint64_t maxmessages = 0;
	uint64_t maxbytes = 0;

	uint64_t timeof = 0;
	std::string timetext;

	const std::string& FormatTime(uint64_t milliseconds);
	Pending* Find(uint64_t number);
	void Done(Pending& entry);
	void Acknowledge(Pending& entry);
	void Refuse(Pending& entry, const std::string& code, const std::string& text);
	void ShowOnOtherDevices(LocalUser* source, const Message& message);
	void ShowToArrived(LocalUser* source, Message& message);

	void OnStored(const Frame::Fields& fields);
	void OnRefused(const Frame::Fields& fields);

public:
	Store(const Compat::Account& acct, People& ppl, Link& lnk, Devices& devs, Relay& rel, Replies& reps, Capabilities& caps, Tags& tgs);

	// From the welcome.
	bool Configure(const Link::Welcome& welcome);
	// After a new connection: what isn't acknowledged goes again.
	void Resend();

	// The next id for anything that happens now; 0 when there is none.
	uint64_t NewId();

	// Before delivery: gives the message its id and time, or tells the sender that it can't be stored now.
	bool Accept(LocalUser* user, const std::string& command, const std::string& target, ClientProtocol::TagMap& msgtags);
	// The time of a message that another server identified.
	void SetTimeById(ClientProtocol::TagMap& msgtags);

	// A message that was delivered, or that alloquyd has to judge (flag o): sends it and keeps it. Its tags hold its id.
	void Add(LocalUser* source, Message&& message);

	// The echo, now: for what isn't stored.
	void Echo(LocalUser* user, const Message& message);
};
