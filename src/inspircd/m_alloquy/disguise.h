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


// The names on what leaves for clients: no line shows the number of a device. Done once for each line, however many get it.

#pragma once

#include "people.h"

class Disguise final
	: public ClientProtocol::MessageTagProvider
{
private:
	People& people;

	void Replace(ClientProtocol::Message& message, size_t index);

	// InspIRCd calls this before a line is made into bytes for the first time. No tag is added here.
	void OnPopulateTags(ClientProtocol::Message& message) override;
	bool ShouldSendTag(LocalUser* user, const ClientProtocol::MessageTagData& tagdata) override { return false; }

public:
	Disguise(Module* mod, People& ppl)
		: ClientProtocol::MessageTagProvider(mod)
		, people(ppl)
	{
	}

	// What a client says about name|2 is about name; what a further device says about its own nick is about itself.
	void OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters);
};
