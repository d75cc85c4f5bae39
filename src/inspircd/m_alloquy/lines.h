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

// Whole lines that alloquyd made, on their way to clients.

#pragma once

#include "capabilities.h"
#include "devices.h"
#include "link.h"

class Lines final
{
private:
	Devices& devices;
	Capabilities& capabilities;

	bool MayHaveTag(LocalUser* user, std::string_view tag);
	void OnDeliver(const Frame::Fields& fields);

public:
	// Who is meant by watchers:<key>:<target>, for changes of metadata.
	std::function<std::vector<LocalUser*>(const std::string&)> onwatchers;

	Lines(Link& link, Devices& devs, Capabilities& caps);

	// Lines made for this client, from the field with this index on.
	void Write(LocalUser* user, const Frame::Fields& fields, size_t first);

	// A line made for many: without the tags that this client didn't ask for.
	void WriteCommon(LocalUser* user, const Frame::Fields& lines);

	// To the members with this capability (a letter, or 0), but not to the client with this uid.
	void ToChannel(Channel* chan, char letter, std::string_view except, const Frame::Fields& lines);
};
