#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the *_test.py beside it and writes their results: run_unittests.py [--xml FILE]"""
import argparse
import os
import pathlib
import sys
import unittest

import report


class Recorder(unittest.TextTestResult):
    """Remembers each test with its message, because the standard result keeps only the failures."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.messages = {}

    def startTest(self, test):
        self.messages[test.id()] = ""
        super().startTest(test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.messages[test.id()] = self._exc_info_to_string(error, test)

    addError = addFailure

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.messages[test.id()] = f"skipped: {reason}"


def run_case(case, program):
    """Runs one TestCase class and writes its results where tests/run collects them (GTEST_OUTPUT, as for GoogleTest): the exit status."""
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(resultclass=Recorder, verbosity=2).run(suite)
    folder = os.environ.get("GTEST_OUTPUT", "").removeprefix("xml:")
    if folder:
        names = [(name.rsplit(".", 1)[-1], message) for name, message in sorted(result.messages.items())]
        report.write(f"{folder}{program}.xml", case.__name__, names)
    return 1 if result.failures or result.errors or result.skipped or not result.messages else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--xml")
    arguments = parser.parse_args()
    here = str(pathlib.Path(__file__).resolve().parent)
    suite = unittest.defaultTestLoader.discover(here, pattern="*_test.py")
    result = unittest.TextTestRunner(resultclass=Recorder, verbosity=1).run(suite)
    if arguments.xml:
        report.write(arguments.xml, "ArchitectureTools", sorted(result.messages.items()))
    return 1 if any(result.messages.values()) or not result.messages else 0


if __name__ == "__main__":
    sys.exit(main())
