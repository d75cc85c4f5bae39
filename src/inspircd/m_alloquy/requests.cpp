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

#include "requests.h"

#include <algorithm>

static constexpr uint64_t TIMEOUT = 10000;
// For what the client didn't ask for itself.
static constexpr uint64_t SHORT_TIMEOUT = 2000;
// Of an answer that isn't for the client.
static constexpr size_t MAX_LINES = 100;
// No command has more than 15 (RFC 2812, section 2.3), and METADATA gets one from us.
static constexpr size_t MAX_PARAMETERS = 16;
static const char* const COMMANDS[] = { "CHATHISTORY", "MARKREAD", "METADATA", "REDACT", "RENAME", "SEARCH", "SILENCE" };

// The specifications want FAIL where InspIRCd would send 461, so any number of parameters comes through.
class Requests::Command final
	: public SplitCommand
{
private:
	Requests& requests;

	CmdResult HandleLocal(LocalUser* user, const Params& parameters) override
	{
		return requests.Handle(user, name, parameters);
	}

public:
	Command(Module* mod, Requests& reqs, const std::string& command)
		: SplitCommand(mod, command)
		, requests(reqs)
	{
	}
};

Requests::Requests(Module* mod, const Compat::Account& acct, People& ppl, Link& lnk, Replies& reps, Capabilities& caps, Parking& prk, Lines& lns)
	: account(acct)
	, people(ppl)
	, link(lnk)
	, replies(reps)
	, capabilities(caps)
	, parking(prk)
	, lines(lns)
{
	for (const auto& command : COMMANDS)
		commands.push_back(std::make_unique<Command>(mod, *this, command));
	link.On(Frame::ANSWER, [this](const Frame::Fields& fields) { OnAnswer(fields); });
	link.On(Frame::ACT, [this](const Frame::Fields& fields) { OnAct(fields); });
	OnAct("redact", [this](LocalUser* user, const Frame::Fields& fields) { Redact(user, fields); });
}

Requests::~Requests() = default;

bool Requests::IsCommand(const std::string& command)
{
	return std::find(std::begin(COMMANDS), std::end(COMMANDS), command) != std::end(COMMANDS);
}

CmdResult Requests::Handle(LocalUser* user, const std::string& command, const CommandBase::Params& parameters)
{
	Pending request;
	request.command = command;
	request.label.swap(label);
	auto check = checks.find(command);
	const Refusal refusal = check == checks.end() ? nullptr : check->second(user, parameters);
	if (refusal)
	{
		replies.Once(user, request.label, refusal);
		return Compat::SUCCESS;
	}
	Send(user, std::move(request), parameters);
	return Compat::SUCCESS;
}

void Requests::Ask(LocalUser* user, const std::string& command, const std::vector<std::string>& parameters, const Callback& callback)
{
	Pending request;
	request.command = command;
	request.callback = callback;
	Send(user, std::move(request), parameters);
}

void Requests::AskQuietly(LocalUser* user, const std::string& command, const std::vector<std::string>& parameters)
{
	Pending request;
	request.command = command;
	request.quiet = true;
	Send(user, std::move(request), parameters);
}

void Requests::Send(LocalUser* user, Pending&& request, const std::vector<std::string>& parameters)
{
	const uint64_t number = ++lastnumber;
	request.uuid = user->uuid;
	request.deadline = Alarm::GetNow() + (request.callback || request.quiet ? SHORT_TIMEOUT : TIMEOUT);
	Frame::Writer frame(Frame::REQUEST);
	frame.Add(number).Add(request.command).Add(user->uuid).Add(people.GetMask(user)).Add(account.GetName(user));
	frame.Add(capabilities.GetLetters(user)).Add(request.label);
	for (size_t i = 0; i < parameters.size() && i < MAX_PARAMETERS; ++i)
		frame.Add(parameters[i]);

	parking.Hold(user);
	if (!link.IsUp())
		return GiveUp(request);

	link.Send(std::move(frame));
	pending.emplace(number, std::move(request));
}

void Requests::GiveUp(Pending& request)
{
	LocalUser* const user = Compat::FindConnection(request.uuid);
	if (user && request.callback)
		request.callback(user, { });
	else if (user && !request.quiet)
	{
		replies.Once(user, request.label, [&] {
			replies.Fail(user, request.command, "TEMPORARILY_UNAVAILABLE", { }, "This isn't possible at the moment. Try again in a few seconds.");
		});
	}
	parking.Release(request.uuid);
}

void Requests::OnAnswer(const Frame::Fields& fields)
{
	uint64_t number;
	if (fields.size() < 2 || !Frame::ReadNumber(fields[0], number))
		return;

	auto entry = pending.find(number);
	if (entry == pending.end())
		return;

	Pending& request = entry->second;
	LocalUser* const user = Compat::FindConnection(request.uuid);
	if (request.callback && request.lines.size() < MAX_LINES)
		request.lines.insert(request.lines.end(), fields.begin() + 2, fields.end());
	else if (user && !request.callback)
		lines.Write(user, fields, 2);
	if (fields[1] != "1")
		return;

	const Pending answered = std::move(request);
	pending.erase(entry);
	if (user && answered.callback)
		answered.callback(user, answered.lines);
	parking.Release(answered.uuid);
}

void Requests::OnAct(const Frame::Fields& fields)
{
	uint64_t number;
	if (fields.size() < 3 || !Frame::ReadNumber(fields[0], number))
		return;

	auto order = orders.find(std::string(fields[1]));
	if (order != orders.end())
		return order->second(fields);

	auto entry = pending.find(number);
	auto act = acts.find(std::string(fields[1]));
	LocalUser* const user = entry == pending.end() ? nullptr : Compat::FindLocal(entry->second.uuid);
	if (user && act != acts.end())
		act->second(user, fields);
}

// redact <target> <msgid> [<reason>]: the request's user did it, and the room's members are told.
void Requests::Redact(LocalUser* user, const Frame::Fields& fields)
{
	Channel* const chan = Compat::FindChan(std::string(fields[2]));
	if (!chan || fields.size() < 4)
		return;

	std::string line = ":" + people.GetMask(user) + " REDACT " + chan->name;
	line.append(" ").append(fields[3]);
	if (fields.size() > 4)
		line.append(" :").append(fields[4]);
	lines.ToChannel(chan, 'r', std::string_view(), { line });
}

void Requests::OnSecond()
{
	const uint64_t now = Alarm::GetNow();
	std::vector<Pending> expired;
	for (auto entry = pending.begin(); entry != pending.end(); )
	{
		if (entry->second.deadline > now)
		{
			++entry;
			continue;
		}
		expired.push_back(std::move(entry->second));
		entry = pending.erase(entry);
	}
	for (auto& request : expired)
		GiveUp(request);
}

void Requests::GiveUpAll()
{
	std::map<uint64_t, Pending> lost;
	lost.swap(pending);
	for (auto& [number, request] : lost)
		GiveUp(request);
}

void Requests::Forget(LocalUser* user)
{
	parking.Forget(user);
	for (auto entry = pending.begin(); entry != pending.end(); )
	{
		if (entry->second.uuid == user->uuid)
			entry = pending.erase(entry);
		else
			++entry;
	}
}
