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

#include "utf8.h"

#include <cstdint>

static bool IsContinuation(char byte)
{
	return (static_cast<uint8_t>(byte) & 0xC0) == 0x80;
}

// How many bytes a character has that begins with this one; 0 if none begins so.
static size_t GetWidth(uint8_t byte)
{
	if (byte < 0x80)
		return 1;
	if (byte >= 0xC2 && byte <= 0xDF)
		return 2;
	if (byte >= 0xE0 && byte <= 0xEF)
		return 3;
	if (byte >= 0xF0 && byte <= 0xF4)
		return 4;
	return 0;
}

bool Utf8::IsValid(std::string_view text)
{
	for (size_t i = 0; i < text.size();)
	{
		const uint8_t first = static_cast<uint8_t>(text[i]);
		const size_t width = GetWidth(first);
		if (width == 0 || width > text.size() - i)
			return false;

		for (size_t j = 1; j < width; ++j)
		{
			if (!IsContinuation(text[i + j]))
				return false;
		}
		if (width > 2)
		{
			// Neither longer than needed, nor a surrogate, nor above U+10FFFF.
			const uint8_t second = static_cast<uint8_t>(text[i + 1]);
			if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
				|| (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
				return false;
		}
		i += width;
	}
	return true;
}

size_t Utf8::GetCut(std::string_view text, size_t limit)
{
	if (text.size() <= limit)
		return text.size();
	size_t cut = limit;
	while (cut > 0 && limit - cut < 4 && IsContinuation(text[cut]))
		cut--;
	return IsContinuation(text[cut]) ? limit : cut;
}

size_t Utf8::GetFinished(std::string_view text)
{
	for (size_t back = 1; back <= 3 && back <= text.size(); ++back)
	{
		const char byte = text[text.size() - back];
		if (IsContinuation(byte))
			continue;
		return GetWidth(static_cast<uint8_t>(byte)) > back ? text.size() - back : text.size();
	}
	return text.size();
}
