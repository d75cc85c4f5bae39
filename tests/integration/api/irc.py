# SPDX-License-Identifier: GPL-2.0-or-later
"""An IRC client that signs in by PASS and says something; nothing is said until the server has stored it."""
import socket
import ssl


class IrcClient:
    def __init__(self, port, name, password):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", port), 60))
        self.lines = self.socket.makefile("rb")
        self.send("CAP REQ :echo-message", f"PASS {name}:{password}", f"NICK {name}", "USER x 0 * :x", "CAP END")
        self.expect(" 001 ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def expect(self, part):
        for raw in self.lines:
            line = raw.decode()
            if line.startswith("PING"):
                self.send("PONG" + line[4:].rstrip())
            elif part in line:
                return line
        raise EOFError(f"the connection ended before '{part}'")

    def say(self, target, *texts):
        if target.startswith("#"):
            self.send(f"JOIN {target}")
            self.expect(" 366 ")
        for text in texts:
            self.send(f"PRIVMSG {target} :{text}")
            self.expect(f"PRIVMSG {target} :{text}")
