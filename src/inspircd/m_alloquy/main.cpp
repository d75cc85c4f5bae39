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

/// $ModAuthor: Alloquy
/// $ModDesc: Signs people in, keeps their nicks, and brings messages, history and read markers to and from Alloquy.
/// $ModConfig: <alloquy services="services.alloquy" guests="no" url="https://..." icon="https://..." socket="/proc/self/cwd/module.sock" secret="...">, or server="host:6700" fingerprint="..." sslprofile="tls" in place of socket
/// $ModDepends: core 3

#include "compat.h"
#include "roomevents.h"
#include "isupport.h"
#include "joins.h"
#include "messages.h"
#include "metadata.h"
#include "multiline.h"
#include "nicks.h"
#include "personmodule.h"
#include "posts.h"
#include "preaway.h"
#include "quietjoin.h"
#include "registers.h"
#include "registration.h"
#include "renames.h"
#include "requests.h"
#include "services.h"
#include "textguard.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

class ModuleAlloquy final
	: public PersonModule
	, public Compat::AccountListener
{
private:
	Compat::Account account;
	Services services;
	CommandAlloquy command;
	Nicks nicks;
	Registration registration;
	Link link;
	Tags tags;
	Capabilities capabilities;
	Elsewhere elsewhere;
	Devices devices;
	Relay relay;
	Replies replies;
	Registers registers;
	Store store;
	Messages messages;
	RoomEvents events;
	Lines lines;
	Parking parking;
	Requests requests;
	Joins joins;
	Metadata metadata;
	Renames renames;
	Multiline multiline;
	Posts posts;
	TextGuard textguard;
	QuietJoin quietjoin;
	IsupportCommand isupport;
	PreAway preaway;
	// Whose command is being handled.
	const LocalUser* commanding = nullptr;
	// Of the network.
	std::string icon;

	void OnUp()
	{
		devices.TellAll();
		store.Resend();
	}

	ModResult OnAnyCommand(const std::string& cmd, CommandBase::Params& parameters, LocalUser* user)
	{
		commanding = user;
		quietjoin.OnCommandBegin();
		isupport.OnCommandBegin();
		hiding.OnCommandBegin(user, cmd);
		const Parking::Result parked = parking.Park(user, cmd, parameters);
		if (parked == Parking::TOO_MANY)
			replies.Fail(user, cmd, "TEMPORARILY_UNAVAILABLE", { }, "Too many commands are waiting: this one was ignored.");
		if (parked != Parking::NOT_WAITING || textguard.OnCommand(user, cmd, parameters) == MOD_RES_DENY)
			return MOD_RES_DENY;
		if (multiline.OnCommand(user, cmd, parameters) == MOD_RES_DENY)
			return MOD_RES_DENY;

		disguise.OnCommand(user, cmd, parameters);
		standing.OnCommand(cmd, parameters);
		if (preaway.OnCommand(user, cmd, parameters) == MOD_RES_DENY)
			return MOD_RES_DENY;
		if (Messages::IsCommand(cmd) || cmd == "ISUPPORT")
			replies.Begin(user, replies.TakeLabel(user, parameters));
		else if (Requests::IsCommand(cmd))
		{
			requests.Begin(user, parameters);
			if (cmd == "METADATA")
				metadata.OnCommand(user, parameters);
		}
		else if (Registers::IsCommand(cmd))
			registers.Begin(user, parameters);
		else if (cmd == "JOIN")
			return renames.OnJoin(user, parameters) == MOD_RES_DENY ? MOD_RES_DENY : joins.OnCommand(user, parameters);
		return MOD_RES_PASSTHRU;
	}

	ModResult OnValidCommand(const std::string& cmd, CommandBase::Params& parameters, LocalUser* user)
	{
		if (cmd == "NICK")
			nicks.OnNickCommand(user, parameters);
		else if (cmd == "MOTD" && !Compat::IsFullyConnected(user))
			metadata.OnMotd(user);
		else if (Messages::IsCommand(cmd))
			return messages.OnCommand(user, cmd, parameters);
		return MOD_RES_PASSTHRU;
	}

	void OnCommandEnd(const std::string& cmd, LocalUser* user)
	{
		replies.End(user);
		hiding.OnCommandEnd();
		commanding = nullptr;
		if (cmd == "JOIN")
			joins.OnCommandEnd(user);
	}

public:
	ModuleAlloquy()
		: PersonModule("Signs people in, keeps their nicks, and brings messages to and from Alloquy")
		, Compat::AccountListener(this)
		, account(this)
		, command(this, services)
		, nicks(this, account, people, hiding)
		, registration(this, account, services, nicks)
		, link(this)
		, tags(this)
		, capabilities(this)
		, devices(link, elsewhere)
		, relay(this, account, devices, elsewhere, capabilities, tags)
		, replies(this, capabilities)
		, registers(this, account, services, nicks, replies)
		, store(account, people, link, devices, relay, replies, capabilities, tags)
		, messages(this, account, people, devices, elsewhere, relay, replies, store, capabilities, tags)
		, events(account, people, standing, link, store)
		, lines(link, devices, capabilities)
		, requests(this, account, people, link, replies, capabilities, parking, lines)
		, joins(this, link, requests, capabilities, parking)
		, metadata(this, account, link, devices, capabilities, requests, lines)
		, renames(this, services, capabilities, replies, requests)
		, multiline(this, replies, capabilities, messages, relay, tags)
		, posts(this, link, devices, capabilities, tags, store)
		, textguard(replies)
		, quietjoin(this)
		, isupport(this)
		, preaway(this)
	{
		link.onwelcome = [this](const Link::Welcome& welcome) { return store.Configure(welcome); };
		link.onup = [this] { OnUp(); };
		relay.onlive = [this](User* source, const std::string& target, Message&& message) { multiline.OnLive(source, target, std::move(message)); };
		link.onlost = [this] { requests.GiveUpAll(); };
		command.On("REGISTER", [this](LocalUser* user, const std::string& text) { registers.Answered(user, text); });
		registers.onanswer = [this](LocalUser* user) { registration.TryComplete(user); };
		metadata.onready = [this](LocalUser* user) { registration.TryComplete(user); };
		registration.onaccountrequired = [this](LocalUser* user, const std::string& reason) {
			if (capabilities.Has(user, 'p'))
				replies.Fail(user, "*", "ACCOUNT_REQUIRED", { }, reason);
		};
		command.On("NOTICE", [](LocalUser* user, const std::string& text) { user->WriteNotice("*** " + text); });
		command.On("END", [](LocalUser* user, const std::string& text) { Compat::QuitUser(user, text); });
		command.On("NICK", [this](LocalUser* user, const std::string& text) { nicks.Give(user, text); });
		command.On("ACCEPT", [this](LocalUser* user, const std::string&) { registration.Accepted(user); });
		command.On("REFUSE", [this](LocalUser* user, const std::string& text) { registration.Refused(user, text); });
	}

	void ReadConfig(ConfigStatus& status) override
	{
		auto tag = ServerInstance->Config->ConfValue("alloquy");
		const std::string server = tag->getString("server");
		Endpoint endpoint;
		endpoint.path = tag->getString("socket");
		endpoint.secret = tag->getString("secret");
		endpoint.profile = tag->getString("sslprofile", "tls");
		std::string problem = server.empty() ? std::string() : endpoint.SetServer(server, tag->getString("fingerprint"));
		if (!server.empty() && !endpoint.path.empty())
			problem = "<alloquy> has either a socket or a server";
		if (!problem.empty())
			Compat::ThrowProblem(this, problem);

		services.name = tag->getString("services", "services.alloquy");
		icon = tag->getString("icon");
		registration.url = tag->getString("url");
		registration.guests = tag->getBool("guests");
		link.Configure(endpoint);
	}

	void init() override
	{
		// Attached when there is something to catch.
		Compat::Modules().Detach(I_OnUserWrite, this);
	}

	void OnUnloadModule(Module* mod) override
	{
		if (mod == this)
			capabilities.Withdraw();
	}

	void Prioritize() override
	{
		// Whoever else holds a registration back (capability negotiation, DNS) must have finished before we judge.
		Compat::SetPriority(this, I_OnCheckReady, PRIORITY_LAST);
		// Before m_ircv3_labeledresponse sees a label that we answer, and before anybody sees a command that waits.
		Compat::SetPriority(this, I_OnPreCommand, PRIORITY_FIRST);
		// The read marker comes before the list of members.
		Compat::SetPriority(this, I_OnPostJoin, PRIORITY_FIRST);
	}

	void AddTokens(Compat::TokenMap& tokens) override
	{
		tokens["CHATHISTORY"] = "100";
		tokens["MSGREFTYPES"] = "msgid,timestamp";
		tokens["SILENCE"] = "1000";
		tokens["UTF8ONLY"];
		if (!registration.guests)
			tokens["draft/ACCOUNTREQUIRED"];
		tokens["ACCOUNTEXTBAN"] = Compat::ACCOUNT_BAN;
		if (!icon.empty())
			tokens["draft/ICON"] = icon;
	}

	void OnUserInit(LocalUser* user) override
	{
		// Without it a message can wait 40 ms for the acknowledgement of the one before. Fails on unix sockets: fine.
		const int on = 1;
		setsockopt(user->eh.GetFd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	}

	void OnUserDisconnect(LocalUser* user) override
	{
		// The services hear about everybody who completed registration from the core, but not about the others.
		if (!Compat::IsFullyConnected(user))
			services.Send("GONE", user);
		registers.Forget(user);
		requests.Forget(user);
		joins.Forget(user);
		multiline.Forget(user);
		replies.Forget(user);
		devices.OnDisconnect(user);
		// The others are needed until everybody was told that they left.
		if (!Compat::IsFullyConnected(user))
			people.OnGone(user);
	}

	void OnPostConnect(User* user) override
	{
		LocalUser* const local = IS_LOCAL(user);
		if (local)
			preaway.OnConnect(local);
	}

	void OnAccountChange(User* user, const std::string& newaccount) override
	{
		LocalUser* const local = IS_LOCAL(user);
		people.OnAccountChange(user, newaccount);
		if (local)
			devices.OnAccountChange(local, newaccount);
		else
		{
			elsewhere.OnAccountChange(user, newaccount);
			devices.Tell(user->uuid, newaccount);
		}
	}

	ModResult OnPreCommand(std::string& cmd, CommandBase::Params& parameters, LocalUser* user, bool validated) override
	{
		return validated ? OnValidCommand(cmd, parameters, user) : OnAnyCommand(cmd, parameters, user);
	}

	void OnPostCommand(Command* cmd, const CommandBase::Params& parameters, LocalUser* user, CmdResult result, bool loop) override
	{
		if (!loop)
			OnCommandEnd(cmd->name, user);
		registration.TryComplete(user);
	}

	void OnCommandBlocked(const std::string& cmd, const CommandBase::Params& parameters, LocalUser* user) override
	{
		OnCommandEnd(cmd, user);
	}

	ModResult OnUserWrite(LocalUser* user, ClientProtocol::Message& message) override
	{
		return replies.OnUserWrite(user, message);
	}

	ModResult OnUserPreMessage(User* user, Compat::PreTarget& target, MessageDetails& details) override
	{
		return messages.OnUserPreMessage(user, target, details);
	}

	ModResult OnUserPreInvite(User* source, User* dest, Channel* channel, time_t timeout) override
	{
		const ModResult result = standing.OnPreInvite(source, dest, channel);
		return result == MOD_RES_DENY ? result : messages.OnUserPreInvite(source, dest);
	}

	void OnUserPostMessage(User* user, const MessageTarget& target, const MessageDetails& details) override
	{
		messages.OnUserPostMessage(user, target, details);
	}

	void OnPostJoin(Membership* membership) override
	{
		quietjoin.OnPostJoin(membership);
		joins.OnPostJoin(membership);
		metadata.OnPostJoin(membership);
		events.OnJoin(membership);
		standing.OnPostJoin(membership);
	}

	void OnUserPart(Membership* membership, std::string& reason, CUList& exceptions) override
	{
		events.OnPart(membership, reason);
		hiding.Except(membership, exceptions);
	}

	void OnUserQuit(User* user, const std::string& reason, const std::string& operreason) override
	{
		events.OnQuit(user, reason);
		hiding.OnQuit(user, reason);
		standing.OnQuit(user);
		if (!IS_LOCAL(user))
		{
			elsewhere.OnQuit(user);
			devices.Tell(user->uuid, std::string());
			devices.ForgetPolicy(account.GetName(user));
		}
	}

	void OnUserKick(User* source, Membership* membership, const std::string& reason, CUList& exceptions) override
	{
		events.OnKick(source, membership, reason);
		standing.OnKick(source, membership, reason, exceptions);
	}

	void OnUserPostNick(User* user, const std::string& oldnick) override
	{
		events.OnNick(user, oldnick);
		hiding.OnNick(user, oldnick);
	}

	void OnMode(User* user, User* usertarget, Channel* chan, const Modes::ChangeList& changes, ModeParser::ModeProcessFlag flags) override
	{
		events.OnMode(user, chan, changes);
		standing.OnMode(chan, changes);
	}

	ModResult OnNumeric(User* user, const Numeric::Numeric& numeric) override
	{
		LocalUser* const local = IS_LOCAL(user);
		if (!local)
			return MOD_RES_PASSTHRU;
		if (preaway.OnNumeric(numeric.GetNumeric()) == MOD_RES_DENY || quietjoin.OnNumeric(local, numeric.GetNumeric()) == MOD_RES_DENY)
			return MOD_RES_DENY;
		if (isupport.OnNumeric(local, numeric, local == commanding || !Compat::IsFullyConnected(local)) == MOD_RES_DENY)
			return MOD_RES_DENY;
		return hiding.OnNumeric(numeric);
	}

	void OnPostTopicChange(User* user, Channel* chan, const std::string& topic) override
	{
		events.OnTopic(user, chan, topic);
	}

	ModResult OnUserPreNick(LocalUser* user, const std::string& newnick) override
	{
		return nicks.OnUserPreNick(user, newnick);
	}

	ModResult OnCheckReady(LocalUser* user) override
	{
		if (registers.IsPending(user) || metadata.Holds(user))
			return MOD_RES_DENY;
		return registration.OnCheckReady(user);
	}
};

MODULE_INIT(ModuleAlloquy)
