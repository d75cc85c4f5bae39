#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The hand-written pages of a build without the web client, in a real browser: pages_test.py ALLOQUYD CONFIG"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from browser import Browser, free_port  # noqa: E402

ALLOQUYD, CONFIG = "", ""


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="alloquy-pages-")
        cls.data = cls.folder.name + "/data"
        cls.url = f"https://localhost:{(port := free_port())}"
        options = [f"http.port={port}", f"irc.port={free_port()}", "server.host=localhost", "mumble.enabled=false", "turn.enabled=false"]
        command = [ALLOQUYD, "serve", "--config", CONFIG, "--data", cls.data] + [part for option in options for part in ("--set", option)]
        cls.log = open(cls.folder.name + "/log", "w+", encoding="utf-8")
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=cls.log, text=True)
        line = cls.server.stdout.readline()
        if not line.startswith("ready "):
            cls.log.seek(0)
            raise RuntimeError("alloquyd did not get ready: " + cls.log.read())
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.server.terminate()
        cls.server.wait(30)
        cls.server.stdout.close()
        cls.log.close()
        cls.folder.cleanup()

    def setUp(self):
        self.browser.complaints()  # forgets those of the test before, which may have wanted them

    def command(self, *arguments):
        done = subprocess.run([ALLOQUYD, *arguments, "--data", self.data], capture_output=True, text=True, check=True, timeout=30)
        return json.loads(done.stdout)

    def fill_in(self, username, password, again=None):
        if username:
            self.browser.type("#username", username)
        self.browser.type("#password", password)
        self.browser.type("#again", password if again is None else again)
        self.browser.click("#submit")

    def test_1_owner_link_makes_the_owner_and_shows_recovery_codes(self):
        link = self.command("owner-link", "--json")["url"]
        self.browser.open(link)
        self.assertNotIn("#", self.browser.run("return location.href"), "the token stays in the address bar")
        self.fill_in("Founder", "correct horse battery")
        self.browser.wait_for("!document.getElementById('done').hidden")
        self.assertEqual(self.browser.run("return document.querySelectorAll('#codes li').length"), 10)
        self.browser.wait_for("document.getElementById('ways').innerText.includes('IRC')")
        self.assertEqual(self.browser.complaints(), [])

    def test_2_the_owner_link_is_good_once(self):
        refused = subprocess.run([ALLOQUYD, "owner-link", "--data", self.data], capture_output=True, text=True, timeout=30)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("has an owner already", refused.stderr)

    def test_3_mistakes_are_named_and_nothing_typed_is_lost(self):
        invite = self.command("invite", "--json")["url"]
        self.browser.open(invite)
        self.fill_in("guest-one", "long enough", "something else")
        self.browser.wait_for("document.getElementById('error').textContent.includes('differ')")
        self.browser.open("about:blank")  # the same address but for what follows '#' would not load again
        self.browser.open(invite)
        self.fill_in("founder", "long enough")
        self.browser.wait_for("document.getElementById('error').textContent.includes('taken')")
        self.assertEqual(self.browser.run("return document.activeElement.id"), "username")
        self.assertEqual(self.browser.run("return document.getElementById('username').value"), "founder")

    def test_4_a_reset_link_sets_a_new_password(self):
        link = self.command("user", "reset-password", "Founder", "--json")["url"]
        self.browser.open(link)
        self.fill_in("", "another long password")
        self.browser.wait_for("!document.getElementById('done').hidden")
        self.assertEqual(self.browser.complaints(), [])

    def test_5_a_build_without_the_client_says_so(self):
        self.browser.open(self.url)
        self.browser.wait_for("document.getElementById('lead').textContent.includes('without the web client')")
        self.browser.wait_for("document.getElementById('ways').innerText.includes('IRC')")
        self.assertEqual(self.browser.complaints(), [])


if __name__ == "__main__":
    ALLOQUYD, CONFIG = sys.argv[1:3]
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "architecture"))
    from run_unittests import run_case  # noqa: E402

    sys.exit(run_case(Pages, "e2e_pages"))
