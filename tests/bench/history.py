# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages of history, from a store of 10,000 messages and from one of 10,000,000: on the REST API and on IRC, the newest
ones and random old ones; and what a large history costs in memory. ALLOQUY_BENCH_HISTORY names a folder where the large
store is kept for the next run: it takes minutes to fill."""
import contextlib
import os
import random
import sqlite3
import tempfile
from pathlib import Path

from figures import Series
from ingest import ACCOUNTS, ROOMS, through_the_link
from load import irc_load, spread, without_flood_limits
from machine import SERVER_CORE, settled_resident_kib
from stack import Data, Stack
from wrk import load

SMALL, LARGE = 10_000, 10_000_000
SAMPLES, SECONDS, PAGE = 5000, 5, 50
RECENT, OLD = 12_000, 5_000
ON_IRC = 4_700


class KeptData(Data):
    """A data directory that stays."""

    def __init__(self, path):
        super().__init__()
        with contextlib.suppress(OSError):
            self.path.rmdir()
        self.path = Path(path)
        self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.folder = self.path / "data"

    def __exit__(self, *_):
        pass


def large_data():
    kept = os.environ.get("ALLOQUY_BENCH_HISTORY")
    return KeptData(kept) if kept else Data()


def count_messages(data):
    file = data.folder / "alloquy.db"
    if not file.exists():
        return 0
    with contextlib.closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT coalesce(max(sequence), 0) FROM messages").fetchone()[0]


def prepare(data, wanted):
    """Fills the store up to so many messages. A start of its own, so that what storing took isn't measured as reading's."""
    if not data.folder.exists():
        data.seed_accounts(ACCOUNTS)
        data.add_user("bench")
    missing = wanted - count_messages(data)
    if missing > 0:
        with Stack(data) as stack:
            stack.wait_ready()
            through_the_link(stack, messages=missing, window=10_000)


def samples(data):
    """(room id, channel, message id) of messages all over the store."""
    with contextlib.closing(sqlite3.connect(data.folder / "alloquy.db")) as db:
        channels = dict(db.execute("SELECT id, '#' || slug FROM rooms WHERE slug LIKE 'bench%'"))
        (last,) = db.execute("SELECT max(sequence) FROM messages").fetchone()
        chosen = random.Random(1)
        rows = []
        while len(rows) < SAMPLES:
            row = db.execute("SELECT room, id FROM messages WHERE sequence = ?", (chosen.randint(1, last),)).fetchone()
            if row and row[0] in channels:
                rows.append((row[0], channels[row[0]], row[1]))
    return rows


class Store:
    """What was measured on a store of one size."""

    def __init__(self):
        self.recent, self.old, self.alone, self.many, self.random, self.resident = [], [], [], [], [], []

    def measure(self, data, rounds):
        sampled = samples(data)
        self._rest(data, sampled, rounds)
        self._irc(data, sampled, rounds)

    def _rest(self, data, sampled, rounds):
        recent = sorted({f"/api/v1/rooms/{room}/messages" for room, _, _ in sampled})
        old = [f"/api/v1/rooms/{room}/messages?before={message}" for room, _, message in sampled]
        with Stack(data, SERVER_CORE, http__tls="false") as stack:
            stack.wait_ready()
            bearer = {"Authorization": f"Bearer {stack.sign_in()}"}
            for _ in range(rounds):
                for paths, loads in ((recent, self.recent), (old, self.old)):
                    loads.append(load(stack.url(), 16, SECONDS, stack.pid, headers=bearer, paths=paths))
            self.resident.append(settled_resident_kib(stack.pid) / 1024)

    def _irc(self, data, sampled, rounds):
        room = sampled[0][1]
        newest = [f"CHATHISTORY LATEST {room} * {PAGE}"]
        older = [f"CHATHISTORY BEFORE {room} msgid={message} {PAGE}" for _, name, message in sampled if name == room]
        with Stack(data, templates=without_flood_limits(data)) as stack, tempfile.TemporaryDirectory() as folder:
            stack.wait_ready()
            pids = ",".join(str(pid) for pid in spread(stack))
            for _ in range(rounds):
                for clients, questions, answers in ((1, newest, self.alone), (8, newest, self.many), (8, older, self.random)):
                    file = Path(folder) / "questions"
                    file.write_text("\n".join(questions))
                    # With InspIRCd, which has less to do.
                    answers.append(irc_load("ask", core=SERVER_CORE, port=stack.ports["plain"], clients=clients,
                                            seconds=SECONDS, room=room, questions=file, pids=pids))


def per_second(loads):
    return Series([one.per_second for one in loads], "/s")


def cpu(loads):
    return Series([one.cpu_us for one in loads], "µs", 0)


def both(answers):
    """CPU of both processes for an answer."""
    return Series([one["cpu_us_0"] + one["cpu_us_1"] for one in answers], "µs", 0)


def measure(report, rounds):
    small, large = Store(), Store()
    report.section(f"Pages of {PAGE} messages")
    with Data() as data:
        prepare(data, SMALL)
        small.measure(data, rounds)
    with large_data() as data:
        prepare(data, LARGE)
        report.note(f"the large store has {count_messages(data):,} messages in {ROOMS} rooms")
        large.measure(data, rounds)
    report.at_least("REST, recent pages, per core", per_second(large.recent), RECENT)
    report.at_least("REST, random old pages, per core", per_second(large.old), OLD)
    report.ratio_at_most("REST, CPU for a random old page of 10,000,000", cpu(large.old), "of 10,000", cpu(small.old), 1.5)
    rate = {name: Series([one["answers_per_s"] for one in answers], "/s")
            for name, answers in (("newest", large.many), ("random", large.random))}
    report.at_least("CHATHISTORY LATEST, 8 clients", rate["newest"], ON_IRC)
    report.at_most("CHATHISTORY LATEST, one client, p99", Series([one["answer_p99"] for one in large.alone], "ms", 2), 1)
    report.note(f"CHATHISTORY BEFORE a random message: {rate['random']}")
    report.note(f"CPU of both processes for an answer: newest {both(large.many)}, random {both(large.random)}")
    report.ratio_at_most("CPU for CHATHISTORY, random, of 10,000,000", both(large.random), "of 10,000", both(small.random), 1.5)
    report.ratio_at_most("resident memory of alloquyd with 10,000,000 messages", Series(large.resident, "MiB", 1),
                         "with 10,000", Series(small.resident, "MiB", 1), 1.1)
