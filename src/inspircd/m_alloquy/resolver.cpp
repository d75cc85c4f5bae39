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

#include "resolver.h"

// Belongs to InspIRCd once it was handed over: it is deleted after it was answered.
class Resolver::Lookup final
	: public DNS::Request
{
public:
	// Null when nobody waits any more.
	Resolver* resolver;

	Lookup(Resolver* res, DNS::Manager* mgr, const std::string& host, DNS::QueryType type)
		: DNS::Request(mgr, res->module, host, type)
		, resolver(res)
	{
	}

	void OnLookupComplete(const DNS::Query* query) override
	{
		const DNS::ResourceRecord* const record = query->FindAnswerOfType(question.type);
		if (record)
			Finish(record->rdata);
		else
			OnError(query);
	}

	void OnError(const DNS::Query*) override
	{
		Resolver* const asker = resolver;
		// Two questions: few hosts have an IPv6 address only.
		if (asker && question.type == DNS::QUERY_A)
			asker->Ask(question.name, DNS::QUERY_AAAA);
		else
			Finish(std::string());
	}

	void Finish(const std::string& address)
	{
		Resolver* const asker = resolver;
		resolver = nullptr;
		if (asker)
			asker->Answered(address);
	}
};

Resolver::Resolver(Module* mod, const std::function<void(const std::string&)>& cb)
	: module(mod)
	, manager(mod, "DNS")
	, callback(cb)
{
}

Resolver::~Resolver()
{
	Stop();
}

void Resolver::Stop()
{
	if (lookup)
		lookup->resolver = nullptr;
	lookup = nullptr;
}

void Resolver::Start(const std::string& host)
{
	irc::sockets::sockaddrs address;
	if (Compat::ToAddress(host, 0, address))
		return callback(host);
	Ask(host, DNS::QUERY_A);
}

void Resolver::Ask(const std::string& host, DNS::QueryType type)
{
	Stop();
	if (!manager)
		return Answered(std::string());

	lookup = new Lookup(this, *manager, host, type);
	try
	{
		// May answer at once, and be gone.
		manager->Process(lookup);
	}
	catch (const CoreException&)
	{
		Lookup* const failed = lookup;
		Stop();
		delete failed;
		Answered(std::string());
	}
}

void Resolver::Answered(const std::string& address)
{
	lookup = nullptr;
	callback(address);
}
