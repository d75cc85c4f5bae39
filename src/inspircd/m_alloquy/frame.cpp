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

#include "frame.h"

#include <charconv>

static constexpr size_t LENGTH_SIZE = 4;

static uint32_t GetLength(std::string_view data)
{
	uint32_t length = 0;
	for (size_t i = 0; i < LENGTH_SIZE; ++i)
		length = (length << 8) | static_cast<uint8_t>(data[i]);
	return length;
}

static void PutLength(std::string& bytes, size_t at, size_t length)
{
	for (size_t i = 0; i < LENGTH_SIZE; ++i)
		bytes[at + i] = static_cast<char>((length >> (8 * (LENGTH_SIZE - 1 - i))) & 0xFF);
}

Frame::Result Frame::Read(std::string_view data, uint8_t& type, Fields& fields, size_t& consumed)
{
	if (data.size() < LENGTH_SIZE)
		return PARTIAL;

	const size_t length = GetLength(data);
	if (length == 0 || length > MAX_LENGTH)
		return BROKEN;
	if (data.size() - LENGTH_SIZE < length)
		return PARTIAL;

	std::string_view rest = data.substr(LENGTH_SIZE, length);
	type = static_cast<uint8_t>(rest[0]);
	rest.remove_prefix(1);
	fields.clear();
	while (!rest.empty())
	{
		if (rest.size() < LENGTH_SIZE || fields.size() == MAX_FIELDS)
			return BROKEN;

		const size_t size = GetLength(rest);
		rest.remove_prefix(LENGTH_SIZE);
		if (size > rest.size())
			return BROKEN;

		fields.push_back(rest.substr(0, size));
		rest.remove_prefix(size);
	}
	consumed = LENGTH_SIZE + length;
	return COMPLETE;
}

bool Frame::ReadNumber(std::string_view field, uint64_t& number)
{
	if (field.empty() || field.size() > 20 || field.find_first_not_of("0123456789") != std::string_view::npos)
		return false;
	const auto result = std::from_chars(field.data(), field.data() + field.size(), number);
	return result.ec == std::errc();
}

Frame::Writer::Writer(Type type)
	: bytes(LENGTH_SIZE, '\0')
{
	bytes.push_back(static_cast<char>(type));
}

Frame::Writer& Frame::Writer::Add(std::string_view field)
{
	const size_t at = bytes.size();
	bytes.append(LENGTH_SIZE, '\0');
	PutLength(bytes, at, field.size());
	bytes.append(field);
	fields++;
	return *this;
}

std::string Frame::Writer::Finish()
{
	const size_t length = bytes.size() - LENGTH_SIZE;
	if (length > MAX_LENGTH || fields > MAX_FIELDS)
		return std::string();
	PutLength(bytes, 0, length);
	return std::move(bytes);
}
