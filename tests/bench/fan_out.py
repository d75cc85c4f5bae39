# SPDX-License-Identifier: GPL-2.0-or-later
"""One room of 200: every message stored, beside an InspIRCd that stores nothing. And how soon a client is let in."""
from figures import Series
from load import irc_load, spread, without_flood_limits
from stack import Data, Stack
from stock_inspircd import stock_inspircd

MEMBERS, RATE, SECONDS = 200, 100, 5
# A server against itself differs by several percent from round to round.
LEAST_ROUNDS = 9


def fan_out(port, pid):
    round_ = irc_load("fan_out", port=port, members=MEMBERS, rate=RATE, seconds=SECONDS, pids=pid)
    if round_["missing"]:
        raise RuntimeError(f"{round_['missing']:.0f} deliveries are missing")
    return round_


def measure(report, rounds):
    report.section(f"A room of {MEMBERS}, {RATE} messages a second, InspIRCd on one core, alloquyd on the other")
    ours, stock, ours_in, stock_in = [], [], [], []
    with Data() as data, stock_inspircd() as (peer_port, peer_pid):
        with Stack(data, templates=without_flood_limits(data)) as stack:
            stack.wait_ready()
            inspircd, _ = spread(stack)
            for _ in range(max(rounds, LEAST_ROUNDS)):
                stock.append(fan_out(peer_port, peer_pid))
                ours.append(fan_out(stack.ports["plain"], inspircd))
            for _ in range(rounds):
                stock_in.append(irc_load("connect", port=peer_port, count=10)["welcome_p50"])
                ours_in.append(irc_load("connect", port=stack.ports["plain"], count=200)["welcome_p50"])
            stored = stack.metric("alloquy_messages_stored_total")
    for name, key, unit, limit in (
        ("fan-out p50", "delivery_p50", "ms", 1.10), ("fan-out p99", "delivery_p99", "ms", 1.0),
        ("InspIRCd's CPU for a delivery", "cpu_us_0", "µs", 1.05),
    ):
        series = [Series([one[key] for one in side], unit, 2) for side in (ours, stock)]
        report.ratio_at_most(name, series[0], "stock InspIRCd", series[1], limit)
    report.note(f"stored meanwhile: {stored:,.0f} messages")
    report.at_most("connect to 001 on IRC, p50", Series(ours_in, "ms", 2), 10)
    report.note(f"stock InspIRCd: {Series(stock_in, 'ms', 0)}")
