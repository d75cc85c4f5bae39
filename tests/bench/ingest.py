# SPDX-License-Identifier: GPL-2.0-or-later
"""How many messages are stored a second, each on disk before it is acknowledged: by alloquyd alone, with a program in
the module's place, and through InspIRCd; and how long a sender waits for the echo."""
import sqlite3
import time

from figures import Series, percentile
from load import figures, irc_load, module_secret, spread, without_flood_limits
from machine import SERVER_CORE
from stack import Data, Stack

ACCOUNTS, ROOMS, SECONDS = 1000, 50, 5
PAIRS, WINDOW = 16, 64
ECHO_RATE, SPEAKERS, COMMITS = 1000, 20, 2000


def through_the_link(stack, **load):
    """As a module inside InspIRCd sends them."""
    socket = stack.data.folder / "children" / "inspircd" / "module.sock"
    words = [word for name, value in load.items() for word in (f"--{name}", value)]
    return figures("link_load", "--socket", socket, "--secret", module_secret(stack), "--accounts", ACCOUNTS - 1,
                   "--rooms", ROOMS, "--pids", stack.pid, *words, seconds=3600)


def synced_commits_ms(folder):
    """One row a commit, with what alloquyd asks of SQLite: the floor under every acknowledgement."""
    file = folder / "commits.db"
    db = sqlite3.connect(file, isolation_level=None)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS rows (text TEXT)")
    times = []
    for _ in range(COMMITS):
        begun = time.perf_counter()
        db.execute("INSERT INTO rows VALUES ('a message of about eighty characters, which is what people write')")
        times.append((time.perf_counter() - begun) * 1000)
    db.close()
    return times


def measure(report, rounds):
    with Data() as data:
        data.seed_accounts(ACCOUNTS, sessions=2 * PAIRS)
        with Stack(data, SERVER_CORE, templates=without_flood_limits(data)) as stack:
            stack.wait_ready()
            report.section("Storing in alloquyd, both its threads on one core")
            through_the_link(stack, messages=20_000)
            alone = [through_the_link(stack, seconds=SECONDS) for _ in range(rounds)]
            inspircd, alloquyd = spread(stack)
            report.at_least("messages stored", Series([one["stored_per_s"] for one in alone], "/s"), 100_000)
            report.at_most("from sent to acknowledged, p99", Series([one["lag_p99"] for one in alone], "ms", 1), 25)
            report.note(f"CPU for each: {Series([one['cpu_us_0'] for one in alone], 'µs', 2)}")

            report.section("Direct messages through InspIRCd over TLS, echoed when they are on disk")
            direct = [irc_load("direct", port=stack.ports["irc"], pairs=PAIRS, window=WINDOW, seconds=SECONDS,
                               prefix="Person", pids=f"{inspircd},{alloquyd}") for _ in range(rounds)]
            report.at_least("direct messages", Series([one["echoed_per_s"] for one in direct], "/s"), 30_000)
            report.note(f"CPU for each: InspIRCd {Series([one['cpu_us_0'] for one in direct], 'µs', 1)}, "
                        f"alloquyd {Series([one['cpu_us_1'] for one in direct], 'µs', 1)}")

            report.section(f"From saying to the echo, {ECHO_RATE} messages a second")
            echoes, commits = [], []
            for _ in range(rounds):
                commits.append(percentile(synced_commits_ms(data.path), 99))
                echoes.append(irc_load("echo", port=stack.ports["plain"], speakers=SPEAKERS, rate=ECHO_RATE, seconds=SECONDS))
            report.ratio_at_most("echo p99", Series([one["echo_p99"] for one in echoes], "ms", 2), "p99 of one synced commit",
                                 Series(commits, "ms", 2), 5)
            report.note(f"p50: {Series([one['echo_p50'] for one in echoes], 'ms', 2)}")
