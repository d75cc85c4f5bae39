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


#include "edits.h"

static const char* const EDIT = "+n-3-0.github.io/edit";

// A name of the specification before it was ratified, and after; clients know one or the other.
static const char* const REPLIES[] = { "+draft/reply", "+reply" };

static const std::string ACTION("\1ACTION ");

static void Mark(std::string& text)
{
	// An action stays one.
	text.insert(text.compare(0, ACTION.length(), ACTION) ? 0 : ACTION.length(), "* ");
}

bool Edits::IsEdit(const ClientProtocol::TagMap& tags)
{
	return !tags.empty() && tags.count(EDIT);
}

Message Edits::ForPlainClient(const Message& edit, Tags& ownedtags)
{
	Message result = edit;
	auto original = edit.tags.find(EDIT);
	if (original != edit.tags.end())
	{
		const std::string id = original->second.value;
		for (const auto& reply : REPLIES)
			ownedtags.any.AddTo(result.tags, reply, id);
	}

	// A line without text isn't sent where multiline messages aren't known.
	auto line = result.lines.begin();
	while (line != result.lines.end() && line->text.empty())
		++line;
	Mark(line == result.lines.end() ? result.text : line->text);
	return result;
}
