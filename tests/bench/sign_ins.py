# SPDX-License-Identifier: GPL-2.0-or-later
"""Password sign-ins per second against what the hash alone allows, for Alloquy and for Atheme."""
import json
import time

import atheme
from figures import Series
from machine import BUILD, CORES, run
from stack import PASSWORD, running_stack
from wrk import load

SECONDS = 6
MEMORY_KIB, PASSES = 19456, 2  # config/alloquy.toml


def ceiling(threads):
    return float(run([BUILD / "tests/bench/password_ceiling", threads, SECONDS, MEMORY_KIB, PASSES]))


def measure(report, rounds):
    report.section("Password sign-ins")
    cores = len(CORES)
    ours, all_cores, one_core, theirs, their_ceiling = [], [], [], [], []
    body = json.dumps({"username": "bench", "password": PASSWORD})
    with running_stack() as stack, atheme.running() as peer:
        for _ in range(rounds):
            all_cores.append(ceiling(cores))
            one_core.append(ceiling(1))
            # wrk cuts what is under way at its end; over some seconds that is a percent.
            ours.append(load(stack.url("/api/v1/sessions"), 16 * cores, SECONDS * 2, method="POST", body=body).per_second)
            their_ceiling.append(atheme.ceiling(SECONDS))
            theirs.append(peer.sign_ins_per_second(200))
    report.note(f"one thread of Argon2id: {Series(one_core, '/s', 1)}; {cores} threads: {Series(all_cores, '/s', 1)}")
    report.ratio_at_least(
        f"password sign-ins on {cores} cores", Series(ours, "/s", 1), f"Argon2id alone on {cores} threads",
        Series(all_cores, "/s", 1), 0.95,
    )
    efficiency = Series([a / b for a, b in zip(ours, all_cores)], "of the ceiling", 3)
    their_efficiency = Series([a / b for a, b in zip(theirs, their_ceiling)], "of its ceiling", 3)
    report.note(f"Atheme: {Series(theirs, '/s', 1)}; PBKDF2 alone {Series(their_ceiling, '/s', 1)}")
    report.ratio_at_least("sign-ins per core at equal hashing cost", efficiency, "Atheme", their_efficiency, 1.15)
