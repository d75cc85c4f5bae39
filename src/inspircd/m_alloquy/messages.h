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

// What people write: which messages are kept, who may write to whom, and that a message to a person reaches each of the
// person's devices, or waits until one comes.

#pragma once

#include "store.h"
#include "typing.h"

#include "modules/ctctags.h"

#include <set>

class Messages final
	: public CTCTags::EventListener
{
private:
	const Compat::Account& account;
	People& people;
	Devices& devices;
	Elsewhere& elsewhere;
	Relay& relay;
	Replies& replies;
	Store& store;
	Capabilities& capabilities;
	Tags& tags;
	Typing typing;

	bool IsClear(LocalUser* user, const std::string& command, const std::string& target, const ClientProtocol::TagMap& msgtags);
	bool IsKept(const MessageTarget& target, const ClientProtocol::TagMap& msgtags, bool tagsonly) const;
	ModResult Check(User* source, const MessageTarget& target, const std::string& command, const ClientProtocol::TagMap& in, ClientProtocol::TagMap& out, bool tagsonly);
	void SendToAbsent(LocalUser* user, const std::string& command, const std::string& target, const CommandBase::Params& parameters);

	ModResult OnUserPreTagMessage(User* user, Compat::PreTarget& target, CTCTags::TagMessageDetails& details) override;
	void OnUserPostTagMessage(User* user, const MessageTarget& target, const CTCTags::TagMessageDetails& details) override;

public:
	// A multiline message is being handled: its parts are neither cut nor kept one by one.
	bool multiline = false;

	Messages(Module* mod, const Compat::Account& acct, People& ppl, Devices& devs, Elsewhere& elsw, Relay& rel, Replies& reps, Store& str, Capabilities& caps, Tags& tgs);

	static bool IsCommand(const std::string& command) { return command == "PRIVMSG" || command == "NOTICE" || command == "TAGMSG"; }

	// Cut so that the line fits for every recipient, with so many bytes to spare, and not within a character.
	static void Fit(const std::string& mask, const std::string& command, const std::string& target, std::string& text, size_t spare = 0);
	// The lines of a message with these tags: what doesn't fit goes on in a line that continues it. None when it is one line.
	static std::vector<Message::Line> Split(const std::string& mask, const std::string& command, const std::string& target, const ClientProtocol::TagMap& msgtags, const std::vector<Message::Line>& lines);

	People& GetPeople() { return people; }
	std::string GetAccount(User* user) const { return account.GetName(user); }

	// Who gets what is written to this name: its holder, or another connection of that account. Null when nobody is here.
	User* FindRecipient(const std::string& name) const;

	// What an account may be called.
	static bool IsAccountName(const std::string& name);

	// A message (kind, text, tags) was delivered: to its recipient's other devices, and to the store.
	void Sent(User* source, const MessageTarget& target, Message&& message, const CUList& exemptions);

	// A message (kind, text, client-only tags) to somebody who isn't here.
	void Leave(LocalUser* user, const std::string& target, Message&& message);

	// Before PRIVMSG, NOTICE or TAGMSG is handled: takes out the targets whose owner isn't here. DENY when none is left.
	ModResult OnCommand(LocalUser* user, const std::string& command, CommandBase::Params& parameters);

	// Whom one has blocked can't come back by invitations.
	ModResult OnUserPreInvite(User* source, User* dest);

	ModResult OnUserPreMessage(User* user, const MessageTarget& target, MessageDetails& details);
	void OnUserPostMessage(User* user, const MessageTarget& target, const MessageDetails& details);
};
