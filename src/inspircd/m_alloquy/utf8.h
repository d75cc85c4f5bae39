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

// Whether bytes are UTF-8 (RFC 3629), and where a text may be cut. Knows nothing of InspIRCd, so that it can be tested alone.

#pragma once

#include <cstddef>
#include <string_view>

namespace Utf8
{
	bool IsValid(std::string_view text);

	// The longest length not above limit that doesn't end within a character.
	size_t GetCut(std::string_view text, size_t limit);

	// The length without an unfinished character at the end.
	size_t GetFinished(std::string_view text);
}
