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

#include "posts.h"

#include "listmode.h"

#include <algorithm>

Posts::Posts(Module* mod, Link& lnk, Devices& devs, Capabilities& caps, Tags& tgs, Store& str)
	: link(lnk)
	, devices(devs)
	, capabilities(caps)
	, tags(tgs)
	, store(str)
	, moderated(mod, "moderated")
	, ban(mod, "ban")
{
	link.On(Frame::POST, [this](const Frame::Fields& fields) { OnPost(fields); });
	link.On(Frame::JUDGE, [this](const Frame::Fields& fields) { OnJudge(fields); });
}

// Nothing that could end a line or begin another part of it.
static bool IsWord(std::string_view text)
{
	static const std::string_view forbidden(" \r\n\0", 4);
	return !text.empty() && text.size() <= 512 && text.front() != ':' && text.find_first_of(forbidden) == std::string_view::npos;
}

// Tags as on the wire: "a=b;c", values escaped.
static void ReadTags(std::string_view wire, Tag& provider, ClientProtocol::TagMap& result)
{
	while (!wire.empty())
	{
		const std::string_view tag = wire.substr(0, wire.find(';'));
		wire.remove_prefix(std::min(tag.size() + 1, wire.size()));
		const size_t equals = std::min(tag.find('='), tag.size());
		if (equals)
		{
			const std::string value(tag.substr(std::min(equals + 1, tag.size())));
			result.insert(std::make_pair(std::string(tag.substr(0, equals)), ClientProtocol::MessageTagData(&provider, value)));
		}
	}
}

static std::vector<Message::Line> GetLines(const std::string& text)
{
	std::vector<Message::Line> lines;
	size_t begin = 0;
	for (size_t end = text.find('\n'); ; end = text.find('\n', begin))
	{
		lines.push_back({ text.substr(begin, end == std::string::npos ? end : end - begin), false });
		if (end == std::string::npos)
			return lines;
		begin = end + 1;
	}
}

// post: id, kind, source mask, account, target, flags, tags, text
void Posts::OnPost(const Frame::Fields& fields)
{
	static const std::string_view forbidden("\r\0", 2);
	Message message;
	if (fields.size() < 8 || !Frame::ReadNumber(fields[0], message.id))
		return;

	message.kind = fields[1];
	message.source = fields[2];
	message.account = fields[3];
	message.target = fields[4];
	message.text = fields[7];
	if (!Messages::IsCommand(message.kind) || !IsWord(fields[2]) || !IsWord(fields[4]) || (!fields[3].empty() && !IsWord(fields[3])))
		return;
	if ((!fields[6].empty() && fields[6].find_first_of(std::string_view(" \r\n\0", 4)) != std::string_view::npos) || fields[7].find_first_of(forbidden) != std::string_view::npos)
		return;

	ReadTags(fields[6], tags.any, message.tags);
	if (fields[5].find('b') != std::string_view::npos)
		tags.any.AddTo(message.tags, "bot", std::string());
	tags.msgid.AddTo(message.tags, std::string(fields[0]));
	store.SetTimeById(message.tags);
	if (message.kind != "TAGMSG")
		message.lines = Messages::Split(message.source, message.kind, message.target, message.tags, GetLines(message.text));
	if (message.IsPrivate())
		SendToAccount(message);
	else
		SendToChannel(message);
}

// Also to the account's own connections: for them it is something said elsewhere.
void Posts::SendToChannel(const Message& message)
{
	Channel* const chan = Compat::FindChan(message.target);
	if (!chan)
		return;

	for (const auto& [member, membership] : chan->GetUsers())
	{
		LocalUser* const user = IS_LOCAL(member);
		if (user)
			message.SendTo(user, message.source, chan->name, capabilities, tags);
	}
}

void Posts::SendToAccount(const Message& message)
{
	for (LocalUser* device : devices.Get(message.target))
		message.SendTo(device, message.source, device->nick, capabilities, tags);
	if (irc::equals(message.target, message.account))
		return;

	// One's own, sent elsewhere: the same as an echo.
	for (LocalUser* device : devices.Get(message.account))
	{
		if (capabilities.Has(device, 'x'))
			message.SendTo(device, Compat::GetMask(device), message.target, capabilities, tags);
	}
}

// Without a connection there is no host to compare: bans by name and by account count.
bool Posts::IsBanned(Channel* chan, const std::string& account, const std::string& mask)
{
	const auto connections = devices.Get(account);
	if (!connections.empty())
		return std::any_of(connections.begin(), connections.end(), [&](LocalUser* user) { return chan->IsBanned(user); });

	ListModeBase* const handler = ban ? ban->IsListModeBase() : nullptr;
	ListModeBase::ModeList* const list = handler ? handler->GetList(chan) : nullptr;
	if (!list)
		return false;

	return std::any_of(list->begin(), list->end(), [&](const ListModeBase::ListItem& item) {
		const size_t colon = item.mask.find(':');
		const std::string kind = item.mask.substr(0, colon == std::string::npos ? 0 : colon);
		if (kind == "R" || kind == "account")
			return InspIRCd::Match(account, item.mask.substr(colon + 1));
		return kind.empty() && InspIRCd::Match(mask, item.mask);
	});
}

const char* Posts::GetRefusal(Channel* chan, const std::string& account, const std::string& mask)
{
	if (moderated && chan->IsModeSet(moderated))
		return "MODERATED";
	return IsBanned(chan, account, mask) ? "BANNED" : nullptr;
}

// judge: number, account, source mask, channel; answered by verdict: number, code (empty: it may)
void Posts::OnJudge(const Frame::Fields& fields)
{
	if (fields.size() < 4)
		return;

	// A channel that nobody is in has no modes here.
	Channel* const chan = Compat::FindChan(std::string(fields[3]));
	const char* const refusal = chan ? GetRefusal(chan, std::string(fields[1]), std::string(fields[2])) : nullptr;
	Frame::Writer frame(Frame::VERDICT);
	frame.Add(fields[0]).Add(std::string_view(refusal ? refusal : ""));
	link.Send(std::move(frame));
}
