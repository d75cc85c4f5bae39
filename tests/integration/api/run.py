# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the *_test.py beside it against a server of their own and writes their results as GoogleTest does:
run.py --alloquyd FILE --document openapi.yaml [--name NAME]"""
import argparse
import fnmatch
import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "architecture")]

import calls  # noqa: E402
import completeness_test  # noqa: E402
import hostile_input_test  # noqa: E402
import operations_test  # noqa: E402
import posting_test  # noqa: E402
import privacy_test  # noqa: E402
import profiles_and_names_test  # noqa: E402
import read_state_test  # noqa: E402
import upkeep_test  # noqa: E402
import report  # noqa: E402
import room_operations_test  # noqa: E402
import search_test  # noqa: E402
from run_unittests import Recorder  # noqa: E402
from document import Document  # noqa: E402
from server import Server  # noqa: E402


class ApiRecorder(Recorder):
    """A failed part of a test fails the test."""

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.messages[test.id()] += f"{subtest}\n" + self._exc_info_to_string(error, test)


def every_case(suite):
    for one in suite:
        yield from every_case(one) if isinstance(one, unittest.TestSuite) else [one]


def name_of(case):
    return f"{type(case).__name__}.{case._testMethodName.removeprefix('test_')}"


def chosen(cases, pattern):
    """As GoogleTest's filter: positive patterns, then '-' and negative ones, separated by ':'."""
    wanted, _, unwanted = pattern.partition("-")
    matches = lambda case, patterns: any(fnmatch.fnmatchcase(name_of(case), one) for one in patterns.split(":") if one)
    return [case for case in cases if (not wanted or matches(case, wanted)) and not matches(case, unwanted)]


def results_file(name):
    """Where GTEST_OUTPUT=xml:FOLDER/ wants them, or None."""
    output = os.environ.get("GTEST_OUTPUT", "")
    if not output.startswith("xml:"):
        return None
    path = output.removeprefix("xml:")
    return os.path.join(path, name + ".xml") if path.endswith("/") else path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alloquyd", required=True)
    parser.add_argument("--document", required=True)
    parser.add_argument("--name", default="api_conformance")
    arguments = parser.parse_args()
    loader = unittest.defaultTestLoader
    # In this order: the last one checks that the ones before left nothing out.
    modules = [operations_test, profiles_and_names_test, read_state_test, search_test, privacy_test, upkeep_test, room_operations_test, posting_test,
               hostile_input_test, completeness_test]
    cases = list(every_case(unittest.TestSuite(loader.loadTestsFromModule(module) for module in modules)))
    pattern = os.environ.get("GTEST_FILTER", "")
    if pattern:
        cases = [case for case in chosen(cases, pattern) if not isinstance(case, completeness_test.Completeness)]
    file = results_file(arguments.name)
    if not cases:
        if file:
            report.write(file, "Api", [])
        return 0

    server = Server(arguments.alloquyd)
    try:
        calls.use(server, Document(arguments.document))
        result = unittest.TextTestRunner(resultclass=ApiRecorder, verbosity=2).run(unittest.TestSuite(cases))
    finally:
        server.stop()
    failed = any(result.messages.values())
    if failed:
        print("---- log of alloquyd\n" + "".join(server.log) + "----")
    if file:
        report.write(file, "Api", sorted((name_of(case), result.messages.get(case.id(), "")) for case in cases))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
