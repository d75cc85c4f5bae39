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

// REGISTER and VERIFY (https://ircv3.net/specs/extensions/account-registration): the services make the account and sign its
// client in; here is what can be refused without them.

#pragma once

#include "compat.h"
#include "nicks.h"
#include "replies.h"
#include "services.h"

#include <map>

class Registers final
	: private Compat::SecondTimer
{
private:
	struct Pending final
	{
		std::string label;
		std::string name;
		time_t deadline;
	};

	class Register;
	class Verify;

	const Compat::Account& account;
	const Services& services;
	const Nicks& nicks;
	Replies& replies;
	Compat::Encryption encryption;
	std::unique_ptr<Command> registercommand;
	std::unique_ptr<Command> verifycommand;
	ClientProtocol::EventProvider event;
	// By uid of the client that waits for the services.
	std::map<std::string, Pending> pending;
	// Of the command that is being handled.
	std::string label;

	void Ask(LocalUser* user, const CommandBase::Params& parameters);
	void Refuse(LocalUser* user, const char* command, const char* code, const std::string& name, const std::string& text);
	void Answer(LocalUser* user, const std::string& code, const std::string& name, const std::string& text);
	void OnSecond() override;

public:
	// The answer came: the connection may be able to complete its registration now.
	std::function<void(LocalUser*)> onanswer;

	Registers(Module* mod, const Compat::Account& acct, const Services& srv, const Nicks& nck, Replies& reps);

	static bool IsCommand(const std::string& command) { return command == "REGISTER" || command == "VERIFY"; }

	// Takes the label of one of our commands that begins.
	void Begin(LocalUser* user, CommandBase::Params& parameters) { label = replies.TakeLabel(user, parameters); }

	// Registration must wait for the services' answer.
	bool IsPending(LocalUser* user) const { return pending.count(user->uuid); }
	void Forget(LocalUser* user) { pending.erase(user->uuid); }

	// ALLOQUY REGISTER <uid> :<code> <account> <text>, where the code is SUCCESS, VERIFICATION_REQUIRED or one of a FAIL.
	void Answered(LocalUser* user, const std::string& text);
};
