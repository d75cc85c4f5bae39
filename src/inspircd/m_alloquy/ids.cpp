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

#include "ids.h"

static constexpr unsigned int NODE_SHIFT = 12;
static constexpr unsigned int TIME_SHIFT = 22;
static constexpr uint64_t MAX_COUNTER = (uint64_t(1) << NODE_SHIFT) - 1;
static constexpr uint64_t MAX_TICK = (uint64_t(1) << 41) - 1;

bool Ids::Configure(uint64_t newnode, uint64_t newfloor)
{
	// Node 0 is alloquyd's own.
	if (newnode == 0 || newnode > MAX_NODE || (newfloor >> TIME_SHIFT) >= MAX_TICK)
		return false;

	node = newnode;
	floor = newfloor;
	return true;
}

uint64_t Ids::Next(uint64_t now)
{
	uint64_t tick = now > EPOCH ? now - EPOCH : 0;
	// A whole millisecond above the floor: so it doesn't matter which node made it.
	if (tick <= floor >> TIME_SHIFT)
		tick = (floor >> TIME_SHIFT) + 1;
	if (tick > lasttick)
	{
		lasttick = tick;
		counter = 0;
	}
	else if (++counter > MAX_COUNTER)
	{
		lasttick++;
		counter = 0;
	}
	if (node == 0 || lasttick > MAX_TICK)
		return 0;
	return lasttick << TIME_SHIFT | node << NODE_SHIFT | counter;
}
