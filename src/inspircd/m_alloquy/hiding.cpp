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


#include "hiding.h"

#include <algorithm>

static constexpr unsigned int AWAY = 301;
static constexpr unsigned int MONITOR_ONLINE = 730;
static constexpr unsigned int MONITOR_OFFLINE = 731;

static bool ShareARoom(User* one, User* other)
{
	for (const Membership* membership : one->chans)
	{
		if (membership->chan->HasUser(other))
			return true;
	}
	return false;
}

// NICK: nothing when the name that others see stays, and once to everybody when it changes.
class Hiding::Renames final
	: public ClientProtocol::EventHook
{
private:
	People& people;

	ModResult OnPreEventSend(LocalUser* user, const ClientProtocol::Event& event, ClientProtocol::MessageList& messages) override
	{
		const ClientProtocol::Message* const message = messages.front();
		User* const source = message->GetSourceUser();
		if (!source || message->GetParams().empty())
			return MOD_RES_PASSTHRU;

		const std::string before = people.GetNick(source);
		const std::string nick = message->GetParams()[0];
		const std::string after = nick == source->uuid && before != source->nick ? before : People::WithoutNumber(nick);
		if (before == after)
			return MOD_RES_DENY;
		if (user == source)
			return MOD_RES_PASSTHRU;
		return KnowsAlready(source, user, before, after) ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}

	bool KnowsAlready(User* source, LocalUser* user, const std::string& before, const std::string& after)
	{
		// The person is still there with another device, or was renamed with another device already.
		for (const auto& name : { before, after })
		{
			User* const other = Compat::FindNick(name);
			if (other && other != source && !irc::equals(before, after) && (other == user || ShareARoom(other, user)))
				return true;
		}
		return false;
	}

public:
	Renames(Module* mod, People& ppl)
		: ClientProtocol::EventHook(mod, "NICK", 50)
		, people(ppl)
	{
	}
};

// ACCOUNT of a further device, which signs in as somebody else: its NICK says the rest.
class Hiding::Accounts final
	: public ClientProtocol::EventHook
{
private:
	ModResult OnPreEventSend(LocalUser* user, const ClientProtocol::Event& event, ClientProtocol::MessageList& messages) override
	{
		User* const source = messages.front()->GetSourceUser();
		return source && source != user && People::HasNumber(source->nick) ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}

public:
	explicit Accounts(Module* mod)
		: ClientProtocol::EventHook(mod, "ACCOUNT", 50)
	{
	}
};

// AWAY of a device that comes to a room, of somebody who is here with another one.
class Hiding::AwayLines final
	: public ClientProtocol::EventHook
{
private:
	const Hiding& hiding;

	ModResult OnPreEventSend(LocalUser* user, const ClientProtocol::Event& event, ClientProtocol::MessageList& messages) override
	{
		User* const source = messages.front()->GetSourceUser();
		return source && source != user && source->IsAway() && !hiding.IsAway(source) ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}

public:
	AwayLines(Module* mod, const Hiding& hdg)
		: ClientProtocol::EventHook(mod, "AWAY", 50)
		, hiding(hdg)
	{
	}
};

Hiding::Hiding(Module* mod, People& ppl)
	: Names::EventListener(mod)
	, Who::EventListener(mod)
	, people(ppl)
	, renames(std::make_unique<Renames>(mod, ppl))
	, accountlines(std::make_unique<Accounts>(mod))
	, awaylines(std::make_unique<AwayLines>(mod, *this))
{
}

Hiding::~Hiding() = default;

bool Hiding::IsHidden(Membership* membership) const
{
	return !people.IsFace(membership->chan, membership->user);
}

void Hiding::Except(Membership* membership, CUList& exceptions) const
{
	if (!people.HasOther(membership->chan, membership->user))
		return;

	for (const auto& [member, other] : membership->chan->GetUsers())
	{
		if (member != membership->user)
			exceptions.insert(exceptions.end(), member);
	}
}

ModResult Hiding::OnNamesListItem(LocalUser* issuer, Membership* membership, std::string& prefixes, std::string& nick)
{
	User* const user = membership->user;
	if (!People::HasNumber(user->nick))
		return MOD_RES_PASSTHRU;
	if (IsHidden(membership))
		return MOD_RES_DENY;

	// Maybe with user and host already.
	const size_t bang = nick.find('!');
	nick = people.GetNick(user) + (bang == std::string::npos ? std::string() : nick.substr(bang));
	return MOD_RES_PASSTHRU;
}

