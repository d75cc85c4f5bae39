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

// Message ids: 41 bits of milliseconds since 2025, 10 bits of node, 12 bits that count within the millisecond
// (docs/protocol/module-link.md). Knows nothing of InspIRCd, so that it can be tested alone.

#pragma once

#include <cstdint>

class Ids final
{
private:
	uint64_t node = 0;
	uint64_t floor = 0;
	uint64_t lasttick = 0;
	uint64_t counter = 0;

public:
	// 2025-01-01 UTC in milliseconds since 1970.
	static constexpr uint64_t EPOCH = 1735689600000;
	static constexpr uint64_t MAX_NODE = 1023;

	// From the welcome; false when no id can be made with it.
	bool Configure(uint64_t newnode, uint64_t newfloor);

	// The next id for something that happens now (milliseconds since 1970): above the floor and above every earlier one, also
	// when the clock went back. 0 when there is none left.
	uint64_t Next(uint64_t now);

	// Milliseconds since 1970.
	static uint64_t GetTime(uint64_t id) { return EPOCH + (id >> 22); }
};
