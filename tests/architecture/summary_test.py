#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The counting behind the last line of tests/run: nothing that went wrong may count as passed or vanish."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import summary  # noqa: E402


class SummaryTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def gtest(self, program, *cases):
        self.write(f"{program}.xml", "<testsuites><testsuite name='S'>" + "".join(cases) + "</testsuite></testsuites>")

    def ctest(self, **programs):
        cases = "".join(
            f"<testcase name='{name}' status='run'/>" if ok else
            f"<testcase name='{name}' status='fail'><failure message=''/></testcase>" for name, ok in programs.items())
        self.write("ctest-unit.xml", f"<testsuite name='x'>{cases}</testsuite>")

    def failed(self):
        return [name for name, message in summary.collect(self.root) if message]

    PASSED = "<testcase classname='S' name='Good' status='run' result='completed'/>"
    FAILED = "<testcase classname='S' name='Bad' status='run' result='completed'><failure message='why'/></testcase>"
    SKIPPED = "<testcase classname='S' name='Lazy' status='run' result='skipped'><skipped message='no'/></testcase>"
    DISABLED = "<testcase classname='S' name='DISABLED_Off' status='notrun' result='suppressed'/>"

    def test_counts_each_case(self):
        self.gtest("unit_a", self.PASSED, self.FAILED)
        self.ctest(unit_a=False)
        self.assertEqual(len(summary.collect(self.root)), 2)
        self.assertEqual(self.failed(), ["S.Bad"])

    def test_counts_skipped_and_disabled_cases_as_failed(self):
        self.gtest("unit_a", self.SKIPPED, self.DISABLED)
        self.ctest(unit_a=True)
        self.assertEqual(self.failed(), ["S.Lazy", "S.DISABLED_Off"])

    def test_counts_a_program_that_crashed_before_it_wrote_results(self):
        self.ctest(unit_a=False)
        self.assertEqual(self.failed(), ["program unit_a"])

    def test_counts_a_program_that_crashed_after_its_last_case_passed(self):
        self.gtest("unit_a", self.PASSED)
        self.ctest(unit_a=False)
        self.assertEqual(self.failed(), ["program unit_a"])

    def test_counts_a_program_without_tests_as_failed(self):
        self.ctest(unit_a=True)
        self.assertEqual(self.failed(), ["program unit_a"])

    def test_counts_programs_of_another_kind_by_their_exit_code(self):
        self.ctest(replay_lines=True, e2e_pages=False)
        self.assertEqual(len(summary.collect(self.root)), 2)
        self.assertEqual(self.failed(), ["program e2e_pages"])

    def test_counts_unreadable_results_as_failed(self):
        self.write("unit_a.xml", "<testsuites><cut")
        self.assertEqual(self.failed(), ["unit_a"])

    def test_counts_steps(self):
        self.write("steps.tsv", "Format\tok\nBuild\tfailed, see above\n")
        self.assertEqual(len(summary.collect(self.root)), 2)
        self.assertEqual(self.failed(), ["Build"])


if __name__ == "__main__":
    unittest.main()
