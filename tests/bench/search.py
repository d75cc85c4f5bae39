# SPDX-License-Identifier: GPL-2.0-or-later
"""The search index, without IRC and HTTP around it: how quickly it takes messages, its size, how long searches take.
ALLOQUY_BENCH_MESSAGES: how many messages to search in (default a million; ten million take some ten minutes)."""
import os
import subprocess
import tempfile

from figures import Series
from machine import BUILD

MESSAGES = int(os.environ.get("ALLOQUY_BENCH_MESSAGES", "1000000"))


def figures_of(output):
    """Lines "name value …"; of names that come twice the last, which was measured from warm caches."""
    return {line.split()[0]: [float(value) for value in line.split()[1:]]
            for line in output.splitlines() if line and not line.startswith("#")}


def measure(report, rounds):
    report.section(f"Search among {MESSAGES:,} sealed messages")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([BUILD / "tests/bench/search_index", folder, str(MESSAGES)],
                              check=True, capture_output=True, text=True)
    found = figures_of(done.stdout)
    ratio, text_bytes = found["index_bytes_per_text_byte"]
    report.at_least("messages indexed, with prefixes", Series(found["index_rate"], "/s"), 30_000)
    report.at_most(f"size of the index by that of the texts ({text_bytes:.0f} bytes each)", Series([ratio], "×"), 1.5)
    for name in ("common", "mid", "rare", "prefix", "two_words", "two_mid", "phrase"):
        p50, p99, longest, hits = found[f"newest_{name}"]
        title = f"newest first, {name.replace('_', ' ')} ({hits:.0f} hits, longest {longest:.1f} ms)"
        report.at_most(f"{title}, p50", Series([p50], "ms"), 2)
        report.at_most(f"{title}, p99", Series([p99], "ms"), 10)
    for name in ("common", "mid"):
        report.at_most(f"by relevance, {name}, longest", Series([found[f"ranked_{name}"][2]], "ms"), 100)
    for rate, limit in ((5000, 1000), (30000, None)):
        p50, p99, longest = found[f"found_after_ms_at_{rate}"]
        stored = found[f"store_ms_at_{rate}"]
        report.note(f"at {rate:,} messages/s: found after {p50:.0f} ms (p99 {p99:.0f}, longest {longest:.0f}); "
                    f"stored in {stored[0]:.1f} ms (p99 {stored[1]:.1f}, longest {stored[2]:.1f})")
        if limit:
            report.at_most(f"found after it was stored, at {rate:,}/s, longest", Series([longest], "ms"), limit)
