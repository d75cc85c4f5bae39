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

// Commands that alloquyd answers: history, read markers, redaction, search. The answers are lines ready for the client.

#pragma once

#include "capabilities.h"
#include "lines.h"
#include "link.h"
#include "parking.h"
#include "people.h"
#include "replies.h"

class Requests final
	: private Compat::SecondTimer
{
public:
	// Gets the lines of an answer that isn't for the client's eyes; none when there was no answer.
	typedef std::function<void(LocalUser*, const std::vector<std::string>&)> Callback;
	// Tells the client why its command goes no further; null if it may.
	typedef std::function<void()> Refusal;
	typedef std::function<Refusal(LocalUser*, const CommandBase::Params&)> Check;
	// What alloquyd wants done, whoever asked for it.
	typedef std::function<void(const Frame::Fields&)> Order;
	// Does what only InspIRCd can for the request's user: the fields are those of the frame.
	typedef std::function<void(LocalUser*, const Frame::Fields&)> Act;

private:
	struct Pending final
	{
		std::string uuid;
		std::string command;
		std::string label;
		uint64_t deadline = 0;
		// The client didn't ask for it, so it isn't told when there is no answer.
		bool quiet = false;
		Callback callback;
		std::vector<std::string> lines;
	};

	class Command;

	const Compat::Account& account;
	People& people;
	Link& link;
	Replies& replies;
	Capabilities& capabilities;
	Parking& parking;
	Lines& lines;
	std::vector<std::unique_ptr<Command>> commands;
	std::map<uint64_t, Pending> pending;
	std::map<std::string, Act> acts;
	std::map<std::string, Order> orders;
	std::map<std::string, Check> checks;
	uint64_t lastnumber = 0;
	// Of the command that is being handled.
	std::string label;

	CmdResult Handle(LocalUser* user, const std::string& command, const CommandBase::Params& parameters);
	void Send(LocalUser* user, Pending&& request, const std::vector<std::string>& parameters);
	void GiveUp(Pending& request);
	void OnAnswer(const Frame::Fields& fields);
	void OnAct(const Frame::Fields& fields);
	void Redact(LocalUser* user, const Frame::Fields& fields);
	void OnSecond() override;

public:
	Requests(Module* mod, const Compat::Account& acct, People& ppl, Link& lnk, Replies& reps, Capabilities& caps, Parking& prk, Lines& lns);
	~Requests();

	static bool IsCommand(const std::string& command);

	// Takes the label of one of our commands that begins: it goes into the request.
	void Begin(LocalUser* user, CommandBase::Params& parameters) { label = replies.TakeLabel(user, parameters); }

	// Asks in the client's name; its next commands wait for the answer, or for a few seconds.
	void Ask(LocalUser* user, const std::string& command, const std::vector<std::string>& parameters, const Callback& callback);

	// The same, for an answer that the client gets as it is; without one it gets nothing.
	void AskQuietly(LocalUser* user, const std::string& command, const std::vector<std::string>& parameters);

	// act <number> <verb> <parameter> ...: at least one parameter.
	void OnAct(const std::string& verb, const Act& act) { acts[verb] = act; }
	void OnOrder(const std::string& verb, const Order& order) { orders[verb] = order; }

	// Looks at a command before alloquyd is asked.
	void Before(const std::string& command, const Check& check) { checks[command] = check; }

	// The link was lost: nobody will answer.
	void GiveUpAll();
	void Forget(LocalUser* user);
};
