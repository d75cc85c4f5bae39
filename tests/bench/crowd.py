# SPDX-License-Identifier: GPL-2.0-or-later
"""Many IRC clients held open by one thread; also a program of its own, so that its work stays off the bench's core.
Usage: crowd.py PORT COUNT. Prints "online N" when all have registered, then holds them until its input ends."""
import selectors
import socket
import subprocess
import sys
import time
from pathlib import Path

import machine

AT_ONCE = 50  # per turn of the loop: InspIRCd's listen queue has 512 places


class Crowd:
    def __init__(self, port):
        self.port, self.selector = port, selectors.DefaultSelector()
        self.online = self.begun = 0

    def _connect(self):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", self.port))
        number, self.begun = self.begun, self.begun + 1
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        state = {"number": number, "text": b"", "online": False, "greeted": False}
        self.selector.register(client, selectors.EVENT_WRITE, state)

    def _greet(self, client, state):
        number = state["number"]
        client.send(f"NICK bench{number}\r\nUSER bench 0 * :bench\r\n".encode())
        state["greeted"] = True
        self.selector.modify(client, selectors.EVENT_READ, state)

    def _read(self, client, state):
        text = client.recv(65536)
        if not text:
            raise ConnectionError(f"client {state['number']} was closed: {state['text'][-400:]!r}")
        lines = (state["text"] + text).split(b"\r\n")
        state["text"] = lines.pop()
        for line in lines:
            if line.startswith(b"PING"):
                client.send(b"PONG" + line[4:] + b"\r\n")
            elif not state["online"] and b" 001 " in line:
                state["online"] = True
                self.online += 1
            elif line.startswith(b"ERROR"):
                raise ConnectionError(f"client {state['number']}: {line!r}")

    def serve(self, wanted, until):
        while not until():
            for _ in range(min(wanted - self.begun, AT_ONCE)):
                self._connect()
            for key, events in self.selector.select(0.2):
                if key.data is None:
                    return
                if events & selectors.EVENT_WRITE and not key.data["greeted"]:
                    self._greet(key.fileobj, key.data)
                elif events & selectors.EVENT_READ:
                    self._read(key.fileobj, key.data)


def main(port, count):
    machine.raise_file_limit()
    crowd = Crowd(port)
    begun = time.monotonic()
    crowd.serve(count, lambda: crowd.online >= count)
    print(f"online {crowd.online} {time.monotonic() - begun:.2f}", flush=True)
    crowd.selector.register(sys.stdin, selectors.EVENT_READ, None)
    crowd.serve(count, lambda: False)


class OnlineCrowd:
    """`count` people on IRC while the block lasts."""

    def __init__(self, port, count):
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__), str(port), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        if not line.startswith("online"):
            raise RuntimeError("the crowd did not come online: " + self.process.stderr.read()[-2000:])
        self.seconds = float(line.split()[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
