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


#include "standing.h"

// MODE: what follows a change that everybody saw.
class Standing::Modes final
	: public ClientProtocol::EventHook
{
private:
	const Standing& standing;

	ModResult OnPreEventSend(LocalUser* user, const ClientProtocol::Event& event, ClientProtocol::MessageList& messages) override
	{
		return standing.IsSilent() ? MOD_RES_DENY : MOD_RES_PASSTHRU;
	}

public:
	Modes(Module* mod, const Standing& parent)
		: ClientProtocol::EventHook(mod, "MODE", 50)
		, standing(parent)
	{
	}
};

Standing::Standing(Module* mod, People& ppl, Hiding& hdg)
	: people(ppl)
	, hiding(hdg)
	, invites(mod)
	, modelines(std::make_unique<Modes>(mod, *this))
{
}

Standing::~Standing() = default;

void Standing::OnCommand(const std::string& command, CommandBase::Params& parameters) const
{
	if (command != "KICK" || parameters.size() < 2)
		return;

	Channel* const chan = Compat::FindChan(parameters[0]);
	User* const user = chan ? Compat::FindNick(parameters[1]) : nullptr;
	if (user)
		parameters[1] = people.GetIn(chan, user)->nick;
}

void Standing::OnPreMode(Channel* chan, ::Modes::ChangeList& changes) const
{
	for (auto& change : changes.getlist())
	{
		User* const user = change.mh->IsPrefixMode() ? Compat::FindNick(change.param) : nullptr;
		if (user)
			change.param = people.GetIn(chan, user)->nick;
	}
}

void Standing::OnMode(Channel* chan, const ::Modes::ChangeList& changes)
{
	if (!chan || silent)
		return;

	::Modes::ChangeList rest;
	for (const auto& change : changes.getlist())
	{
		User* const user = change.mh->IsPrefixMode() ? Compat::FindNick(change.param) : nullptr;
		if (!user)
			continue;
		for (User* other : people.GetOthers(user))
		{
			Membership* const membership = IS_LOCAL(other) ? chan->GetUser(other) : nullptr;
			if (membership && membership->HasMode(change.mh->IsPrefixMode()) != change.adding)
				rest.push(change.mh, change.adding, other->nick);
		}
	}
	if (rest.empty())
		return;

	silent = true;
	Compat::Modes().Process(ServerInstance->FakeClient, chan, nullptr, rest);
	silent = false;
}

void Standing::SetRanks(Channel* chan, User* user, const Membership* like)
{
	::Modes::ChangeList changes;
	for (PrefixMode* mode : Compat::Modes().GetPrefixModes())
	{
		if (like->HasMode(mode))
			changes.push_add(mode, user->nick);
	}
	if (changes.empty())
		return;

	silent = true;
	Compat::Modes().Process(ServerInstance->FakeClient, chan, nullptr, changes);
	silent = false;
}

void Standing::OnPostJoin(Membership* membership)
{
	Channel* const chan = membership->chan;
	if (!IS_LOCAL(membership->user))
		return;
	for (User* other : people.GetOthers(membership->user))
	{
		const Membership* const like = chan->GetUser(other);
		if (like)
			return SetRanks(chan, membership->user, like);
	}
}

void Standing::OnKick(User* source, Membership* membership, const std::string& reason, CUList& exceptions)
{
	Channel* const chan = membership->chan;
	if (silent)
	{
		// Only its own client is told; the others see that of the one who was named.
		for (const auto& [member, other] : chan->GetUsers())
		{
			if (member != membership->user)
				exceptions.insert(exceptions.end(), member);
		}
		return;
	}

	const bool local = IS_LOCAL(source);
	silent = true;
	for (User* other : people.GetOthers(membership->user))
	{
		if (chan->HasUser(other) && (local || IS_LOCAL(other)))
			chan->KickUser(local ? source : ServerInstance->FakeClient, other, reason);
	}
	silent = false;
}

// The device with the lowest number takes the name. The services would see to it too, but are a moment away.
void Standing::OnQuit(User* user)
{
	if (heirs.empty() && gone.empty())
		ServerInstance->AtomicActions.AddAction(this);
	gone.push_back(user);
	if (!IS_LOCAL(user) || People::HasNumber(user->nick))
		return;

	User* heir = nullptr;
	for (User* other : people.GetOthers(user))
	{
		if (!heir || other->nick.length() < heir->nick.length() || (other->nick.length() == heir->nick.length() && other->nick < heir->nick))
			heir = other;
	}
	if (heir && IS_LOCAL(heir) && People::HasNumber(heir->nick))
		heirs.push_back(heir->uuid);
}

void Standing::Call()
{
	const std::vector<std::string> uuids = std::move(heirs);
	heirs.clear();
	for (User* user : gone)
		people.OnGone(user);
	gone.clear();

	for (const auto& uuid : uuids)
	{
		LocalUser* const user = Compat::FindLocal(uuid);
		if (!user || !people.IsFurther(user) || Compat::FindNick(people.GetNick(user)))
			continue;
		hiding.renaming = true;
		user->ChangeNick(people.GetNick(user));
		hiding.renaming = false;
	}
}

ModResult Standing::OnPreInvite(User* source, User* user, Channel* chan) const
{
	LocalUser* const local = IS_LOCAL(source);
	if (!local || chan->HasUser(user) || !people.HasOther(chan, user))
		return MOD_RES_PASSTHRU;

	local->WriteNumeric(443, people.GetNick(user), chan->name, "is already on channel");
	return MOD_RES_DENY;
}

void Standing::OnInvite(User* source, User* user, Channel* chan, time_t timeout)
{
	for (User* other : people.GetOthers(user))
	{
		LocalUser* const local = IS_LOCAL(other);
		if (!local || chan->HasUser(local))
			continue;
		if (invites)
			invites->Create(local, chan, timeout);
		ClientProtocol::Messages::Invite message(source, local, chan);
		local->Send(ServerInstance->GetRFCEvents().invite, message);
	}
}

ModResult Standing::OnCheckBan(User* user, Channel* chan, const std::string& mask)
{
	if (checking)
		return MOD_RES_PASSTHRU;

	bool banned = false;
	checking = true;
	for (User* other : people.GetOthers(user))
		banned = banned || chan->CheckBan(other, mask);
	checking = false;
	return banned ? MOD_RES_DENY : MOD_RES_PASSTHRU;
}

ModResult Standing::OnCheckEntry(User* user, Channel* chan) const
{
	return people.HasOther(chan, user) ? MOD_RES_ALLOW : MOD_RES_PASSTHRU;
}
