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

#include "messages.h"
#include "edits.h"
#include "utf8.h"

Messages::Messages(Module* mod, const Compat::Account& acct, People& ppl, Devices& devs, Elsewhere& elsw, Relay& rel, Replies& reps, Store& str, Capabilities& caps, Tags& tgs)
	: CTCTags::EventListener(mod)
	, account(acct)
	, people(ppl)
	, devices(devs)
	, elsewhere(elsw)
	, relay(rel)
	, replies(reps)
	, store(str)
	, capabilities(caps)
	, tags(tgs)
	, typing(mod)
{
}

// A message takes a reaction back or makes one. Which of the two both together would be, every client would guess by itself.
bool Messages::IsClear(LocalUser* user, const std::string& command, const std::string& target, const ClientProtocol::TagMap& msgtags)
{
	const bool adds = msgtags.count("+draft/react") || msgtags.count("+react");
	const bool removes = msgtags.count("+draft/unreact") || msgtags.count("+unreact");
	if (adds && removes)
		replies.Fail(user, command, "INVALID_TAGS", { target }, "A message can't make a reaction and take one back.");
	return !adds || !removes;
}

// What only operators of a room read isn't history of the room; what is said to services holds passwords.
bool Messages::IsKept(const MessageTarget& target, const ClientProtocol::TagMap& msgtags, bool tagsonly) const
{
	if (tagsonly && Typing::IsTyping(msgtags))
		return false;
	if (target.type == MessageTarget::TYPE_CHANNEL)
		return !target.status;
	return target.type == MessageTarget::TYPE_USER && !Compat::IsService(target.Get<User>());
}

static const char* const NOT_WANTED = "This person doesn't take direct messages from you.";

ModResult Messages::Check(User* source, const MessageTarget& target, const std::string& command, const ClientProtocol::TagMap& in, ClientProtocol::TagMap& out, bool tagsonly)
{
	LocalUser* const user = IS_LOCAL(source);
	if (!user)
	{
		auto id = in.find(tags.msgid.name);
		if (id != in.end())
		{
			out.insert(*id);
			store.SetTimeById(out);
		}
	}

	if (user && !IsClear(user, command, target.GetName(), in))
		return MOD_RES_DENY;
	if (target.type == MessageTarget::TYPE_USER)
	{
		User* const holder = target.Get<User>();
		if (devices.Refuses(source, account.GetName(source), account.GetName(holder), holder))
		{
			// One answer for a block and for a policy: whoever is blocked needn't know. Nobody asked whether typing arrives.
			if (user && !(tagsonly && Typing::IsTyping(in)))
				replies.Fail(user, command, "DM_POLICY", { people.GetNick(holder) }, NOT_WANTED);
			return MOD_RES_DENY;
		}
	}

	if (user && tagsonly && Typing::IsTyping(in) && !typing.Allow(user, target.GetName(), in))
		return MOD_RES_DENY;
	if (user && IsKept(target, in, tagsonly) && !store.Accept(user, command, target.GetName(), out))
		return MOD_RES_DENY;
	return MOD_RES_PASSTHRU;
}

void Messages::Fit(const std::string& mask, const std::string& command, const std::string& target, std::string& text, size_t spare)
{
	// :<mask> <command> <target> :<text> CR LF
	const size_t around = mask.length() + command.length() + target.length() + 7 + spare;
	const size_t line = ServerInstance->Config->Limits.MaxLine;
	if (around + text.length() > line)
		text.erase(Utf8::GetCut(text, line > around ? line - around : 0));
}

std::vector<Message::Line> Messages::Split(const std::string& mask, const std::string& command, const std::string& target, const ClientProtocol::TagMap& msgtags, const std::vector<Message::Line>& lines)
{
	const size_t spare = Edits::IsEdit(msgtags) ? Edits::MARK : 0;
	std::vector<Message::Line> result;
	for (const auto& line : lines)
	{
		Message::Line rest = line;
		for (;;)
		{
			std::string part = rest.text;
			Fit(mask, command, target, part, spare);
			const size_t length = part.length();
			result.push_back({ std::move(part), rest.concat });
			if (length == 0 || length >= rest.text.length())
				break;
			rest = { rest.text.substr(length), true };
		}
	}
	if (result.size() == 1)
		result.clear();
	return result;
}

static const char* GetCommand(const MessageDetails& details)
{
	return details.type == Compat::NOTICE ? "NOTICE" : "PRIVMSG";
}

ModResult Messages::OnUserPreInvite(User* source, User* dest)
{
	if (!devices.Blocks(source, account.GetName(source), account.GetName(dest)))
		return MOD_RES_PASSTHRU;

	LocalUser* const user = IS_LOCAL(source);
	if (user)
		replies.Fail(user, "INVITE", "DM_POLICY", { dest->nick }, NOT_WANTED);
	return MOD_RES_DENY;
}

ModResult Messages::OnUserPreMessage(User* user, const MessageTarget& target, MessageDetails& details)
{
	const ModResult result = Check(user, target, GetCommand(details), details.tags_in, details.tags_out, false);
	if (result == MOD_RES_PASSTHRU && !multiline && IS_LOCAL(user) && target.type != MessageTarget::TYPE_SERVER)
		Fit(Compat::GetMask(user), GetCommand(details), target.GetName(), details.text);
	return result;
}

ModResult Messages::OnUserPreTagMessage(User* user, Compat::PreTarget& target, CTCTags::TagMessageDetails& details)
{
	return Check(user, target, "TAGMSG", details.tags_in, details.tags_out, true);
}

