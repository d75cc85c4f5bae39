# SPDX-License-Identifier: GPL-2.0-or-later
"""Alloquy as it is shipped: alloquyd with its three servers on free ports and a data directory of its own."""
import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from machine import BUILD, ROOT, Program, free_port, run, wait_for

ALLOQUYD = BUILD / "alloquyd"
UNLIMITED = 1_000_000_000
PASSWORD = "correct horse battery staple"


def insecure_tls():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def token_hash(token):
    """As the database keeps tokens (crypto/secret.hpp)."""
    return hashlib.blake2b(token.encode(), digest_size=32).digest()


class Data:
    """A data directory that goes away with the block."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="alloquy-bench-"))
        # Not 0700 yet: alloquyd, which gives up root, must come through to its own folder.
        self.path.chmod(0o755)
        self.folder = self.path / "data"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def command(self, *arguments, **options):
        config = ROOT / "config" / "alloquy.toml"
        return run([ALLOQUYD, *arguments, "--config", config, "--data", self.folder], **options)

    def add_user(self, name):
        self.command("user", "add", name, "--password-stdin", input=PASSWORD + "\n")

    def seed_accounts(self, count, sessions=0):
        """Rows as registration writes them, all with the verifier of one account made in the ordinary way. The first
        ones get a session each, as signing in makes it, with the token "token-of-<name>"."""
        self.add_user("seed")
        db = sqlite3.connect(self.folder / "alloquy.db")
        owner = os.stat(self.folder)
        (verifier,) = db.execute("SELECT verifier FROM accounts WHERE username_key = 'seed'").fetchone()
        (last_id, last_mumble) = db.execute("SELECT max(id), max(mumble_id) FROM accounts").fetchone()
        now = int(time.time() * 1000)
        with db:
            db.executemany(
                "INSERT INTO accounts (id, username, username_key, display_name, status, mumble_id, scheme, verifier, "
                "created_at) VALUES (?, ?, ?, ?, 'active', ?, 'password', ?, ?)",
                ((last_id + i, f"Person{i}", f"person{i}", f"Person {i}", last_mumble + i, verifier, now)
                 for i in range(1, count)),
            )
            db.executemany(
                "INSERT INTO mumble_ids (id, account_id) VALUES (?, ?)",
                ((last_mumble + i, last_id + i) for i in range(1, count)),
            )
            db.executemany(
                "INSERT INTO sessions (id, account_id, token_hash, name, peer, created_at, last_seen_at) "
                "VALUES (?, ?, ?, 'bench', '', ?, ?)",
                ((last_id + count + i, last_id + i, token_hash(f"token-of-Person{i}"), now, now)
                 for i in range(1, min(count, sessions + 1))),
            )
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        for file in self.folder.glob("alloquy.db*"):
            os.chown(file, owner.st_uid, owner.st_gid)


class Stack:
    """A running alloquyd. `log` grows line by line as (time read, line)."""

    def __init__(self, data, core=None, templates=None, **settings):
        self.data = data
        self.ports = {name: free_port() for name in ("http", "irc", "plain", "mumble", "turn", "turn_tls", "files")}
        wanted = {
            "server.host": "localhost",
            "http.listen": "127.0.0.1", "http.port": self.ports["http"], "http.files_port": self.ports["files"],
            "irc.listen": "127.0.0.1", "irc.port": self.ports["irc"], "irc.plain_port": self.ports["plain"],
            "irc.guests": "on", "mumble.listen": "127.0.0.1", "mumble.port": self.ports["mumble"],
            "turn.listen": "127.0.0.1", "turn.port": self.ports["turn"], "turn.tls_port": self.ports["turn_tls"],
            "limits.connections_per_address": 100000,
        }
        for limit in ("requests_per_minute", "sign_ins_per_minute", "registrations_per_hour", "expensive_per_minute",
                      "failed_sign_ins_per_minute", "failed_sign_ins_per_account_per_minute"):
            wanted[f"limits.{limit}"] = UNLIMITED
        wanted.update({key.replace("__", "."): value for key, value in settings.items()})
        self.tls = str(wanted.get("http.tls", "true")) == "true"
        command = [ALLOQUYD, "serve", "--config", ROOT / "config" / "alloquy.toml", "--data", data.folder]
        for key, value in wanted.items():
            command += ["--set", f"{key}={value}"]
        if templates:
            command += ["--templates", templates]
        self.log, self.ready_at = [], None
        self.program = Program(command, core, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.started, self.pid = self.program.started, self.program.pid
        self._readers = [
            threading.Thread(target=self._read_out, daemon=True), threading.Thread(target=self._read_log, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.program.end(signal.SIGTERM)
        if kind is not None:
            print("---- log of alloquyd\n" + "\n".join(line for _, line in self.log[-60:]) + "\n----", flush=True)

    def _read_out(self):
        for line in self.program.process.stdout:
            if line.startswith("ready "):
                self.ready_at = time.monotonic()

    def _read_log(self):
        for line in self.program.process.stderr:
            self.log.append((time.monotonic(), line.rstrip()))

    def _alive(self):
        if self.program.process.poll() is not None:
            raise RuntimeError(f"alloquyd ended with {self.program.process.returncode}")

    def wait_ready(self, seconds=90):
        def ready():
            self._alive()
            return self.ready_at
        return wait_for(ready, "the ready line", seconds)

    def wait_log(self, pattern, after=0.0, seconds=60):
        """When a line that matches was read, and the match."""
        def found():
            self._alive()
            for at, line in self.log[:]:
                match = re.search(pattern, line) if at > after else None
                if match:
                    return at, match
            return None
        return wait_for(found, f"a log line like '{pattern}'", seconds, pause=0.001)

    def url(self, path=""):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.ports['http']}{path}"

    def connect(self):
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.ports["http"], timeout=60, context=insecure_tls())
        return http.client.HTTPConnection("127.0.0.1", self.ports["http"], timeout=60)

    def request(self, method, path, body=None, token=None, expect=(200, 201, 202, 204)):
        connection = self.connect()
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status not in expect:
            raise RuntimeError(f"{method} {path}: {answer.status} {text}")
        return json.loads(text) if text.startswith("{") else text

    def sign_in(self, name="bench"):
        return self.request("POST", "/api/v1/sessions", {"username": name, "password": PASSWORD})["token"]

    def control(self, command):
        """A question to the control socket, as the administrative commands ask them."""
        with socket.socket(socket.AF_UNIX) as asker:
            asker.settimeout(30)
            asker.connect(str(self.data.folder / "run" / "control.sock"))
            asker.sendall(json.dumps({"command": command}).encode() + b"\n")
            return json.loads(asker.makefile().readline())

    def component(self, name):
        return next(item for item in self.control("status")["components"] if item["name"] == name)

    def metric(self, name):
        for line in self.request("GET", "/metrics").splitlines():
            if line.split(" ")[0] == name:
                return float(line.split(" ")[1])
        raise KeyError(name)


@contextlib.contextmanager
def running_stack(core=None, accounts=0, **settings):
    with Data() as data:
        if accounts:
            data.seed_accounts(accounts)
        data.add_user("bench")
        with Stack(data, core, **settings) as stack:
            stack.wait_ready()
            yield stack
