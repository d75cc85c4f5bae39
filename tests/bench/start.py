# SPDX-License-Identifier: GPL-2.0-or-later
"""How soon after its start alloquyd serves, and how soon the whole stack is ready."""
import socket
import time

from figures import Series
from machine import Program, service_user, wait_until_accepts
from stack import Data, Stack, insecure_tls


def first_answer_ms(stack):
    """From before exec to the first 200 of /healthz."""
    context = insecure_tls()
    while True:
        try:
            with socket.create_connection(("127.0.0.1", stack.ports["http"]), 2) as plain:
                with context.wrap_socket(plain) as tls:
                    tls.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    if tls.recv(64).startswith(b"HTTP/1.1 200"):
                        return (time.monotonic() - stack.started) * 1000
        except OSError:
            if stack.program.process.poll() is not None or time.monotonic() - stack.started > 60:
                raise RuntimeError("alloquyd never answered:\n" + "\n".join(line for _, line in stack.log))
            time.sleep(0.0005)


def child_commands(stack):
    """The children as alloquyd starts them: name → (program and arguments, port that they accept on last)."""
    folder = stack.data.folder / "children"
    return {
        "inspircd": (
            ["/usr/sbin/inspircd", "--nofork", "--nopid", "--config", folder / "inspircd/inspircd.conf"],
            stack.ports["irc"],
        ),
        "murmur": (["/usr/sbin/murmurd", "-fg", "-ini", folder / "murmur/murmur.ini"], stack.ports["mumble"]),
        "coturn": (["/usr/bin/turnserver", "-c", folder / "coturn/turnserver.conf"], stack.ports["turn"]),
    }


def own_start_ms(stack, name):
    """One child alone, from the configuration that alloquyd rendered (and left when it stopped): exec to accept."""
    command, port = child_commands(stack)[name]
    folder = stack.data.folder / "children" / name
    with Program(command, cwd=folder, **service_user()) as child:
        wait_until_accepts(port)
        return (time.monotonic() - child.started) * 1000


def measure(report, rounds):
    report.section("Start with 100,000 accounts")
    serving, whole, alone = [], [], {"inspircd": [], "murmur": [], "coturn": []}
    with Data() as data:
        data.seed_accounts(100_000)
        # The first start makes the certificate and Murmur's database: not what is measured.
        with Stack(data) as stack:
            stack.wait_ready()
        for _ in range(rounds):
            with Stack(data) as stack:
                serving.append(first_answer_ms(stack))
                stack.wait_ready()
            # A start of its own: asking every half millisecond takes a core from the children.
            with Stack(data) as stack:
                whole.append((stack.wait_ready() - stack.started) * 1000)
            for name, values in alone.items():
                values.append(own_start_ms(stack, name))
    report.at_most("alloquyd's first answer after exec, 100,000 accounts", Series(serving, "ms", 0), 150)
    series = {name: Series(values, "ms", 0) for name, values in alone.items()}
    for name, values in series.items():
        report.note(f"{name} alone, exec to accept: {values}")
    slowest = max(series, key=lambda name: series[name].median)
    report.ratio_at_most("whole stack ready", Series(whole, "ms", 0), f"{slowest} alone", series[slowest], 1.3)
