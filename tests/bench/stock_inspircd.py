# SPDX-License-Identifier: GPL-2.0-or-later
"""The InspIRCd of the Debian package by itself: no module of ours, and none that it doesn't need."""
import contextlib
import tempfile
from pathlib import Path

from machine import SERVER_CORE, Program, free_port, service_user, wait_until_accepts

CONFIGURATION = """
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
<server name="stock.example.org" description="stock" network="Stock" id="1ST">
<admin name="bench" nick="bench" email="bench@example.org">
<bind address="127.0.0.1" port="{port}" type="clients">
<connect name="everybody" allow="*" timeout="60" pingfreq="5m" hardsendq="4M" softsendq="64K" recvq="64K" threshold="1000000"
 commandrate="1000000000" fakelag="off" localmax="20000" globalmax="20000" limit="20000" maxchans="500" maxconnwarn="no"
 resolvehostnames="no" useident="no">
<dns server="127.0.0.1" timeout="1">
<performance softlimit="20000" somaxconn="512" netbuffersize="65534" timeskipwarn="0">
"""


@contextlib.contextmanager
def stock_inspircd():
    """Its port and pid."""
    with tempfile.TemporaryDirectory(prefix="alloquy-stock-") as folder:
        Path(folder).chmod(0o777)
        port = free_port()
        configuration = Path(folder) / "inspircd.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
        configuration.chmod(0o644)
        command = ["/usr/sbin/inspircd", "--nofork", "--nopid", "--nolog", "--config", configuration]
        with Program(command, SERVER_CORE, **service_user()) as server:
            wait_until_accepts(port)
            yield port, server.pid