ModResult Hiding::OnWhoLine(const Who::Request& request, LocalUser* source, User* user, Membership* membership, Numeric::Numeric& numeric)
{
	size_t index;
	if (user->IsAway() && !IsAway(user) && request.GetFieldIndex('f', index) && index < numeric.GetParams().size())
	{
		std::string& flags = numeric.GetParams()[index];
		std::replace(flags.begin(), flags.end(), 'G', 'H');
	}
	if (!people.IsFurther(user))
		return MOD_RES_PASSTHRU;
	if (!request.matchchan || !membership || IsHidden(membership))
		return MOD_RES_DENY;

	if (request.GetFieldIndex('n', index) && index < numeric.GetParams().size())
		numeric.GetParams()[index] = people.GetNick(user);
	return MOD_RES_PASSTHRU;
}

// https://ircv3.net/specs/extensions/pre-away: "*" comes from a client that nobody looks at.
static bool CountsAsPresent(const User* user)
{
	return !user->IsAway();
}

bool Hiding::IsAway(User* user) const
{
	const auto others = people.GetOthers(user);
	return !CountsAsPresent(user) && std::none_of(others.begin(), others.end(), CountsAsPresent);
}

void Hiding::OnQuit(User* user, const std::string& reason) const
{
	if (people.GetOthers(user).empty())
		return;
	for (Membership* membership : user->chans)
	{
		if (people.HasOther(membership->chan, user))
			continue;
		ClientProtocol::Messages::Part part(membership, reason);
		membership->chan->Write(ServerInstance->GetRFCEvents().part, part, 0, { user });
	}
}

void Hiding::OnBuildNeighborList(User* source, Compat::Neighbors& rooms, Compat::NeighborExceptions& exceptions)
{
	const auto others = people.GetOthers(source);
	if (others.empty())
		return;

	for (User* other : others)
		exceptions[other] = false;

	// Away is who has no device that is here.
	const bool away = source == awaychanging;
	const bool silent = away && std::any_of(others.begin(), others.end(), CountsAsPresent);
	rooms.erase(std::remove_if(rooms.begin(), rooms.end(), [&](Membership* membership) {
		if (away)
			return silent;
		return source->quitting || IsHidden(membership);
	}), rooms.end());
}

// A JOIN of this member, to those who share a room with another user.
static void ShowJoin(Membership* membership, User* with)
{
	ClientProtocol::Events::Join join(membership);
	for (const auto& [member, other] : membership->chan->GetUsers())
	{
		LocalUser* const local = IS_LOCAL(member);
		if (local && local != membership->user && (local == with || ShareARoom(with, local)))
			local->Send(join);
	}
}

// Where one of the two people has another device, a NICK doesn't tell the whole story.
void Hiding::OnNick(User* user, const std::string& oldnick)
{
	const std::string before = People::WithoutNumber(oldnick);
	User* const stayed = people.FindByName(before);
	if (irc::equals(before, people.GetNick(user)) || !stayed || people.HaveOneAccount(user, stayed))
		return;

	// A further device went over to somebody else, and nobody saw it who sees the old person still.
	if (!People::HasNumber(stayed->nick))
	{
		for (Membership* membership : user->chans)
		{
			if (!people.HasOther(membership->chan, user))
				ShowJoin(membership, stayed);
		}
		return;
	}

	// The first device did, and they saw the old person become the new one.
	for (Membership* membership : stayed->chans)
		ShowJoin(membership, user);
}

ModResult Hiding::OnNumeric(const Numeric::Numeric& numeric)
{
	const unsigned int number = numeric.GetNumeric();
	if (number != AWAY && number != MONITOR_ONLINE && number != MONITOR_OFFLINE)
		return MOD_RES_PASSTHRU;
	if (number != AWAY && renaming)
		return MOD_RES_DENY;

	User* const user = numeric.GetParams().empty() ? nullptr : Compat::FindNick(numeric.GetParams()[0]);
	if (!user)
		return MOD_RES_PASSTHRU;
	// Its next device takes the name.
	const bool stays = number == MONITOR_OFFLINE && user->quitting && !people.GetOthers(user).empty();
	const bool present = number == AWAY && user->IsAway() && !IsAway(user);
	return stays || present ? MOD_RES_DENY : MOD_RES_PASSTHRU;
}
