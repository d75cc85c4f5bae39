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

// A clock for what InspIRCd's one-second timers are too coarse for: a timerfd in its socket engine.

#pragma once

#include "compat.h"

#include <functional>

class Alarm final
	: public EventHandler
{
private:
	const std::function<void()> callback;

	void OnEventHandlerRead() override;

public:
	explicit Alarm(const std::function<void()>& cb);
	~Alarm() override;

	// Calls back once after this time; an earlier wish is forgotten.
	void Start(unsigned int milliseconds);

	// Milliseconds of a clock that only goes forward.
	static uint64_t GetNow();
};
