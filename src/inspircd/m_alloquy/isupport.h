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


// draft/extended-isupport (https://ircv3.net/specs/extensions/extended-isupport): ISUPPORT at any time, also before
// registration, and its lines in one batch.

#pragma once

#include "compat.h"

class IsupportCommand final
	: public SplitCommand
	, private ClientProtocol::MessageTagProvider
{
private:
	Cap::Reference cap;
	Cap::Reference batchcap;
	Compat::Isupport isupport;
	// Open at the moment; empty if none is.
	std::string batch;
	uint64_t lastbatch = 0;
	bool sending = false;
	// Whose lines were sent in a batch: those that InspIRCd goes on to send are the same.
	const User* served = nullptr;

	void SendBatchLine(LocalUser* user, char sign);
	void SendAll(LocalUser* user);
	void Send(LocalUser* user, const Numeric::Numeric* one);

	CmdResult HandleLocal(LocalUser* user, const Params& parameters) override;
	void OnPopulateTags(ClientProtocol::Message& message) override;
	bool ShouldSendTag(LocalUser* user, const ClientProtocol::MessageTagData& tagdata) override { return true; }

public:
	explicit IsupportCommand(Module* mod);

	void OnCommandBegin() { served = nullptr; }

	// DENY for a line that goes into a batch instead. incommand: it is an answer, or part of the welcome.
	ModResult OnNumeric(LocalUser* user, const Numeric::Numeric& numeric, bool incommand);
};
