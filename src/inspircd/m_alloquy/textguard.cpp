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

#include "textguard.h"
#include "utf8.h"

// A line this long was probably cut by InspIRCd, and maybe within a character: that isn't the client's fault.
static constexpr size_t LONG_LINE = 480;

static bool IsText(const CommandBase::Params& parameters)
{
	for (const auto& parameter : parameters)
	{
		if (!Utf8::IsValid(parameter))
			return false;
	}
	for (const auto& tag : parameters.GetTags())
	{
		if (!Utf8::IsValid(tag.first) || !Utf8::IsValid(tag.second.value))
			return false;
	}
	return true;
}

ModResult TextGuard::OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters)
{
	// A password is bytes.
	if (command == "PASS" || IsText(parameters))
		return MOD_RES_PASSTHRU;

	size_t length = command.length();
	for (const auto& parameter : parameters)
		length += parameter.length() + 1;
	if (length >= LONG_LINE)
	{
		std::string& last = parameters.back();
		last.erase(Utf8::GetFinished(last));
		if (IsText(parameters))
			return MOD_RES_PASSTHRU;
	}

	const std::string label = replies.TakeLabel(user, parameters);
	replies.Once(user, label, [&] {
		replies.Fail(user, Utf8::IsValid(command) ? command : "*", "INVALID_UTF8", { }, "This server takes UTF-8 only: your line was ignored.");
	});
	return MOD_RES_DENY;
}
