# SPDX-License-Identifier: GPL-2.0-or-later
"""The results file that every check in this folder writes: JUnit XML, the form that GoogleTest and CTest write too, so that
tests/run counts them all alike."""
import xml.etree.ElementTree as ElementTree


def write(path, suite, cases):
    """`cases`: list of (name, message), where an empty message means the case passed."""
    root = ElementTree.Element("testsuites")
    element = ElementTree.SubElement(
        root, "testsuite", name=suite, tests=str(len(cases)), failures=str(sum(1 for _, message in cases if message)))
    for name, message in cases:
        case = ElementTree.SubElement(element, "testcase", classname=suite, name=name)
        if message:
            ElementTree.SubElement(case, "failure", message=message)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
