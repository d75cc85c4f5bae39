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

// Capabilities: those that this module offers, and the letters by which the link names them.

#pragma once

#include "compat.h"

#include <map>
#include <memory>

class Capabilities final
{
private:
	class Offer;

	std::vector<std::unique_ptr<Cap::Capability>> offers;
	std::map<char, std::unique_ptr<Cap::Reference>> byletter;
	// The name under which InspIRCd 3 has standard-replies.
	Cap::Reference vendorreplies;

public:
	explicit Capabilities(Module* mod);

	// By letter (docs/protocol/module-link.md); false for letters that mean nothing.
	bool Has(LocalUser* user, char letter);

	// Before this module goes. When InspIRCd ends, m_cap has gone out of reach by the time that ours are destroyed, but still
	// writes to them.
	void Withdraw();

	// The letters of everything this client negotiated.
	std::string GetLetters(LocalUser* user);
};
