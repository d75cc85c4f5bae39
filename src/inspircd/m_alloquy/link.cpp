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

#include "link.h"

static const char* const VERSION = "1";

// alloquyd restarts within moments, and connecting to a unix socket costs nothing.
static constexpr unsigned int RETRY = 100;
// When it refuses us, asking again quickly doesn't help.
static constexpr unsigned int SLOW_RETRY = 10000;
static constexpr unsigned int BROKEN_RETRY = 1000;
static constexpr unsigned int WELCOME_TIMEOUT = 5000;
// How long messages are still accepted after the link was lost.
static constexpr uint64_t GRACE = 2000;
// More than this unread means that the other side hangs.
static constexpr size_t MAX_UNSENT = 64 * 1024 * 1024;

class Link::Socket final
	: public BufferedSocket
{
public:
	// Null when the link has given this connection up.
	Link* link;

	explicit Socket(Link* lnk)
		: link(lnk)
	{
	}

	void OnConnected() override
	{
		if (link)
			link->Connected();
	}

	void OnDataReady() override
	{
		if (link)
			link->Received(recvq);
		else
			recvq.clear();
	}

	void OnError(BufferedSocketError error) override
	{
		if (link)
			link->Lost(0, error == I_ERR_CONNECT || error == I_ERR_TIMEOUT ? "not reachable" : "connection closed");
	}
};

// Runs at the end of a turn of InspIRCd's loop.
class Link::Flusher final
	: public ActionBase
{
private:
	Link& link;

public:
	bool waiting = false;

	explicit Flusher(Link& lnk)
		: link(lnk)
	{
	}

	void Call() override
	{
		waiting = false;
		link.Flush();
	}
};

Link::Link()
	: alarm([this] { OnAlarm(); })
	, flusher(new Flusher(*this))
	, retry(RETRY)
{
}

Link::~Link()
{
	if (socket)
	{
		socket->link = nullptr;
		socket->Close();
		delete socket;
	}
	delete flusher;
}

void Link::Configure(const std::string& newpath, const std::string& newsecret)
{
	const bool changed = newpath != path || newsecret != secret;
	path = newpath;
	secret = newsecret;
	if (!changed)
		return;

	if (socket)
		Lost(1, "the configuration changed");
	else if (!path.empty())
		alarm.Start(1);
}

void Link::LogOnce(const std::string& text)
{
	if (text != lastlogged)
		Compat::Log("Link to alloquyd: " + text);
	lastlogged = text;
}

void Link::Connect()
{
	irc::sockets::sockaddrs address;
	irc::sockets::sockaddrs none;
	memset(&none, 0, sizeof(none));
	if (!Compat::ToUnixAddress(path, address))
	{
		LogOnce("the path of its socket is too long: " + path);
		return;
	}
	socket = new Socket(this);
	saidhello = false;
	alarm.Start(WELCOME_TIMEOUT);
	socket->DoConnect(address, none, 5);
}

void Link::Connected()
{
	Frame::Writer hello(Frame::HELLO);
	hello.Add(VERSION).Add(Compat::GetSID()).Add(secret).Add(ServerInstance->Config->ServerName);
	socket->WriteData(hello.Finish());
	saidhello = true;
}

void Link::OnAlarm()
{
	if (!socket)
	{
		if (!path.empty())
			Connect();
	}
	else if (!welcomed)
		Lost(SLOW_RETRY, "no welcome");
}

// pause in milliseconds; 0 means the usual one.
void Link::Lost(unsigned int pause, const std::string& reason)
{
	Socket* const lost = socket;
	const bool waswelcomed = welcomed;
	socket = nullptr;
	welcomed = false;
	outgoing.clear();
	if (lost)
	{
		// It may be in the middle of telling us: it is deleted at the end of this turn of the loop.
		lost->link = nullptr;
		lost->Close();
		ServerInstance->GlobalCulls.AddItem(lost);
	}

	LogOnce(reason);
	if (!pause)
	{
		pause = retry;
		// A server that hangs up on us each time doesn't want us, even if it doesn't say why.
		if (saidhello && !waswelcomed)
			retry = std::min(retry * 2, SLOW_RETRY);
	}
	alarm.Start(pause);
	if (waswelcomed)
	{
		lostat = Alarm::GetNow();
		onlost();
	}
}

void Link::Received(std::string& data)
{
	size_t begin = 0;
	while (socket)
	{
		uint8_t type;
		Frame::Fields fields;
		size_t consumed;
		const Frame::Result result = Frame::Read(std::string_view(data).substr(begin), type, fields, consumed);
		if (result == Frame::PARTIAL)
			break;
		if (result == Frame::BROKEN || !Handle(type, fields))
		{
			if (socket)
				Lost(BROKEN_RETRY, "it doesn't speak the protocol");
			break;
		}
		begin += consumed;
	}
	data.erase(0, begin);
}

bool Link::Handle(uint8_t type, const Frame::Fields& fields)
{
	if (!welcomed)
	{
		if (type != Frame::WELCOME)
			return false;
		Greeted(fields);
		return true;
	}

	if (type == Frame::PING)
	{
		Frame::Writer pong(Frame::PONG);
		for (const auto& field : fields)
			pong.Add(field);
		Send(std::move(pong));
		return true;
	}

	auto handler = handlers.find(type);
	if (handler != handlers.end())
		handler->second(fields);
	return true;
}

void Link::Greeted(const Frame::Fields& fields)
{
	Welcome welcome;
	if (fields.empty() || fields[0] != VERSION)
		return Lost(SLOW_RETRY, "it speaks another version of the protocol");

	const bool readable = fields.size() >= 5 && Frame::ReadNumber(fields[1], welcome.node)
		&& Frame::ReadNumber(fields[2], welcome.floor) && Frame::ReadNumber(fields[3], welcome.maxmessages)
		&& Frame::ReadNumber(fields[4], welcome.maxbytes);
	if (!readable || !onwelcome(welcome))
		return Lost(SLOW_RETRY, "its welcome makes no sense");

	welcomed = true;
	everwelcomed = true;
	retry = RETRY;
	LogOnce("up");
	onup();
}

bool Link::IsUsable() const
{
	return welcomed || (everwelcomed && Alarm::GetNow() - lostat <= GRACE);
}

void Link::Send(Frame::Writer&& frame)
{
	if (welcomed)
		Send(frame.Finish());
}

void Link::Send(const std::string& frame)
{
	if (!welcomed)
		return;

	outgoing += frame;
	if (!flusher->waiting)
	{
		flusher->waiting = true;
		ServerInstance->AtomicActions.AddAction(flusher);
	}
}

void Link::Flush()
{
	if (!socket || outgoing.empty())
		return;

	socket->WriteData(outgoing);
	outgoing.clear();
	if (Compat::GetSendQSize(socket) > MAX_UNSENT)
		Lost(0, "it doesn't read");
}
