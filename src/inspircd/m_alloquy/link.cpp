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

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static const char* const VERSION = "1";

// alloquyd restarts within moments, and connecting to a unix socket costs nothing.
static constexpr unsigned int RETRY = 100;
static constexpr unsigned int REMOTE_RETRY = 500;
// When it refuses us, asking again quickly doesn't help.
static constexpr unsigned int SLOW_RETRY = 10000;
static constexpr unsigned int BROKEN_RETRY = 1000;
static constexpr unsigned int WELCOME_TIMEOUT = 5000;
// With the look-up of a name, and a handshake over a slow line.
static constexpr unsigned int REMOTE_WELCOME_TIMEOUT = 10000;
// How long messages are still accepted after the link was lost.
static constexpr uint64_t GRACE = 2000;
// More than this unread means that the other side hangs.
static constexpr size_t MAX_UNSENT = 64 * 1024 * 1024;

class Link::Socket final
	: public BufferedSocket
{
private:
	// A handshake ends in the middle of reading or writing, and nobody is told.
	void LookAtHandshake()
	{
		if (!link || !encrypting)
			return;
		SSLIOHook* const hook = SSLIOHook::IsSSL(this);
		if (!hook || !hook->IsHookReady())
			return;
		encrypting = false;
		link->Encrypted();
	}

public:
	bool encrypting = false;
	// Null when the link has given this connection up.
	Link* link;

	explicit Socket(Link* lnk)
		: link(lnk)
	{
	}

	void OnConnected() override
	{
		if (!link)
			return;
		if (link->endpoint.IsRemote())
			link->Encrypt();
		else
			link->SayHello();
	}

	void OnEventHandlerRead() override
	{
		BufferedSocket::OnEventHandlerRead();
		LookAtHandshake();
	}

	void OnEventHandlerWrite() override
	{
		BufferedSocket::OnEventHandlerWrite();
		LookAtHandshake();
	}

	void OnDataReady() override
	{
		LookAtHandshake();
		if (link && !encrypting)
			link->Received(recvq);
		else
			recvq.clear();
	}

	void OnError(BufferedSocketError error) override
	{
		if (link)
			link->Lost(0, error == I_ERR_CONNECT || error == I_ERR_TIMEOUT ? "not reachable" : encrypting ? "no TLS" : "connection closed");
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

Link::Link(Module* mod)
	: resolver(mod, [this](const std::string& address) { OnResolved(address); })
	, alarm([this] { OnAlarm(); })
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

void Link::Configure(const Endpoint& newendpoint)
{
	if (newendpoint == endpoint)
		return;

	endpoint = newendpoint;
	resolver.Stop();
	retry = GetRetry();
	if (socket)
		Lost(1, "the configuration changed");
	else if (endpoint.IsSet())
		alarm.Start(1);
}

unsigned int Link::GetRetry() const
{
	return endpoint.IsRemote() ? REMOTE_RETRY : RETRY;
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
	if (endpoint.IsRemote())
		return resolver.Start(endpoint.host);
	if (!Compat::ToUnixAddress(endpoint.path, address))
	{
		LogOnce("the path of its socket is too long: " + endpoint.path);
		return;
	}
	Connect(address);
}

void Link::OnResolved(const std::string& found)
{
	irc::sockets::sockaddrs address;
	if (Compat::ToAddress(found, endpoint.port, address))
		Connect(address);
	else
		Lost(0, "its name isn't known: " + endpoint.host);
}

void Link::Connect(const irc::sockets::sockaddrs& address)
{
	irc::sockets::sockaddrs none;
	memset(&none, 0, sizeof(none));
	socket = new Socket(this);
	saidhello = false;
	alarm.Start(endpoint.IsRemote() ? REMOTE_WELCOME_TIMEOUT : WELCOME_TIMEOUT);
	socket->DoConnect(address, none, 5);
}

void Link::Encrypt()
{
	const int on = 1;
	setsockopt(socket->GetFd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	ServiceProvider* const provider = Compat::Modules().FindService(SERVICE_IOHOOK, "ssl/" + endpoint.profile);
	if (!provider)
		return Lost(SLOW_RETRY, "there is no <sslprofile> with the name " + endpoint.profile);

	socket->encrypting = true;
	static_cast<IOHookProvider*>(provider)->OnConnect(socket);
}

// The secret is for the certificate that we were told, and for nobody else.
void Link::Encrypted()
{
	const ssl_cert* const certificate = SSLClientCert::GetCertificate(socket);
	if (!certificate || !endpoint.fingerprints.count(certificate->GetFingerprint()))
		return Lost(SLOW_RETRY, "its certificate has another fingerprint: " + (certificate ? certificate->GetFingerprint() : "none"));
	SayHello();
}

void Link::SayHello()
{
	Frame::Writer hello(Frame::HELLO);
	hello.Add(VERSION).Add(Compat::GetSID()).Add(endpoint.secret).Add(ServerInstance->Config->ServerName);
	socket->WriteData(hello.Finish());
	saidhello = true;
}

void Link::OnAlarm()
{
	if (!socket)
	{
		if (endpoint.IsSet())
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
		if ((saidhello || endpoint.IsRemote()) && !waswelcomed)
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
	retry = GetRetry();
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
