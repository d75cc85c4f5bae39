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

// Where alloquyd is, as <alloquy> says: beside this server (socket), or on another machine (server).

#pragma once

#include <cstdint>
#include <set>
#include <string>

struct Endpoint final
{
	// Of a unix socket.
	std::string path;
	// Without brackets; empty when it is a unix socket.
	std::string host;
	uint16_t port = 0;
	// Of certificates that it may show: SHA-256, lower case hex.
	std::set<std::string> fingerprints;
	// Of <sslprofile>.
	std::string profile;
	std::string secret;

	bool IsSet() const { return !path.empty() || !host.empty(); }
	bool IsRemote() const { return !host.empty(); }

	bool operator==(const Endpoint& other) const;
	bool operator!=(const Endpoint& other) const { return !(*this == other); }

	// From "host:port" or "[address]:port", and fingerprints separated by spaces or commas, with or without colons inside.
	// Returns what is wrong, or an empty text.
	std::string SetServer(const std::string& server, const std::string& fingerprint);
};