void Messages::OnUserPostMessage(User* user, const MessageTarget& target, const MessageDetails& details)
{
	if (multiline)
		return;

	Message message;
	message.kind = GetCommand(details);
	message.text = details.text;
	message.tags = details.tags_out;
	Sent(user, target, std::move(message), details.exemptions);
}

void Messages::OnUserPostTagMessage(User* user, const MessageTarget& target, const CTCTags::TagMessageDetails& details)
{
	Message message;
	message.kind = "TAGMSG";
	message.tags = details.tags_out;
	Sent(user, target, std::move(message), details.exemptions);
}

void Messages::Sent(User* source, const MessageTarget& target, Message&& message, const CUList& exemptions)
{
	LocalUser* const user = IS_LOCAL(source);
	User* const dest = target.type == MessageTarget::TYPE_USER ? target.Get<User>() : nullptr;
	// Others' messages pass through here on their way to other servers, too.
	if (!user && (!dest || !IS_LOCAL(dest)))
		return;

	message.source = people.GetMask(source);
	message.account = account.GetName(source);
	message.target = target.GetName();
	if (target.status)
		message.target.insert(0, 1, target.status);
	auto id = message.tags.find(tags.msgid.name);
	if (id != message.tags.end())
		Frame::ReadNumber(id->second.value, message.id);
	if (dest)
	{
		message.targetaccount = account.GetName(dest);
		for (LocalUser* device : devices.Get(message.targetaccount))
		{
			if (device != dest && device != source && !exemptions.count(device))
				message.SendTo(device, message.source, people.GetNick(device), capabilities, tags);
		}
		if (user && !Compat::IsService(dest))
			relay.Copy(user, dest, message);
	}

	if (user && IsKept(target, message.tags, message.kind == "TAGMSG"))
		store.Add(user, std::move(message));
	else if (user)
		store.Echo(user, message);
}

User* Messages::FindRecipient(const std::string& name) const
{
	User* const holder = Compat::FindNick(name);
	if (holder && Compat::IsFullyConnected(holder))
		return holder;

	// The name is free at the moment, but its owner may be here with another device, or at another server.
	const auto here = devices.Get(name);
	if (!here.empty())
		return here.front();
	const auto there = elsewhere.GetOnePerServer(name, nullptr);
	return there.empty() ? nullptr : there.front();
}

bool Messages::IsAccountName(const std::string& name)
{
	static const char* const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
	static const char* const others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789-";
	return !name.empty() && name.length() <= 24 && strchr(letters, name[0]) && name.find_first_not_of(others) == std::string::npos;
}

ModResult Messages::OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters)
{
	const bool tagsonly = command == "TAGMSG";
	const bool complete = !parameters.empty() && (tagsonly ? capabilities.Has(user, 't') && !parameters.GetTags().empty() : parameters.size() > 1 && !parameters[1].empty());
	const bool oneroom = complete && parameters[0][0] == '#' && parameters[0].find(',') == std::string::npos;
	if (!complete || oneroom)
		return MOD_RES_PASSTHRU;

	std::vector<std::string> absent;
	std::vector<std::string> rest;
	std::set<std::string, irc::insensitive_swo> seen;
	irc::commasepstream targets(parameters[0], true);
	for (std::string target; targets.GetToken(target); )
	{
		// Too many: InspIRCd says so.
		if (seen.size() > ServerInstance->Config->MaxTargets)
			return MOD_RES_PASSTHRU;
		if (!seen.insert(target).second)
			continue;

		const bool isname = IsAccountName(target);
		const User* const recipient = isname ? FindRecipient(target) : nullptr;
		if (isname && !recipient)
			absent.push_back(target);
		else
			rest.push_back(isname && !irc::equals(recipient->nick, target) ? recipient->nick : target);
	}
	if (absent.empty() && rest.size() == 1 && rest.front() == parameters[0])
		return MOD_RES_PASSTHRU;

	if (!tagsonly || !Typing::IsTyping(parameters.GetTags()))
	{
		for (const auto& target : absent)
			SendToAbsent(user, command, target, parameters);
	}
	if (rest.empty() && !absent.empty())
		return MOD_RES_DENY;

	if (!rest.empty())
	{
		parameters[0].clear();
		for (const auto& target : rest)
			parameters[0] += (parameters[0].empty() ? "" : ",") + target;
	}
	return MOD_RES_PASSTHRU;
}

void Messages::SendToAbsent(LocalUser* user, const std::string& command, const std::string& target, const CommandBase::Params& parameters)
{
	Message message;
	message.kind = command;
	message.tags = parameters.GetTags();
	if (command != "TAGMSG")
	{
		message.text = parameters[1];
		Fit(Compat::GetMask(user), command, target, message.text);
	}
	Leave(user, target, std::move(message));
}

// No event of InspIRCd can judge this message, because they all want a recipient who is here: alloquyd does.
void Messages::Leave(LocalUser* user, const std::string& target, Message&& message)
{
	for (auto tag = message.tags.begin(); tag != message.tags.end(); )
	{
		if (tag->first[0] == '+')
			++tag;
		else
			tag = message.tags.erase(tag);
	}
	if (!IsClear(user, message.kind, target, message.tags))
		return;

	message.target = target;
	message.flags += "o";
	if ((message.kind == "TAGMSG" && message.tags.empty()) || !store.Accept(user, message.kind, target, message.tags))
		return;

	if (message.kind == "PRIVMSG")
		user->idle_lastmsg = ServerInstance->Time();
	store.Add(user, std::move(message));
}
