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

#include "registers.h"

// The services need milliseconds, or seconds when many register at once.
static const time_t TIMEOUT = 15;
// What the specification calls safe: a longer password fits into no other sign-in.
static const size_t MAX_PASSWORD = 300;

static const char* const UNAVAILABLE = "Making an account isn't possible at the moment. Try again in a few seconds.";

class Registers::Register final
	: public SplitCommand
{
private:
	Registers& registers;

	CmdResult HandleLocal(LocalUser* user, const Params& parameters) override
	{
		registers.Ask(user, parameters);
		registers.label.clear();
		return Compat::SUCCESS;
	}

public:
	Register(Module* mod, Registers& regs)
		: SplitCommand(mod, "REGISTER", 3, 3)
		, registers(regs)
	{
		works_before_reg = true;
		Compat::SetSyntax(*this, "<account>|* <email>|* <password>");
	}
};

// Accounts that wait are approved by an administrator, so there is no code that would be right: whatever the account, the answer is
// the same.
class Registers::Verify final
	: public SplitCommand
{
private:
	Registers& registers;

	CmdResult HandleLocal(LocalUser* user, const Params& parameters) override
	{
		if (registers.account.IsSet(user))
			registers.Refuse(user, "VERIFY", "ALREADY_AUTHENTICATED", registers.account.GetName(user), "You are signed in already.");
		else
			registers.Refuse(user, "VERIFY", "INVALID_CODE", parameters[0], "That code is wrong. An account that waits is approved by an administrator.");
		registers.label.clear();
		return Compat::SUCCESS;
	}

public:
	Verify(Module* mod, Registers& regs)
		: SplitCommand(mod, "VERIFY", 2, 2)
		, registers(regs)
	{
		works_before_reg = true;
		Compat::SetSyntax(*this, "<account> <code>");
	}
};

Registers::Registers(Module* mod, const Compat::Account& acct, const Services& srv, const Nicks& nck, Replies& reps)
	: account(acct)
	, services(srv)
	, nicks(nck)
	, replies(reps)
	, encryption(mod)
	, registercommand(new Register(mod, *this))
	, verifycommand(new Verify(mod, *this))
	, event(mod, "REGISTER")
{
}

void Registers::Refuse(LocalUser* user, const char* command, const char* code, const std::string& name, const std::string& text)
{
	replies.Once(user, label, [&] { replies.Fail(user, command, code, { name.empty() ? "*" : name }, text); });
}

// An address: enough to tell a slip from something that could be meant.
static bool IsEmail(const std::string& text)
{
	const size_t at = text.find('@');
	return at != std::string::npos && at > 0 && at + 1 < text.length() && text.find('@', at + 1) == std::string::npos;
}

void Registers::Ask(LocalUser* user, const CommandBase::Params& parameters)
{
	const std::string& email = parameters[1];
	const std::string& password = parameters[2];
	if (account.IsSet(user))
		return Refuse(user, "REGISTER", "ALREADY_AUTHENTICATED", account.GetName(user), "You are signed in already.");
	if (!Compat::HasNick(user))
		return Refuse(user, "REGISTER", "NEED_NICK", "*", "Send NICK first.");

	const std::string name = parameters[0] == "*" ? nicks.GetAsked(user) : parameters[0];
	if (!encryption.Covers(user))
		return Refuse(user, "REGISTER", "TEMPORARILY_UNAVAILABLE", name, "Your connection is not encrypted, so no password is accepted on it. Connect with TLS.");
	if (IsPending(user))
		return Refuse(user, "REGISTER", "TEMPORARILY_UNAVAILABLE", name, "Your last REGISTER is not answered yet.");
	if (email != "*" && !IsEmail(email))
		return Refuse(user, "REGISTER", "INVALID_EMAIL", name, "That is no email address. This server needs none: use * instead.");
	if (email != "*")
		return Refuse(user, "REGISTER", "UNACCEPTABLE_EMAIL", name, "This server keeps no email addresses: use * instead.");
	if (password.empty() || password.length() > MAX_PASSWORD)
		return Refuse(user, "REGISTER", "UNACCEPTABLE_PASSWORD", name, "A password has 8 to 300 bytes.");
	if (name.empty() || name.length() > 64)
		return Refuse(user, "REGISTER", "BAD_ACCOUNT_NAME", "*", "A name has 1 to 24 letters, digits, '_' or '-'.");
	if (!services.Send("REGISTER", user, { Compat::GetAddress(user), "S", Compat::ToBase64(name), Compat::ToBase64(password) }))
		return Refuse(user, "REGISTER", "TEMPORARILY_UNAVAILABLE", name, UNAVAILABLE);

	pending[user->uuid] = { label, name, ServerInstance->Time() + TIMEOUT };
}

void Registers::Answer(LocalUser* user, const std::string& code, const std::string& name, const std::string& text)
{
	auto entry = pending.find(user->uuid);
	if (entry == pending.end())
		return;

	const Pending answered = std::move(entry->second);
	pending.erase(entry);
	replies.Once(user, answered.label, [&] {
		if (code != "SUCCESS" && code != "VERIFICATION_REQUIRED")
			return replies.Fail(user, "REGISTER", code, { name.empty() ? answered.name : name }, text);

		ClientProtocol::Message message("REGISTER", ServerInstance->Config->GetServerName());
		message.PushParam(code);
		message.PushParam(name);
		message.PushParam(text);
		user->Send(event, message);
	});
	onanswer(user);
}

void Registers::Answered(LocalUser* user, const std::string& text)
{
	const size_t first = text.find(' ');
	const size_t second = first == std::string::npos ? first : text.find(' ', first + 1);
	if (second != std::string::npos)
		Answer(user, text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1));
}

void Registers::OnSecond()
{
	std::vector<std::string> late;
	for (const auto& [uuid, request] : pending)
	{
		if (request.deadline < ServerInstance->Time())
			late.push_back(uuid);
	}
	for (const auto& uuid : late)
	{
		LocalUser* const user = Compat::FindConnection(uuid);
		if (user)
			Answer(user, "TEMPORARILY_UNAVAILABLE", std::string(), UNAVAILABLE);
		else
			pending.erase(uuid);
	}
}
