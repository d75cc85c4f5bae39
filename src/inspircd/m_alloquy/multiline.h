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

// Messages of several lines (https://ircv3.net/specs/extensions/multiline): collected from the batch a client sends, judged
// and stored as one message.

#pragma once

#include "messages.h"

class Multiline final
	: private Compat::SecondTimer
{
private:
	struct Batch final
	{
		std::string name;
		std::string target;
		std::string label;
		// PRIVMSG or NOTICE, as its first line.
		std::string kind;
		ClientProtocol::TagMap tags;
		std::vector<Message::Line> lines;
		size_t bytes = 0;
		uint64_t deadline = 0;
		// Its client was told: the rest is ignored.
		bool failed = false;
	};

	class Command;

	Replies& replies;
	Capabilities& capabilities;
	Messages& messages;
	Relay& relay;
	Tags& tags;
	std::unique_ptr<Command> command;
	std::map<std::string, Batch> open;
	// Of the BATCH that is being handled.
	std::string label;

	void Fail(LocalUser* user, Batch& batch, const std::string& code, const std::vector<std::string>& context, const std::string& text);
	ModResult OnEdit(LocalUser* user, const std::string& kind, CommandBase::Params& parameters);
	void AddLine(LocalUser* user, Batch& batch, const std::string& kind, const CommandBase::Params& parameters);
	void Handle(LocalUser* user, const CommandBase::Params& parameters);
	void Begin(LocalUser* user, const CommandBase::Params& parameters);
	void Finish(LocalUser* user, Batch&& batch);
	void Deliver(User* source, MessageTarget target, Message&& message);
	void SendLines(LocalUser* user, const MessageTarget& target, const Message& message);
	void OnSecond() override;

public:
	Multiline(Module* mod, Replies& reps, Capabilities& caps, Messages& msgs, Relay& rel, Tags& tgs);
	~Multiline();

	// DENY for a line of a batch: it is collected. What isn't one ends an open batch.
	ModResult OnCommand(LocalUser* user, const std::string& cmd, CommandBase::Params& parameters);

	// From another server, for #room or a connection here.
	void OnLive(User* source, const std::string& target, Message&& message);

	// The lines of its text, cut where they don't fit and continued. None when it is one line.
	static std::vector<Message::Line> ToLines(User* source, const Message& message);

	void Forget(LocalUser* user) { open.erase(user->uuid); }
};
