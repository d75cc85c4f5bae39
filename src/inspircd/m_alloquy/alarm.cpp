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

#include "alarm.h"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

Alarm::Alarm(const std::function<void()>& cb)
	: callback(cb)
{
	const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (timer < 0)
		throw CoreException("Unable to create a timer");

	SetFd(timer);
	if (!SocketEngine::AddFd(this, FD_WANT_POLL_READ | FD_WANT_NO_WRITE))
	{
		close(timer);
		SetFd(-1);
		throw CoreException("Unable to watch a timer");
	}
}

Alarm::~Alarm()
{
	SocketEngine::Close(this);
}

void Alarm::Start(unsigned int milliseconds)
{
	itimerspec when = { };
	when.it_value.tv_sec = milliseconds / 1000;
	when.it_value.tv_nsec = static_cast<long>(milliseconds % 1000) * 1000000;
	timerfd_settime(GetFd(), 0, &when, nullptr);
}

void Alarm::OnEventHandlerRead()
{
	uint64_t expirations;
	if (read(GetFd(), &expirations, sizeof(expirations)) == sizeof(expirations))
		callback();
}

uint64_t Alarm::GetNow()
{
	timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
}
