#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts the results of one run and prints its last line: summary.py FOLDER

FOLDER holds JUnit XML of GoogleTest and of the checks, ctest-*.xml written by CTest itself (one entry per program), and
steps.tsv with one line per step of tests/run: name, "ok" or a message. A skipped or disabled test counts as failed, because
nothing may skip silently; a program that broke off without results counts as one failure. Programs that are not GoogleTest
(see ONE_CASE) count as one case each. Exit code 1 if anything failed."""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

# The corpus replays of the fuzz targets, and the browser stories: their exit code is their result.
ONE_CASE = ("replay_", "e2e_")


def read_programs(folder):
    """CTest's own files: program name → message, empty when it passed."""
    programs = {}
    for path in sorted(folder.glob("ctest-*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):
            bad = case.get("status") != "run"
            failure = case.find("failure")
            message = (failure.get("message") if failure is not None else "") or case.get("status") or "failed"
            programs[case.get("name")] = message if bad else ""
    return programs


def read_cases(path):
    """A results file: list of (name, message)."""
    cases = []
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        failures = [child.get("message") or child.text or "failed" for child in case if child.tag in ("failure", "error")]
        if case.get("status") == "notrun":
            failures.append("disabled tests are not allowed")
        elif case.get("result") == "skipped" or case.find("skipped") is not None:
            failures.append("skipped, which is not allowed")
        cases.append((name, "\n".join(failures)))
    return cases


def collect(folder):
    cases = []
    programs = read_programs(folder)
    reported = {}
    for path in sorted(folder.glob("*.xml")):
        if path.name.startswith("ctest-"):
            continue
        try:
            found = read_cases(path)
        except ElementTree.ParseError as error:
            found = [(path.stem, f"unreadable results: {error}")]
        reported[path.stem] = found
        cases += found
    for name, message in programs.items():
        found = reported.get(name)
        if found is None:
            silent = "" if name.startswith(ONE_CASE) else "no test in this program ran"
            cases.append((f"program {name}", message or silent))
        elif message and not any(failed for _, failed in found):
            cases.append((f"program {name}", f"ended abnormally: {message}"))
    steps = folder / "steps.tsv"
    if steps.exists():
        for line in steps.read_text(encoding="utf-8").splitlines():
            name, _, message = line.partition("\t")
            cases.append((name, "" if message == "ok" else message or "failed"))
    return cases


def main():
    cases = collect(pathlib.Path(sys.argv[1]))
    failed = [(name, message) for name, message in cases if message]
    if failed:
        print("\nFailed:")
        for name, message in failed:
            print(f"  {name}\n      " + message.strip()[:2000].replace("\n", "\n      "))
        print()
    if not cases:
        failed = [("nothing", "no test ran")]
        print("No test ran.")
    print(f"{len(cases) - (len(failed) if cases else 0)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
