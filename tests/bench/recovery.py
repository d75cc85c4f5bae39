# SPDX-License-Identifier: GPL-2.0-or-later
"""Children killed with -9, and the services link cut with 10,000 people on IRC."""
import contextlib
import datetime
import os
import signal
import time

from crowd import OnlineCrowd
from figures import Series
from gateway import GatewaySession
from machine import wait_for, wait_until_accepts
from stack import Data, Stack
from start import own_start_ms

PEOPLE = 10_000
CHILDREN = {"inspircd": "irc", "murmur": "mumble", "coturn": "turn"}


class Recovery:
    """Milliseconds after the kill."""

    def __init__(self, noticed, accepting, ready):
        self.noticed, self.accepting, self.ready = noticed, accepting, ready


def kill_and_watch(stack, name):
    before = stack.component(name)
    begun, killed = time.monotonic(), time.time()
    os.kill(before["pid"], signal.SIGKILL)
    # The log says when; asking for the state, or waiting for the line, would measure that.
    _, line = stack.wait_log(rf"^(\S+) +\S+ +{name} +ended with signal 9", after=begun)
    noticed = datetime.datetime.fromisoformat(line.group(1)).timestamp() - killed
    wait_until_accepts(stack.ports[CHILDREN[name]])
    accepting = time.monotonic()

    def ready_again():
        now = stack.component(name)
        return now["state"] == "ready" and now["pid"] != before["pid"]

    wait_for(ready_again, f"{name} being ready again")
    # The log's times are whole milliseconds, rounded down.
    return Recovery(noticed * 1000 + 1, (accepting - begun) * 1000, (time.monotonic() - begun) * 1000)


def measure_kills(report, rounds):
    results = {name: [] for name in CHILDREN}
    own = {name: [] for name in CHILDREN}
    sessions = lost = 0
    with Data() as data:
        data.add_user("bench")
        for _ in range(rounds):
            with Stack(data) as stack:
                stack.wait_ready()
                with contextlib.closing(GatewaySession(stack, stack.sign_in())) as session:
                    for name in CHILDREN:
                        results[name].append(kill_and_watch(stack, name))
                    sessions += 1
                    lost += not session.alive()
            for name in CHILDREN:
                own[name].append(own_start_ms(stack, name))
    noticed = [each.noticed for recoveries in results.values() for each in recoveries]
    report.at_most("a killed child is noticed", Series(noticed, "ms", 1), 5)
    accepting = {name: Series([each.accepting for each in of], "ms", 0) for name, of in results.items()}
    for name, recoveries in results.items():
        report.note(f"{name} ready (proven by protocol) {Series([each.ready for each in recoveries], 'ms', 0)} after the kill")
    report.at_most("InspIRCd accepts again after kill -9", accepting["inspircd"], 100)
    for name in ("murmur", "coturn"):
        report.ratio_at_most(
            f"{name} accepts again after kill -9", accepting[name], "its own start", Series(own[name], "ms", 0), 1.5
        )
    report.at_most("gateway sessions lost by the kills", Series([lost], f"of {sessions}", 0), 0)


def measure_resync(report, rounds):
    back = []
    with Data() as data, Stack(data) as stack:
        stack.wait_ready()
        with OnlineCrowd(stack.ports["plain"], PEOPLE):
            for _ in range(rounds):
                begun = time.monotonic()
                if not stack.control("irc.drop-link").get("ok"):
                    raise RuntimeError("alloquyd does not know how to cut its link")
                at, match = stack.wait_log(r"services link in sync: .*, (\d+) users", after=begun)
                if int(match.group(1)) < PEOPLE:
                    raise RuntimeError(f"only {match.group(1)} people known after the link came back")
                back.append((at - begun) * 1000)
    report.at_most(f"a cut link back in sync with {PEOPLE} users", Series(back, "ms", 0), 500)


def measure(report, rounds):
    report.section("Recovery")
    measure_kills(report, rounds)
    measure_resync(report, rounds)
