# SPDX-License-Identifier: GPL-2.0-or-later
"""One session on the gateway (WebSocket, RFC 6455), to see whether it lives."""
import base64
import json
import os
import socket
import struct

from stack import insecure_tls


class GatewaySession:
    def __init__(self, stack, token):
        plain = socket.create_connection(("127.0.0.1", stack.ports["http"]), 30)
        self.socket = insecure_tls().wrap_socket(plain) if stack.tls else plain
        self.input = self.socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /api/v1/gateway HTTP/1.1\r\nHost: localhost:{stack.ports['http']}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        status = self.input.readline()
        if b" 101 " not in status:
            raise RuntimeError(f"the gateway refused: {status!r}")
        while self.input.readline().strip():
            pass
        self._send({"op": "identify", "token": token, "client": "bench"})
        self._wait_for("ready")

    def _send(self, message):
        text = json.dumps(message).encode()
        length = bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(text))
        # A mask of zeros is a mask: the text stays as it is.
        self.socket.sendall(b"\x81" + length + b"\0\0\0\0" + text)

    def _receive(self):
        first, length = self.input.read(2)
        if length == 126:
            (length,) = struct.unpack(">H", self.input.read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.input.read(8))
        payload = self.input.read(length)
        if first & 15 == 8:
            raise ConnectionError(f"closed: {payload!r}")
        return json.loads(payload) if first & 15 == 1 else {}

    def _wait_for(self, op):
        while True:
            message = self._receive()
            if message.get("op") == op:
                return message
            if message.get("op") == "error":
                raise RuntimeError(str(message))

    def alive(self):
        try:
            self._send({"op": "heartbeat"})
            self._wait_for("heartbeat_ack")
            return True
        except (OSError, ValueError, RuntimeError):
            return False

    def close(self):
        self.socket.close()
