# SPDX-License-Identifier: GPL-2.0-or-later
"""Processes, cores, ports and memory of the machine that measures."""
import contextlib
import os
import pwd
import re
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
# The server under test and what loads it don't share a core where a figure is per core.
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = str(CORES[0]), str(CORES[-1])

_taken = set()


def free_port():
    """A port that was free a moment ago, for TCP and UDP, never handed out twice."""
    while True:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            with contextlib.suppress(OSError):
                udp.bind(("127.0.0.1", port))
                if port not in _taken:
                    _taken.add(port)
                    return port


def wait_for(condition, what, seconds=60, pause=0.005):
    """Returns the condition's first true value; never waits for a fixed time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise TimeoutError(f"{what} did not happen within {seconds} s")


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_accepts(port, seconds=60):
    wait_for(lambda: accepts(port), f"listening on port {port}", seconds, pause=0.0005)


def resident_kib(pid):
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Rss:\s+(\d+)", text, re.MULTILINE).group(1))


def settled_resident_kib(pid, seconds=60):
    """Resident memory once it stands still for two seconds."""
    deadline = time.monotonic() + seconds
    last, since = resident_kib(pid), time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < 2:
        time.sleep(0.1)
        now = resident_kib(pid)
        if abs(now - last) > 64:
            last, since = now, time.monotonic()
    return resident_kib(pid)


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def raise_file_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def service_user():
    """Keyword arguments that start a program as the user that the children run as."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("alloquy")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Program:
    """A program that is ended with its group when the block is left."""

    def __init__(self, arguments, core=None, **options):
        if core is not None:
            arguments = ["taskset", "-c", core, *arguments]
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, start_new_session=True, **options
        )
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGTERM)

    def end(self, number):
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(15)


def run(arguments, seconds=120, **options):
    """The program's standard output. Errors: RuntimeError with all that it said."""
    # In a session of its own like the servers, because the kernel shares the cores out among sessions (autogroup).
    done = subprocess.run(
        [str(argument) for argument in arguments], capture_output=True, text=True, timeout=seconds,
        start_new_session=True, **options,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{arguments[0]} failed ({done.returncode}):\n{done.stdout}\n{done.stderr}")
    return done.stdout
