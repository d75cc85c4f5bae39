# SPDX-License-Identifier: GPL-2.0-or-later
"""The smallest answer over plain HTTP, against nginx's, each server on one core."""
import contextlib
import tempfile
from pathlib import Path

from figures import Series
from machine import BUILD, SERVER_CORE, Program, free_port, wait_until_accepts
from stack import running_stack
from wrk import load

CONNECTIONS, SECONDS = 64, 5

NGINX = """
worker_processes 1; daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off; keepalive_requests 1000000000; types {{ }} default_type text/plain;
    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{port}; location / {{ return 200 "Hello, world!\\n"; }} }}
}}
"""


@contextlib.contextmanager
def nginx():
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=port))
        with Program(["/usr/sbin/nginx", "-p", folder, "-c", configuration], SERVER_CORE) as server:
            wait_until_accepts(port)
            yield f"http://127.0.0.1:{port}/", server.pid


@contextlib.contextmanager
def http_hello():
    port = free_port()
    with Program([BUILD / "tests/bench/http_hello", port], SERVER_CORE) as server:
        wait_until_accepts(port)
        yield f"http://127.0.0.1:{port}/hello", server.pid


def measure(report, rounds):
    report.section("A trivial request, per core")
    results = {"nginx": [], "hello": [], "healthz": []}
    with nginx() as peer, http_hello() as hello, running_stack(SERVER_CORE, http__tls="false") as stack:
        targets = {"nginx": peer, "hello": hello, "healthz": (stack.url("/healthz"), stack.pid)}
        for url, pid in targets.values():
            load(url, CONNECTIONS, 1)
        for _ in range(rounds):
            for name, (url, pid) in targets.items():
                results[name].append(load(url, CONNECTIONS, SECONDS, pid))
    rate = {name: Series([load.per_second for load in loads], "/s") for name, loads in results.items()}
    cost = {name: Series([load.cpu_us for load in loads], "µs CPU", 1) for name, loads in results.items()}
    report.ratio_at_least("GET /healthz of alloquyd", rate["healthz"], "nginx return 200", rate["nginx"], 0.75)
    report.ratio_at_least("the HTTP server alone", rate["hello"], "nginx return 200", rate["nginx"], 0.75)
    report.note("per request: " + ", ".join(f"{name} {series}" for name, series in cost.items()))
