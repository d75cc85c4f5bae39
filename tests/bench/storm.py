# SPDX-License-Identifier: GPL-2.0-or-later
"""How long other requests take while 200 people sign in with passwords at once."""
import gc
import json
import socket
import threading
import time

from figures import Series, percentile
from stack import PASSWORD, insecure_tls, running_stack

PEOPLE = 200
PAUSE = 0.002


class Prober:
    """One kept-alive connection that asks GET /api/v1/accounts/me at a steady pace."""

    def __init__(self, stack, token):
        self.socket = insecure_tls().wrap_socket(socket.create_connection(("127.0.0.1", stack.ports["http"])))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = (
            f"GET /api/v1/accounts/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )

    def milliseconds(self):
        begun = time.perf_counter()
        self.socket.sendall(self.request)
        if not self.socket.recv(65536).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("the prober was refused")
        return (time.perf_counter() - begun) * 1000

    def p99(self, until):
        values = []
        while not until():
            values.append(self.milliseconds())
            time.sleep(PAUSE)
        return percentile(values, 99), len(values)


class Storm:
    """Connections opened beforehand; their sign-ins are all sent before the first answer comes."""

    def __init__(self, stack):
        body = json.dumps({"username": "bench", "password": PASSWORD}).encode()
        self.request = (
            b"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )
        context = insecure_tls()
        self.clients = [
            context.wrap_socket(socket.create_connection(("127.0.0.1", stack.ports["http"]))) for _ in range(PEOPLE)
        ]
        self.finished, self.wrong, self.seconds = threading.Event(), [], 0.0

    def run(self):
        begun = time.perf_counter()
        for client in self.clients:
            client.sendall(self.request)
        for client in self.clients:
            answer = client.recv(65536)
            if not answer.startswith(b"HTTP/1.1 201"):
                self.wrong.append(answer[:200])
        self.seconds = time.perf_counter() - begun
        for client in self.clients:
            client.close()
        self.finished.set()


def measure(report, rounds):
    report.section(f"Other requests during a storm of {PEOPLE} password sign-ins")
    idle, busy, rates = [], [], []
    with running_stack() as stack:
        prober = Prober(stack, stack.sign_in())
        gc.disable()
        for _ in range(rounds):
            end = time.monotonic() + 4
            idle.append(prober.p99(lambda: time.monotonic() > end)[0])
            storm = Storm(stack)
            threading.Thread(target=storm.run, daemon=True).start()
            value, count = prober.p99(storm.finished.is_set)
            if storm.wrong:
                raise RuntimeError(f"{len(storm.wrong)} sign-ins failed: {storm.wrong[0]!r}")
            busy.append(value)
            rates.append(PEOPLE / storm.seconds)
        gc.enable()
    report.note(f"{count} requests during the last storm; {Series(rates, 'sign-ins/s', 1)}")
    report.ratio_at_most("p99 of GET /accounts/me in the storm", Series(busy, "ms", 2), "idle", Series(idle, "ms", 2), 3)
