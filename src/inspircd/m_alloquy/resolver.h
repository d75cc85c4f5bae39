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

// Looks up the address of a host, without waiting.

#pragma once

#include "compat.h"

#include "modules/dns.h"

#include <functional>

class Resolver final
{
private:
	class Lookup;

	Module* const module;
	dynamic_reference<DNS::Manager> manager;
	const std::function<void(const std::string&)> callback;
	Lookup* lookup = nullptr;

	void Ask(const std::string& host, DNS::QueryType type);
	void Answered(const std::string& address);

public:
	// The callback gets an address, or an empty text when there is none.
	Resolver(Module* mod, const std::function<void(const std::string&)>& cb);
	~Resolver();

	// May call back at once. What was asked before is forgotten.
	void Start(const std::string& host);
	void Stop();
};
