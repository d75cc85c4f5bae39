# SPDX-License-Identifier: GPL-2.0-or-later
"""What alloquyd itself holds in memory (resident set), without its children."""
from crowd import OnlineCrowd
from figures import Series
from machine import settled_resident_kib, wait_for
from stack import Data, Stack

ACCOUNTS = 100_000
PEOPLE = 10_000


def resident_with_accounts(count):
    with Data() as data:
        if count:
            data.seed_accounts(count)
        with Stack(data) as stack:
            stack.wait_ready()
        # A second start: the first one also makes the certificate.
        with Stack(data) as stack:
            stack.wait_ready()
            stack.wait_log(r"mumble .*accounts may be asked about")
            return settled_resident_kib(stack.pid)


def per_person_online(report):
    with Data() as data, Stack(data) as stack:
        stack.wait_ready()
        before = settled_resident_kib(stack.pid)
        with OnlineCrowd(stack.ports["plain"], PEOPLE) as crowd:
            wait_for(lambda: stack.metric("alloquy_irc_users") >= PEOPLE, "alloquyd knowing everybody")
            after = settled_resident_kib(stack.pid)
            report.note(f"{PEOPLE} guests came online in {crowd.seconds:.1f} s: {before} → {after} KiB")
        return (after - before) / PEOPLE


def measure(report, rounds):
    report.section("Memory of alloquyd")
    empty = [resident_with_accounts(0) / 1024 for _ in range(rounds)]
    report.at_most("resident at start", Series(empty, "MiB", 1), 30)
    full = [resident_with_accounts(ACCOUNTS) / 1024 for _ in range(rounds)]
    growth = [(b - a) / (ACCOUNTS / 10_000) for a, b in zip(empty, full)]
    report.note(f"with {ACCOUNTS} accounts: {Series(full, 'MiB', 1)}")
    report.at_most("more per 10,000 accounts", Series(growth, "MiB", 2), 3)
    people = [per_person_online(report) for _ in range(rounds)]
    report.at_most("more per IRC user online", Series(people, "KiB", 2), 2)
