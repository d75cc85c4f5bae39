# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the measurements by name. See tests/bench/run."""
import argparse
import importlib
import signal
import sys
import traceback

import machine
from figures import Report

GROUPS = ("start", "recovery", "sign_ins", "requests", "storm", "memory", "search", "rest", "fan_out", "ingest",
          "history")


def main():
    options = argparse.ArgumentParser(prog="tests/bench/run")
    options.add_argument("groups", nargs="*", metavar="group", help=f"of: {' '.join(GROUPS)} (default: all)")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    unknown = [name for name in chosen.groups if name not in GROUPS]
    if unknown:
        options.error(f"unknown: {' '.join(unknown)} (known: {' '.join(GROUPS)})")
    machine.raise_file_limit()
    # So that the servers are ended also when this is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report, broken = Report(), []
    for name in chosen.groups or GROUPS:
        try:
            importlib.import_module(name).measure(report, max(3, chosen.rounds))
        except Exception:  # the others can still be measured
            traceback.print_exc()
            broken.append(name)
    report.finish()
    if broken:
        print(f"could not be measured: {' '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
