# SPDX-License-Identifier: GPL-2.0-or-later
"""Load by wrk, on a core of its own."""
import re
import tempfile

from machine import LOAD_CORE, cpu_seconds, run


class Load:
    def __init__(self, per_second, errors, cpu_us):
        self.per_second, self.errors, self.cpu_us = per_second, errors, cpu_us


def load(url, connections, seconds, pid=None, method="GET", headers=None, body=None, core=LOAD_CORE, paths=None):
    """Requests per second that were answered with success, and the server's CPU time for each. `paths` in turn, if given."""
    lines = [f'wrk.method = "{method}"']
    lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in (headers or {}).items()]
    if body is not None:
        lines += [f"wrk.body = [[{body}]]", 'wrk.headers["Content-Type"] = "application/json"']
    if paths:
        lines += ["local paths = {" + ",".join(f'"{path}"' for path in paths) + "}", "local turn = 0",
                  "function request() turn = turn % #paths + 1; return wrk.format(nil, paths[turn]) end"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join(lines))
        script.flush()
        before = cpu_seconds(pid) if pid else 0
        out = run(
            ["taskset", "-c", core, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s",
             script.name, url], seconds + 90,
        )
        spent = cpu_seconds(pid) - before if pid else 0
    done, lasted = re.search(r"(\d+) requests in ([\d.]+)(m?s|m)", out).group(1, 2)
    unit = re.search(r"requests in [\d.]+(ms|s|m)", out).group(1)
    lasted = float(lasted) * {"ms": 0.001, "s": 1, "m": 60}[unit]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    errors = (int(bad.group(1)) if bad else 0) + (sum(map(int, sockets.groups())) if sockets else 0)
    if errors:
        raise RuntimeError(f"{url}: {errors} of {done} requests failed:\n{out}")
    return Load(int(done) / lasted, errors, spent / max(1, int(done)) * 1e6)
