# SPDX-License-Identifier: GPL-2.0-or-later
"""The finished alloquyd on free ports, and a plain HTTP client for it."""
import http.client
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading

from irc import IrcClient

READY_WITHIN = 120  # seconds; a test machine may be busy
STOPPED_WITHIN = 60


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def content_type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:500]!r}"


class Server:
    """Started by the constructor, which waits for the ready line; ended by stop()."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="alloquy-api-"))
        self.folder.chmod(0o711)  # alloquyd started as root drops to a user that must pass through
        self.data = self.folder / "data"
        self.port, self.irc_port, turn, turn_tls = free_ports(4)
        self.settings = {
            "server.host": "localhost",
            "http.listen": "127.0.0.1",
            "http.port": self.port,
            "irc.listen": "127.0.0.1",
            "irc.port": self.irc_port,
            "mumble.enabled": "false",
            "turn.listen": "127.0.0.1",
            "turn.port": turn,
            "turn.tls_port": turn_tls,
            "accounts.registration": "open",
            "accounts.password_memory_kib": 8192,
            "accounts.password_passes": 1,
            # Everything comes from one address here.
            "limits.requests_per_minute": 1000000,
            "limits.sign_ins_per_minute": 1000000,
            "limits.registrations_per_hour": 1000000,
            "limits.expensive_per_minute": 1000000,
            "log.level": "debug",  # whatever may be logged: no secret is in it
            "limits.failed_sign_ins_per_minute": 1000000,
            "limits.failed_sign_ins_per_account_per_minute": 1000000,
        }
        self.log = []
        self.process = subprocess.Popen(
            self.command("serve"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", start_new_session=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.collect, daemon=True).start()
        self.wait_until_ready()

    def command(self, *arguments):
        out = [self.binary, *arguments, "--data", str(self.data)]
        for key, value in self.settings.items():
            out += ["--set", f"{key}={value}"]
        return out

    def collect(self):
        for line in self.process.stdout:
            self.log.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def wait_until_ready(self):
        try:
            while (line := self.lines.get(timeout=READY_WITHIN)) is not None:
                if line.startswith("ready url="):
                    return
        except queue.Empty:
            pass
        self.stop()
        raise RuntimeError("alloquyd did not become ready:\n" + "".join(self.log))

    def stop(self):
        try:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise RuntimeError("alloquyd did not stop:\n" + "".join(self.log)) from None
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def owner_token(self):
        answer = subprocess.run(
            self.command("owner-link", "--json"), capture_output=True, text=True, timeout=READY_WITHIN, check=True)
        return json.loads(answer.stdout)["token"]

    def control(self, request):
        """What the command line asks a running server."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(READY_WITHIN)
            connection.connect(str(self.data / "run" / "control.sock"))
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as reader:
                return json.loads(reader.readline())

    def irc(self, name, password):
        return IrcClient(self.irc_port, name, password)

    def request(self, method, path, body=None, token=None, headers=None):
        """`body`: bytes, or None for none. A connection of its own, so that no answer depends on an earlier one."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # self-signed; certificates have tests of their own
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
        all_headers = dict(headers or {})
        if token is not None:
            all_headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            all_headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body=body, headers=all_headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def announce_body(self, method, path, size, token=None):
        """Sends the head of a request with a body of `size` bytes, and nothing of the body."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
        try:
            connection.putrequest(method, path)
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(size))
            if token is not None:
                connection.putheader("Authorization", f"Bearer {token}")
            connection.endheaders()
            return Answer(connection.getresponse())
        finally:
            connection.close()
