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


// A message that corrects an earlier one of its sender (docs/protocol/irc.md, "Editing").

#pragma once

#include "message.h"

namespace Edits
{
	// What a plain client's line has more than others'; lines are cut so that it has room.
	static constexpr size_t MARK = 2;

	bool IsEdit(const ClientProtocol::TagMap& tags);

	// For clients that don't know edits: "* corrected text", as a reply to the original.
	Message ForPlainClient(const Message& edit, Tags& ownedtags);
}
