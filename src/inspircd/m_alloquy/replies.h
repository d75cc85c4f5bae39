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

// What a client is told about its own command: refusals, and answers to a label that are complete only when alloquyd has
// spoken (labeled-response, https://ircv3.net/specs/extensions/labeled-response).

#pragma once

#include "capabilities.h"
#include "compat.h"

#include <functional>
#include <memory>

// The answer to one labelled command: nothing of it is sent before it is complete, because only then it is known whether it
// needs a batch.
struct Answer final
{
	std::string uuid;
	// Escaped, as it came.
	std::string label;
	// Whole lines with tags, with CR LF.
	std::vector<std::string> lines;
	// Things to wait for besides the command itself.
	size_t waiting = 0;
};

typedef std::shared_ptr<Answer> AnswerPtr;

class Replies final
{
private:
	Module* const module;
	Capabilities& capabilities;
	ClientProtocol::EventProvider event;
	// Of the command that is being handled; null if it has no label that concerns us.
	AnswerPtr current;
	// Where what is written to whom goes at the moment.
	AnswerPtr capturing;
	LocalUser* capturinguser = nullptr;
	uint64_t lastbatch = 0;

	void Capture(LocalUser* user, const AnswerPtr& answer);
	void Complete(const AnswerPtr& answer);

public:
	Replies(Module* mod, Capabilities& caps);

	// Takes the label out of the parameters, so that InspIRCd doesn't answer it. Empty if there is none that counts.
	std::string TakeLabel(LocalUser* user, CommandBase::Params& parameters);

	// The command with this label begins, and ends. What is written to its client in between belongs to the answer.
	void Begin(LocalUser* user, const std::string& label);
	void End(LocalUser* user);

	// Its client left in the middle.
	void Forget(LocalUser* user);

	// Adds to the command's answer something to wait for; null if it has no label.
	AnswerPtr Await(LocalUser* user);
	// That came: what work writes to the client belongs to the answer. Without an answer it is simply written.
	void Arrived(LocalUser* user, const AnswerPtr& answer, const std::function<void()>& work);

	// Answers a label at once with what work writes.
	void Once(LocalUser* user, const std::string& label, const std::function<void()>& work);

	// FAIL <command> <code> [<context> ...] :<text>, or a notice for those who don't know FAIL.
	void Fail(LocalUser* user, const std::string& command, const std::string& code, const std::vector<std::string>& context, const std::string& text);

	ModResult OnUserWrite(LocalUser* user, ClientProtocol::Message& message);
};
