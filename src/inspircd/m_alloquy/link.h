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

// The connection to alloquyd (docs/protocol/module-link.md): comes back by itself, never blocks, writes once per turn of
// InspIRCd's loop.

#pragma once

#include "alarm.h"
#include "compat.h"
#include "endpoint.h"
#include "frame.h"
#include "resolver.h"

#include <functional>
#include <map>

class Link final
{
public:
	typedef std::function<void(const Frame::Fields&)> Handler;

	struct Welcome final
	{
		uint64_t node = 0;
		uint64_t floor = 0;
		uint64_t maxmessages = 0;
		uint64_t maxbytes = 0;
	};

private:
	class Socket;
	class Flusher;

	Endpoint endpoint;
	Resolver resolver;
	Alarm alarm;
	Socket* socket = nullptr;
	Flusher* flusher;
	std::string outgoing;
	std::map<uint8_t, Handler> handlers;
	bool saidhello = false;
	bool welcomed = false;
	bool everwelcomed = false;
	uint64_t lostat = 0;
	unsigned int retry;
	std::string lastlogged;

	// How soon it is tried again, at first.
	unsigned int GetRetry() const;
	void Connect();
	void Connect(const irc::sockets::sockaddrs& address);
	void OnResolved(const std::string& address);
	void Encrypt();
	void Encrypted();
	void SayHello();
	void Received(std::string& data);
	bool Handle(uint8_t type, const Frame::Fields& fields);
	void Greeted(const Frame::Fields& fields);
	void Lost(unsigned int pause, const std::string& reason);
	void OnAlarm();
	void LogOnce(const std::string& text);

public:
	// The welcome arrived: false if it can't be used, with which this connection is given up.
	std::function<bool(const Welcome&)> onwelcome;
	// After that: frames can be sent from now on.
	std::function<void()> onup;
	// The connection was lost, after a welcome.
	std::function<void()> onlost;

	explicit Link(Module* mod);
	~Link();

	// From <alloquy>; one that isn't set means that there is no link.
	void Configure(const Endpoint& newendpoint);

	void On(Frame::Type type, const Handler& handler) { handlers[type] = handler; }

	// Welcomed, and connected now.
	bool IsUp() const { return welcomed; }

	// What is accepted now has a good chance to be stored: up, or lost moments ago.
	bool IsUsable() const;

	// Goes out at the end of this turn of the loop; forgotten when the link isn't up.
	void Send(Frame::Writer&& frame);
	void Send(const std::string& frame);

	void Flush();
};
