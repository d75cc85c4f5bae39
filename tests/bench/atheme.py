# SPDX-License-Identifier: GPL-2.0-or-later
"""The peer for sign-ins: Atheme linked to an InspIRCd of its own, with its shipped hash (PBKDF2-HMAC-SHA512, 64,000)."""
import base64
import contextlib
import hashlib
import os
import selectors
import shutil
import socket
import sys
import tempfile
import time
from pathlib import Path

from machine import LOAD_CORE, SERVER_CORE, Program, free_port, run, service_user, wait_for, wait_until_accepts

NAME, PASSWORD = "bench", "correct-horse-battery"
MODULES = "backend/opensex crypto/pbkdf2v2 nickserv/main nickserv/register nickserv/identify saslserv/main saslserv/plain"

INSPIRCD = """
<server name="irc.bench" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@bench">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
<bind address="127.0.0.1" port="{port}" type="clients">
<bind address="127.0.0.1" port="{link}" type="servers">
<link name="services.bench" ipaddr="127.0.0.1" port="{link}" allowmask="127.0.0.1" sendpass="bench" recvpass="bench">
<uline server="services.bench" silent="yes"><sasl target="services.bench">
<connect allow="*" timeout="120" pingfreq="300" localmax="5000" globalmax="5000" commandrate="100000" fakelag="off"
 recvq="65536" hardsendq="1048576" softsendq="65536" resolvehostnames="no" useident="no">
<performance somaxconn="512" softlimit="5000"><limits maxnick="30">
<module name="cap"><module name="sasl"><module name="services_account"><module name="spanningtree">
<log method="stdout" type="* -USERINPUT -USEROUTPUT" level="default">
"""

ATHEME = """
{modules}
loadmodule "modules/protocol/inspircd";
serverinfo {{ name = "services.bench"; desc = "bench"; numeric = "00A"; recontime = 1; netname = "bench";
 adminname = "bench"; adminemail = "bench@bench"; registeremail = "bench@bench"; auth = none; mta = "/bin/false";
 loglevel = {{ error; info; }}; maxlogins = 100000; maxusers = 100000; emaillimit = 100000; casemapping = ascii; }};
uplink "irc.bench" {{ host = "127.0.0.1"; port = {link}; send_password = "bench"; receive_password = "bench"; }};
nickserv {{ nick = "NickServ"; user = "NickServ"; host = "services.bench"; real = "bench"; maxnicks = 5; }};
saslserv {{ nick = "SaslServ"; user = "SaslServ"; host = "services.bench"; real = "bench"; }};
general {{ uflags = {{ }}; cflags = {{ }}; flood_msgs = 0; commit_interval = 5; }};
"""


def ceiling(seconds):
    """Checks per second of its hash alone, on the core that it gets."""
    return float(run(["taskset", "-c", SERVER_CORE, sys.executable, __file__, seconds]))


def hash_for(seconds):
    checks, begun = 0, time.monotonic()
    while time.monotonic() - begun < seconds:
        hashlib.pbkdf2_hmac("sha512", PASSWORD.encode(), b"0123456789abcdef", 64000)
        checks += 1
    return checks / (time.monotonic() - begun)


class Peer:
    def __init__(self, port):
        self.port = port

    def register(self):
        """Makes the one account, as a person would."""
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            lines = client.makefile("rb")
            client.sendall(f"NICK {NAME}\r\nUSER bench 0 * :bench\r\n".encode())
            client.settimeout(30)
            asked = False
            for line in lines:
                if line.startswith(b"PING"):
                    client.sendall(b"PONG" + line[4:])
                elif b" 001 " in line or (asked and b" 401 " in line):
                    time.sleep(0.2)  # the services link may come a moment later
                    client.sendall(f"PRIVMSG NickServ :REGISTER {PASSWORD} bench@example.org\r\n".encode())
                    asked = True
                elif b"NOTICE" in line and b"is now registered" in line:
                    return
                elif b"ERROR" in line[:5]:
                    raise RuntimeError(line.decode())
        raise RuntimeError("Atheme did not register the account")

    def sign_ins_per_second(self, count):
        """All at once by SASL PLAIN; each leaves when it has signed in."""
        secret = base64.b64encode(f"\0{NAME}\0{PASSWORD}".encode()).decode()
        selector, done = selectors.DefaultSelector(), 0
        for number in range(count):
            client = socket.create_connection(("127.0.0.1", self.port))
            client.sendall(f"CAP REQ :sasl\r\nNICK s{number}\r\nUSER bench 0 * :bench\r\n".encode())
            selector.register(client, selectors.EVENT_READ)
        waiting, begun, deadline = count, None, time.monotonic() + 120
        while done < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{done} of {count} signed in to Atheme")
            for key, _ in selector.select(1):
                text = key.fileobj.recv(65536)
                if b" ACK " in text:
                    waiting -= 1
                    if waiting == 0:
                        # Everybody is there: now the sign-ins.
                        begun = time.monotonic()
                        for other in list(selector.get_map().values()):
                            other.fileobj.sendall(b"AUTHENTICATE PLAIN\r\n")
                if text.startswith(b"AUTHENTICATE"):
                    key.fileobj.sendall(f"AUTHENTICATE {secret}\r\n".encode())
                if b" 903 " in text:
                    done += 1
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
                elif not text or b" 904 " in text or b"ERROR" in text[:5]:
                    raise RuntimeError(f"Atheme refused a sign-in: {text!r}")
        return count / (time.monotonic() - begun)


@contextlib.contextmanager
def running():
    folder = Path(tempfile.mkdtemp(prefix="alloquy-bench-peer-"))
    user = service_user()
    try:
        port, link = free_port(), free_port()
        (folder / "inspircd.conf").write_text(INSPIRCD.format(folder=folder, port=port, link=link))
        modules = "\n".join(f'loadmodule "modules/{name}";' for name in MODULES.split())
        (folder / "atheme.conf").write_text(ATHEME.format(modules=modules, link=link))
        if user:
            for path in (folder, *folder.iterdir()):
                os.chown(path, user["user"], user["group"])
        with Program(["/usr/sbin/inspircd", "--nofork", "--nopid", "--config", folder / "inspircd.conf"], LOAD_CORE,
                     **user):
            wait_until_accepts(port)
            with open(folder / "atheme.log", "wb") as log, Program(
                ["/usr/bin/atheme-services", "-n", "-c", folder / "atheme.conf", "-D", folder, "-l",
                 folder / "services.log", "-p", folder / "pid"],
                SERVER_CORE, stdout=log, stderr=log, cwd=folder, **user,
            ):
                peer = Peer(port)
                try:
                    wait_for(lambda: linked(port), "Atheme's link", 30, pause=0.3)
                    peer.register()
                    yield peer
                except Exception:
                    print((folder / "atheme.log").read_text(errors="replace")[-3000:])
                    raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def linked(port):
    """InspIRCd offers SASL once the services are there."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(5)
        client.sendall(b"CAP LS 302\r\n")
        text = b""
        while b" LS " not in text:
            text += client.recv(65536)
        return b"sasl" in text


if __name__ == "__main__":
    print(hash_for(float(sys.argv[1])))
