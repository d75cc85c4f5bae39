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

#include "relay.h"
#include "multiline.h"

#include "modules/ircv3_servertime.h"

#include <set>

class Relay::Command final
	: public Compat::ServerCommand
{
private:
	Relay& relay;

public:
	Command(Module* mod, Relay& parent)
		: Compat::ServerCommand(mod, "ALLOQUYMSG", 3, 3)
		, relay(parent)
	{
	}

	CmdResult Handle(User* source, const Params& parameters) override
	{
		relay.OnCommand(source, parameters[0], parameters[1], parameters[2]);
		return OK;
	}
};

Relay::Relay(Module* mod, const Compat::Account& acct, Devices& devs, Elsewhere& elsw, Capabilities& caps, Tags& tgs)
	: account(acct)
	, devices(devs)
	, elsewhere(elsw)
	, capabilities(caps)
	, tags(tgs)
	, clienttag(mod, std::string(), "message-tags")
	, command(std::make_unique<Command>(mod, *this))
{
}

Relay::~Relay() = default;

void Relay::Send(User* source, const Server* server, const std::string& verb, const std::string& target, const Message& message)
{
	const std::string frame = message.ToFrame(Frame::MESSAGE);
	if (frame.empty())
		return;

	CommandBase::Params parameters;
	parameters.push_back(verb);
	parameters.push_back(target);
	parameters.push_back(Compat::ToBase64(frame));
	ServerInstance->PI->SendEncapsulatedData(server->GetName(), "ALLOQUYMSG", parameters, source);
}

void Relay::Live(LocalUser* user, const MessageTarget& target, const Message& message)
{
	if (target.type == MessageTarget::TYPE_USER)
	{
		const User* const dest = target.Get<User>();
		if (dest->server != user->server)
			Send(user, dest->server, "LIVE", dest->uuid, message);
		return;
	}

	std::set<const Server*> told;
	const Channel* const chan = target.Get<Channel>();
	for (const auto& [member, membership] : chan->GetUsers())
	{
		if (member->server != user->server && !Compat::IsService(member) && told.insert(member->server).second)
			Send(user, member->server, "LIVE", chan->name, message);
	}
}

void Relay::Copy(LocalUser* user, const User* holder, const Message& message)
{
	for (const User* device : elsewhere.GetOnePerServer(message.targetaccount, holder ? holder->server : nullptr))
		Send(user, device->server, "COPY", message.targetaccount, message);
}

void Relay::Sent(LocalUser* user, const Message& message)
{
	for (const User* device : elsewhere.GetOnePerServer(message.account, nullptr))
		Send(user, device->server, "SENT", "*", message);
}

// Another server's message, as this server would have made it. What it says about its sender is taken from who sent it.
bool Relay::Read(const std::string& data, User* source, Message& message)
{
	uint8_t type;
	Frame::Fields fields;
	size_t consumed;
	const std::string bytes = Compat::FromBase64(data);
	if (Frame::Read(bytes, type, fields, consumed) != Frame::COMPLETE || fields.size() < 11 || !Frame::ReadNumber(fields[1], message.id))
		return false;

	message.kind = std::string(fields[2]);
	if (message.kind != "PRIVMSG" && message.kind != "NOTICE" && message.kind != "TAGMSG")
		return false;
	message.uuid = source->uuid;
	message.source = Compat::GetMask(source);
	message.account = account.GetName(source);
	message.target = std::string(fields[6]);
	message.targetaccount = std::string(fields[7]);
	message.text = std::string(fields[10]);
	static const std::string_view forbidden("\r\0", 2);
	if (message.text.find_first_of(forbidden) != std::string::npos || message.target.find_first_of(" \r\n") != std::string::npos)
		return false;

	std::string_view rest = fields[9];
	while (!rest.empty())
	{
		const std::string_view tag = rest.substr(0, rest.find(';'));
		rest.remove_prefix(std::min(tag.size() + 1, rest.size()));
		const size_t equals = std::min(tag.find('='), tag.size());
		if (tag.empty() || tag[0] != '+' || tag.find_first_of(" \r\n") != std::string_view::npos)
			continue;
		const std::string value(tag.substr(std::min(equals + 1, tag.size())));
		message.tags.insert(std::make_pair(std::string(tag.substr(0, equals)), ClientProtocol::MessageTagData(&clienttag, value)));
	}
	if (message.id)
		tags.msgid.AddTo(message.tags, std::to_string(message.id));
	if (message.kind != "TAGMSG")
		message.lines = Multiline::ToLines(source, message);
	return true;
}

void Relay::OnCommand(User* source, const std::string& verb, const std::string& target, const std::string& data)
{
	Message message;
	// A connection speaks here, not a server; InspIRCd has made sure that it comes from where that connection is.
	if (IS_LOCAL(source) || IS_SERVER(source) || !Read(data, source, message))
		return;

	if (verb == "LIVE" && onlive)
		return onlive(source, target, std::move(message));
	const uint64_t time = Ids::GetTime(message.id);
	if (message.id)
		tags.time.AddTo(message.tags, IRCv3::ServerTime::FormatTime(static_cast<time_t>(time / 1000), static_cast<long>(time % 1000)));
	if (verb == "COPY")
		OnCopy(source, target, message);
	else if (verb == "SENT")
		OnSent(message);
}

void Relay::OnCopy(User* source, const std::string& name, const Message& message)
{
	if (devices.Refuses(source, message.account, name, nullptr))
		return;
	for (LocalUser* device : devices.Get(name))
		message.SendTo(device, message.source, device->nick, capabilities, tags);
}

void Relay::OnSent(const Message& message)
{
	for (LocalUser* device : devices.Get(message.account))
	{
		if (capabilities.Has(device, 'x'))
			message.SendTo(device, Compat::GetMask(device), message.target, capabilities, tags);
	}
}
