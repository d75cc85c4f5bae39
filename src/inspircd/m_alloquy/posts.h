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

// What is posted without a connection: by bots and other programs on the web API, and by webhooks. alloquyd has stored it
// already and has it shown here (docs/protocol/module-link.md, frames post and judge).

#pragma once

#include "messages.h"

class Posts final
{
private:
	Link& link;
	Devices& devices;
	Capabilities& capabilities;
	Tags& tags;
	Store& store;
	ChanModeReference moderated;
	ChanModeReference ban;

	bool IsBanned(Channel* chan, const std::string& account, const std::string& mask);
	// The code of a refusal; null if the account may write there.
	const char* GetRefusal(Channel* chan, const std::string& account, const std::string& mask);
	void SendToChannel(const Message& message);
	void SendToAccount(const Message& message);
	void OnPost(const Frame::Fields& fields);
	void OnJudge(const Frame::Fields& fields);

public:
	Posts(Module* mod, Link& lnk, Devices& devs, Capabilities& caps, Tags& tgs, Store& str);
};
