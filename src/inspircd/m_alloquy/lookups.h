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


// WHOIS tells of a person: the rooms of all devices, and how long none of them was used.

#pragma once

#include "people.h"

#include "modules/whois.h"

class Lookups final
	: private Whois::EventListener
	, private Whois::LineEventListener
{
private:
	People& people;

	void OnWhois(Whois::Context& whois) override;
	ModResult OnWhoisLine(Whois::Context& whois, Numeric::Numeric& numeric) override;

public:
	Lookups(Module* mod, People& ppl)
		: Whois::EventListener(mod)
		, Whois::LineEventListener(mod)
		, people(ppl)
	{
	}
};
