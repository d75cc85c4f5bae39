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

// Message tags that this module puts on lines: each is shown to clients that negotiated its capability.

#pragma once

#include "compat.h"

class Tag
	: public ClientProtocol::MessageTagProvider
{
private:
	Cap::Reference cap;

	bool ShouldSendTag(LocalUser* user, const ClientProtocol::MessageTagData& tagdata) override
	{
		return Compat::HasCap(cap, user);
	}

public:
	const std::string name;

	Tag(Module* mod, const std::string& tagname, const std::string& capname)
		: ClientProtocol::MessageTagProvider(mod)
		, cap(mod, capname)
		, name(tagname)
	{
	}

	void AddTo(ClientProtocol::TagMap& tags, const std::string& value)
	{
		tags.insert(std::make_pair(name, ClientProtocol::MessageTagData(this, value)));
	}

	void AddTo(ClientProtocol::TagMap& tags, const std::string& tagname, const std::string& value)
	{
		tags.insert(std::make_pair(tagname, ClientProtocol::MessageTagData(this, value)));
	}

	void AddTo(ClientProtocol::Message& message, const std::string& value)
	{
		message.AddTag(name, this, value);
	}
};

// Ids of messages that other servers sent are taken as they are; clients can't choose theirs.
class MsgIdTag final
	: public Tag
{
private:
	ModResult OnProcessTag(User* user, const std::string& tagname, std::string& tagvalue) override
	{
		if (tagname != name)
			return MOD_RES_PASSTHRU;
		return IS_LOCAL(user) ? MOD_RES_DENY : MOD_RES_ALLOW;
	}

public:
	explicit MsgIdTag(Module* mod)
		: Tag(mod, "msgid", "message-tags")
	{
	}
};

// Tags of the lines of a multiline message, which clients send too.
class LineTag final
	: public Tag
{
private:
	Cap::Reference multiline;

	ModResult OnProcessTag(User* user, const std::string& tagname, std::string& tagvalue) override
	{
		LocalUser* const local = IS_LOCAL(user);
		if (tagname != name || !local)
			return MOD_RES_PASSTHRU;
		return Compat::HasCap(multiline, local) ? MOD_RES_ALLOW : MOD_RES_DENY;
	}

public:
	LineTag(Module* mod, const std::string& tagname, const std::string& capname)
		: Tag(mod, tagname, capname)
		, multiline(mod, "draft/multiline")
	{
	}
};

struct Tags final
{
	MsgIdTag msgid;
	Tag time;
	Tag account;
	LineTag batch;
	LineTag concat;
	// Of any name, for what alloquyd says about a message.
	Tag any;

	explicit Tags(Module* mod)
		: msgid(mod)
		, time(mod, "time", "server-time")
		, account(mod, "account", "account-tag")
		, batch(mod, "batch", "batch")
		, concat(mod, "draft/multiline-concat", "draft/multiline")
		, any(mod, std::string(), "message-tags")
	{
	}
};
