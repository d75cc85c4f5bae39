# SPDX-License-Identifier: GPL-2.0-or-later
"""Signed-in requests and app-password sign-ins over kept-alive HTTPS, the server on one core."""
import json

from figures import Series
from machine import SERVER_CORE
from stack import running_stack
from wrk import load

CONNECTIONS, SECONDS = 64, 5


def measure(report, rounds):
    report.section("Kept-alive HTTPS requests, per core")
    with running_stack(SERVER_CORE) as stack:
        token = stack.sign_in()
        secret = stack.request(
            "POST", "/api/v1/accounts/me/app-passwords", {"name": "bench", "scopes": ["api"]}, token
        )["secret"]
        body = json.dumps({"username": "bench", "password": secret})
        me, sessions = stack.url("/api/v1/accounts/me"), stack.url("/api/v1/sessions")
        bearer = {"Authorization": f"Bearer {token}"}
        by_token, by_app_password = [], []
        for _ in range(rounds):
            by_token.append(load(me, CONNECTIONS, SECONDS, stack.pid, headers=bearer))
            by_app_password.append(load(sessions, CONNECTIONS, SECONDS, stack.pid, "POST", body=body))
    for name, loads in (("requests with a token", by_token), ("sign-ins with an app password", by_app_password)):
        report.at_least(name, Series([one.per_second for one in loads], "/s"), 5000)
        report.note(f"CPU for each: {Series([one.cpu_us for one in loads], 'µs', 0)}")
