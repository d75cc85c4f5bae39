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

#include "store.h"

#include "modules/ircv3_servertime.h"

Store::Store(const Compat::Account& acct, People& ppl, Link& lnk, Devices& devs, Relay& rel, Replies& reps, Capabilities& caps, Tags& tgs)
	: account(acct)
	, people(ppl)
	, link(lnk)
	, devices(devs)
	, relay(rel)
	, replies(reps)
	, capabilities(caps)
	, tags(tgs)
{
	link.On(Frame::STORED, [this](const Frame::Fields& fields) { OnStored(fields); });
	link.On(Frame::REFUSED, [this](const Frame::Fields& fields) { OnRefused(fields); });
}

bool Store::Configure(const Link::Welcome& welcome)
{
	if (!ids.Configure(welcome.node, welcome.floor))
		return false;

	maxmessages = welcome.maxmessages;
	maxbytes = welcome.maxbytes;
	return true;
}

void Store::Resend()
{
	for (const auto& entry : pending)
	{
		if (!entry.done)
			link.Send(entry.message.ToFrame(Frame::RESEND));
	}
}

const std::string& Store::FormatTime(uint64_t milliseconds)
{
	if (milliseconds != timeof)
	{
		timeof = milliseconds;
		timetext = IRCv3::ServerTime::FormatTime(static_cast<time_t>(milliseconds / 1000), static_cast<long>(milliseconds % 1000));
	}
	return timetext;
}

uint64_t Store::NewId()
{
	return ids.Next(static_cast<uint64_t>(ServerInstance->Time()) * 1000 + static_cast<uint64_t>(ServerInstance->Time_ns()) / 1000000);
}

bool Store::Accept(LocalUser* user, const std::string& command, const std::string& target, ClientProtocol::TagMap& msgtags)
{
	const bool possible = link.IsUsable() && pending.size() < maxmessages && pendingbytes < maxbytes;
	const uint64_t id = possible ? NewId() : 0;
	if (!id)
	{
		replies.Fail(user, command, "CANNOT_STORE", { target }, "Your message can't be stored at the moment, so it was not delivered. Try again in a few seconds.");
		return false;
	}

	tags.msgid.AddTo(msgtags, std::to_string(id));
	tags.time.AddTo(msgtags, FormatTime(Ids::GetTime(id)));
	return true;
}

void Store::SetTimeById(ClientProtocol::TagMap& msgtags)
{
	uint64_t id;
	auto tag = msgtags.find(tags.msgid.name);
	if (tag != msgtags.end() && Frame::ReadNumber(tag->second.value, id) && id >> 22)
		tags.time.AddTo(msgtags, FormatTime(Ids::GetTime(id)));
}

void Store::Add(LocalUser* source, Message&& message)
{
	auto id = message.tags.find(tags.msgid.name);
	if (id == message.tags.end() || !Frame::ReadNumber(id->second.value, message.id))
		return;

	message.number = firstnumber + pending.size();
	message.uuid = source->uuid;
	message.source = people.GetMask(source);
	message.account = account.GetName(source);
	const std::string frame = message.ToFrame(Frame::MESSAGE);
	if (frame.empty())
		return;

	Pending entry;
	entry.size = frame.size();
	entry.answer = replies.Await(source);
	entry.message = std::move(message);
	pendingbytes += entry.size;
	pending.push_back(std::move(entry));
	link.Send(frame);
}

Store::Pending* Store::Find(uint64_t number)
{
	if (number < firstnumber || number - firstnumber >= pending.size())
		return nullptr;
	Pending& entry = pending[number - firstnumber];
	return entry.done ? nullptr : &entry;
}

void Store::Done(Pending& entry)
{
	entry.done = true;
	pendingbytes -= entry.size;
	entry.message = Message();
	entry.answer.reset();
	while (!pending.empty() && pending.front().done)
	{
		pending.pop_front();
		firstnumber++;
	}
}

void Store::Echo(LocalUser* user, const Message& message)
{
	if (capabilities.Has(user, 'x'))
		message.SendTo(user, message.source, message.target, capabilities, tags);
}

// Where its owner sits at another device, a message that was sent here is one's own: the same as an echo there.
void Store::ShowOnOtherDevices(LocalUser* source, const Message& message)
{
	if (message.account.empty() || !message.IsPrivate() || irc::equals(message.account, message.targetaccount))
		return;

	for (LocalUser* device : devices.Get(message.account))
	{
		if (device->uuid != message.uuid && capabilities.Has(device, 'x'))
			message.SendTo(device, people.GetMask(device), message.target, capabilities, tags);
	}
	if (source)
		relay.Sent(source, message);
}

// Nobody of that account was here when it was sent; somebody may have come while it was stored, or was known at another server
// a moment before the news of it arrived here.
void Store::ShowToArrived(LocalUser* source, Message& message)
{
	message.targetaccount = message.target;
	for (LocalUser* device : devices.Get(message.targetaccount))
		message.SendTo(device, message.source, device->nick, capabilities, tags);
	if (source)
		relay.Copy(source, nullptr, message);
}

void Store::Acknowledge(Pending& entry)
{
	LocalUser* const user = Compat::FindLocal(entry.message.uuid);
	if (user)
		replies.Arrived(user, entry.answer, [&] { Echo(user, entry.message); });
	ShowOnOtherDevices(user, entry.message);
	if (entry.message.flags.find('o') != std::string::npos)
		ShowToArrived(user, entry.message);
	Done(entry);
}

void Store::Refuse(Pending& entry, const std::string& code, const std::string& text)
{
	const Message& message = entry.message;
	LocalUser* const user = Compat::FindLocal(message.uuid);
	if (user)
	{
		replies.Arrived(user, entry.answer, [&] {
			if (code == "UNKNOWN_TARGET")
				user->WriteNumeric(Numerics::NoSuchNick(message.target));
			else
				replies.Fail(user, message.kind, code, { message.target }, text);
		});
	}
	Done(entry);
}

void Store::OnStored(const Frame::Fields& fields)
{
	for (const auto& field : fields)
	{
		uint64_t number;
		Pending* const entry = Frame::ReadNumber(field, number) ? Find(number) : nullptr;
		if (entry)
			Acknowledge(*entry);
	}
}

// A word that can stand in a FAIL.
static bool IsCode(std::string_view code)
{
	return !code.empty() && code.size() <= 32 && code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
}

void Store::OnRefused(const Frame::Fields& fields)
{
	uint64_t number;
	if (fields.size() < 2 || !Frame::ReadNumber(fields[0], number) || !IsCode(fields[1]))
		return;

	Pending* const entry = Find(number);
	if (!entry)
		return;

	// One line, whatever comes.
	std::string text = fields.size() > 2 ? std::string(fields[2].substr(0, 300)) : std::string();
	for (auto& letter : text)
	{
		if (static_cast<unsigned char>(letter) < ' ')
			letter = ' ';
	}
	Refuse(*entry, std::string(fields[1]), text.empty() ? "Your message was not stored." : text);
}
