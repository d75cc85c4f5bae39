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

#include "capabilities.h"

class Capabilities::Offer final
	: public Cap::Capability
{
private:
	const std::string value;
	// It would have a password sent.
	const bool secret;
	Compat::Encryption encryption;

	bool OnList(LocalUser* user) override { return !secret || encryption.Covers(user); }
	const std::string* GetValue(LocalUser* user) const override { return value.empty() ? nullptr : &value; }

public:
	Offer(Module* mod, const std::string& capname, const std::string& capvalue, bool tlsonly = false)
		: Cap::Capability(mod, capname)
		, value(capvalue)
		, secret(tlsonly)
		, encryption(mod)
	{
	}
};

// Stock echo-message answers at once, without knowing whether the message is stored: ours takes its place.
static const char* const OFFERED[][2] = {
	{ "echo-message", "" },
	{ "draft/chathistory", "" },
	{ "draft/event-playback", "" },
	{ "draft/read-marker", "" },
	{ "draft/message-redaction", "" },
	{ "soju.im/search", "" },
	{ "draft/channel-rename", "" },
	{ "draft/extended-isupport", "" },
	{ "draft/no-implicit-names", "" },
	{ "no-implicit-names", "" },
	{ "draft/pre-away", "" },
	{ "draft/multiline", "max-bytes=16384,max-lines=100" },
	{ "n-3-0.github.io/edit", "" },
	{ "draft/metadata-2", "max-subs=50,max-keys=20,max-value-bytes=300" },
};

static const std::pair<char, const char*> LETTERS[] = {
	{ 't', "message-tags" },
	{ 's', "server-time" },
	{ 'a', "account-tag" },
	{ 'b', "batch" },
	{ 'l', "labeled-response" },
	{ 'e', "draft/event-playback" },
	{ 'm', "draft/multiline" },
	{ 'r', "draft/message-redaction" },
	{ 'c', "draft/chathistory" },
	{ 'k', "draft/read-marker" },
	{ 'x', "echo-message" },
	{ 'd', "draft/metadata-2" },
	{ 'n', "draft/channel-rename" },
	{ 'i', "n-3-0.github.io/edit" },
	{ 'j', "extended-join" },
	{ 'p', "standard-replies" },
};

Capabilities::Capabilities(Module* mod)
	: vendorreplies(mod, "inspircd.org/standard-replies")
{
	for (const auto& offer : OFFERED)
		offers.push_back(std::make_unique<Offer>(mod, offer[0], offer[1]));
	offers.push_back(std::make_unique<Offer>(mod, "draft/account-registration", "before-connect,custom-account-name", true));
	if (!Compat::OFFERS_STANDARD_REPLIES)
		offers.push_back(std::make_unique<Offer>(mod, "standard-replies", ""));
	for (const auto& [letter, name] : LETTERS)
		byletter.emplace(letter, std::make_unique<Cap::Reference>(mod, name));
}

bool Capabilities::Has(LocalUser* user, char letter)
{
	auto found = byletter.find(letter);
	if (found == byletter.end())
		return false;
	return Compat::HasCap(*found->second, user) || (letter == 'p' && Compat::HasCap(vendorreplies, user));
}

void Capabilities::Withdraw()
{
	for (const auto& offer : offers)
		offer->SetActive(false);
}

std::string Capabilities::GetLetters(LocalUser* user)
{
	std::string letters;
	for (const auto& [letter, name] : LETTERS)
	{
		if (Has(user, letter))
			letters.push_back(letter);
	}
	return letters;
}
