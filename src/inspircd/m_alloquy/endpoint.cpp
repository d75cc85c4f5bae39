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

#include "endpoint.h"

#include <algorithm>

bool Endpoint::operator==(const Endpoint& other) const
{
	return path == other.path && host == other.host && port == other.port && fingerprints == other.fingerprints
		&& profile == other.profile && secret == other.secret;
}

// Empty if it isn't the SHA-256 of anything.
static std::string ToFingerprint(const std::string& text)
{
	std::string hex;
	for (char letter : text)
	{
		if (letter >= 'A' && letter <= 'F')
			letter = static_cast<char>(letter - 'A' + 'a');
		if (letter != ':')
			hex.push_back(letter);
	}
	return hex.length() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos ? hex : std::string();
}

std::string Endpoint::SetServer(const std::string& server, const std::string& fingerprint)
{
	const size_t colon = server.rfind(':');
	const std::string number = colon == std::string::npos ? std::string() : server.substr(colon + 1);
	host = server.substr(0, colon);
	if (host.length() > 2 && host.front() == '[' && host.back() == ']')
		host = host.substr(1, host.length() - 2);
	const bool digits = !number.empty() && number.length() <= 5 && number.find_first_not_of("0123456789") == std::string::npos;
	const unsigned long value = digits ? std::stoul(number) : 0;
	if (host.empty() || value == 0 || value > 65535)
		return "<alloquy:server> must be host:port";
	port = static_cast<uint16_t>(value);

	std::string list = fingerprint;
	std::replace(list.begin(), list.end(), ',', ' ');
	for (size_t begin = list.find_first_not_of(' '); begin != std::string::npos; )
	{
		const size_t end = std::min(list.find(' ', begin), list.length());
		const std::string one = ToFingerprint(list.substr(begin, end - begin));
		if (one.empty())
			return "<alloquy:fingerprint> must be the SHA-256 of alloquyd's certificate, 64 hexadecimal digits";
		fingerprints.insert(one);
		begin = list.find_first_not_of(' ', end);
	}
	// Without it the secret would go to whoever answers.
	if (fingerprints.empty())
		return "<alloquy:server> needs <alloquy:fingerprint>, the SHA-256 of alloquyd's certificate";
	return std::string();
}
