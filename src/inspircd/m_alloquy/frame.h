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

// What travels between this module and alloquyd (docs/protocol/module-link.md): bytes in, frames out, and back. Knows
// nothing of InspIRCd, so that it can be tested alone.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Frame
{
	enum Type : uint8_t
	{
		HELLO = 1,
		MESSAGE = 2,
		REQUEST = 3,
		EVENT = 4,
		PING = 5,
		ACCOUNT = 6,
		RESEND = 7,
		VERDICT = 10,

		WELCOME = 65,
		STORED = 66,
		REFUSED = 67,
		ANSWER = 68,
		DELIVER = 69,
		PONG = 70,
		POLICY = 71,
		ACT = 72,
		POST = 75,
		JUDGE = 76
	};

	// Of type and fields together.
	static constexpr size_t MAX_LENGTH = 262144;
	static constexpr size_t MAX_FIELDS = 4096;

	typedef std::vector<std::string_view> Fields;

	enum Result
	{
		// A whole frame was read.
		COMPLETE,
		// More bytes are needed.
		PARTIAL,
		// The other side doesn't speak this protocol: nothing after this can be trusted.
		BROKEN
	};

	// Reads the frame at the beginning of data. Fields point into data. consumed is set when the result is COMPLETE.
	Result Read(std::string_view data, uint8_t& type, Fields& fields, size_t& consumed);

	// Decimal digits that fit; anything else gives false.
	bool ReadNumber(std::string_view field, uint64_t& number);

	// Builds one frame.
	class Writer final
	{
	private:
		std::string bytes;
		size_t fields = 0;

	public:
		explicit Writer(Type type);
		Writer& Add(std::string_view field);
		Writer& Add(uint64_t number) { return Add(std::to_string(number)); }

		// Empty when it would be longer than the protocol allows.
		std::string Finish();
	};
}
