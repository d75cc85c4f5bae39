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

#include "replies.h"

Replies::Replies(Module* mod, Capabilities& caps)
	: module(mod)
	, capabilities(caps)
	, event(mod, "ALLOQUYREPLY")
{
}

std::string Replies::TakeLabel(LocalUser* user, CommandBase::Params& parameters)
{
	auto tag = parameters.GetTags().find("label");
	if (tag == parameters.GetTags().end() || !Compat::IsFullyConnected(user) || !capabilities.Has(user, 'l') || !capabilities.Has(user, 'b'))
		return std::string();

	const std::string label = tag->second.value;
	parameters.GetTags().erase(tag);
	return label;
}

// The hook costs something for each line to each client, so it is only there while it is needed.
void Replies::Capture(LocalUser* user, const AnswerPtr& answer)
{
	if (!capturing && answer)
		Compat::Modules().Attach(I_OnUserWrite, module);
	else if (capturing && !answer)
		Compat::Modules().Detach(I_OnUserWrite, module);
	capturing = answer;
	capturinguser = user;
}

ModResult Replies::OnUserWrite(LocalUser* user, ClientProtocol::Message& message)
{
	// Side effects are what anybody would get, e.g. one's own message to oneself.
	if (!capturing || user != capturinguser || message.IsSideEffect())
		return MOD_RES_PASSTHRU;

	capturing->lines.push_back(user->serializer->SerializeForUser(user, message));
	return MOD_RES_DENY;
}

void Replies::Begin(LocalUser* user, const std::string& label)
{
	if (label.empty())
		return;

	current = std::make_shared<Answer>();
	current->uuid = user->uuid;
	current->label = label;
	current->waiting = 1;
	Capture(user, current);
}

void Replies::End(LocalUser* user)
{
	if (!current || current->uuid != user->uuid)
		return;

	const AnswerPtr answer = std::move(current);
	current.reset();
	Capture(nullptr, nullptr);
	if (--answer->waiting == 0)
		Complete(answer);
}

void Replies::Forget(LocalUser* user)
{
	if (current && current->uuid == user->uuid)
		current.reset();
	if (capturinguser == user)
		Capture(nullptr, nullptr);
}

AnswerPtr Replies::Await(LocalUser* user)
{
	if (!current || current->uuid != user->uuid)
		return nullptr;
	current->waiting++;
	return current;
}

void Replies::Arrived(LocalUser* user, const AnswerPtr& answer, const std::function<void()>& work)
{
	const AnswerPtr before = capturing;
	LocalUser* const userbefore = capturinguser;
	Capture(user, answer);
	work();
	Capture(userbefore, before);
	if (answer && --answer->waiting == 0)
		Complete(answer);
}

void Replies::Once(LocalUser* user, const std::string& label, const std::function<void()>& work)
{
	AnswerPtr answer;
	if (!label.empty())
	{
		answer = std::make_shared<Answer>();
		answer->uuid = user->uuid;
		answer->label = label;
		answer->waiting = 1;
	}
	Arrived(user, answer, work);
}

static std::string WithTag(const std::string& line, const std::string& tag)
{
	if (line[0] == '@')
		return "@" + tag + ";" + line.substr(1);
	return "@" + tag + " " + line;
}

static bool HasTag(const std::string& line, const std::string& tag)
{
	const std::string tags = line[0] == '@' ? ";" + line.substr(1, line.find(' ')) : std::string();
	return tags.find(";" + tag) != std::string::npos;
}

// A multiline message is answered with its own batch.
static bool IsOneBatch(const std::vector<std::string>& lines)
{
	if (lines.front().find(" BATCH +") == std::string::npos)
		return false;
	for (size_t i = 1; i + 1 < lines.size(); ++i)
	{
		if (!HasTag(lines[i], "batch="))
			return false;
	}
	return lines.back().find(" BATCH ") != std::string::npos;
}

void Replies::Complete(const AnswerPtr& answer)
{
	LocalUser* const user = Compat::FindLocal(answer->uuid);
	if (!user)
		return;

	const std::string label = "label=" + answer->label;
	const std::string server = ":" + ServerInstance->Config->GetServerName();
	std::string out;
	if (answer->lines.empty())
		out = "@" + label + " " + server + " ACK\r\n";
	else if (answer->lines.size() == 1)
		out = WithTag(answer->lines.front(), label);
	else if (IsOneBatch(answer->lines))
	{
		out = WithTag(answer->lines.front(), label);
		for (size_t i = 1; i < answer->lines.size(); ++i)
			out += answer->lines[i];
	}
	else
	{
		// Other modules' batches have numbers for names.
		const std::string name = "label" + std::to_string(++lastbatch);
		out = "@" + label + " " + server + " BATCH +" + name + " labeled-response\r\n";
		for (const auto& line : answer->lines)
			out += HasTag(line, "batch=") ? line : WithTag(line, "batch=" + name);
		out += server + " BATCH -" + name + "\r\n";
	}
	user->eh.AddWriteBuf(out);
}

void Replies::Fail(LocalUser* user, const std::string& command, const std::string& code, const std::vector<std::string>& context, const std::string& text)
{
	if (!capabilities.Has(user, 'p'))
	{
		std::string notice = "*** " + command;
		for (const auto& item : context)
			notice += " " + item;
		user->WriteNotice(notice + ": " + text);
		return;
	}

	ClientProtocol::Message fail("FAIL", ServerInstance->Config->GetServerName());
	fail.PushParam(command);
	fail.PushParam(code);
	for (const auto& item : context)
	{
		// A parameter that isn't the last can hold neither.
		if (!item.empty() && item[0] != ':' && item.find(' ') == std::string::npos)
			fail.PushParam(item);
	}
	fail.PushParam(text);
	user->Send(event, fail);
}
