# SPDX-License-Identifier: GPL-2.0-or-later
"""Figures as they are printed: a value with its spread, its peer in the same run, the ratio, the target."""
import os
import statistics
import time


class Series:
    """The values of several rounds."""

    def __init__(self, values, unit, digits=None):
        self.values, self.unit, self.digits = list(values), unit, digits

    @property
    def median(self):
        return statistics.median(self.values)

    def _number(self, value):
        if self.digits is not None:
            return f"{value:,.{self.digits}f}"
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    def __str__(self):
        low, high = min(self.values), max(self.values)
        spread = f" [{self._number(low)}–{self._number(high)}]" if len(self.values) > 1 else ""
        return f"{self._number(self.median)}{spread} {self.unit}"


class Report:
    """Prints lines as they come, and keeps them for the table at the end."""

    def __init__(self):
        self.rows, self.missed, self._asides = [], 0, []

    def section(self, title):
        print(f"\n== {title} ({time.strftime('%H:%M:%S')}, {load()})", flush=True)

    def note(self, text):
        print(f"   {text}", flush=True)

    def at_most(self, figure, ours, limit):
        """A plain limit: the median must not be above it."""
        self._add(figure, ours, f"limit {limit:g} {ours.unit}", ours.median / limit if limit else ours.median, f"≤ {limit:g} {ours.unit}",
                  ours.median <= limit)

    def at_least(self, figure, ours, floor):
        self._add(figure, ours, f"floor {floor:g} {ours.unit}", ours.median / floor, f"≥ {floor:g} {ours.unit}",
                  ours.median >= floor)

    def ratio_at_most(self, figure, ours, peer_name, peer, limit):
        ratio = _paired(ours, peer)
        self._add(figure, ours, f"{peer_name} {peer}", ratio, f"≤ {limit:g} ×", ratio <= limit)

    def ratio_at_least(self, figure, ours, peer_name, peer, floor):
        ratio = _paired(ours, peer)
        self._add(figure, ours, f"{peer_name} {peer}", ratio, f"≥ {floor:g} ×", ratio >= floor)

    def _add(self, figure, ours, peer, ratio, target, reached):
        word = "reached" if reached else "NOT REACHED"
        self.missed += not reached
        self.rows.append((figure, str(ours), peer, f"{ratio:.2f}", target, word))
        print(f"{figure}: {ours} | {peer} | ratio {ratio:.2f} | target {target} | {word}", flush=True)

    def finish(self):
        if not self.rows:
            return
        print(f"\n== Summary ({load()})\n")
        heads = ("Figure", "Measured, median [min–max]", "Peer, ceiling or limit in the same run", "Ratio", "Target", "")
        print("| " + " | ".join(heads) + " |")
        print("|" + "---|" * len(heads))
        for row in self.rows:
            print("| " + " | ".join(row) + " |")
        print(f"\n{len(self.rows) - self.missed} of {len(self.rows)} targets reached")


def _paired(ours, peer):
    """Rounds are paired, so that a disturbance which hit one round of both cancels out."""
    if len(ours.values) == len(peer.values):
        return statistics.median(a / b for a, b in zip(ours.values, peer.values))
    return ours.median / peer.median


def load():
    one = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0))
    busy = ", machine busy with other things" if one > cores * 1.2 else ""
    return f"load average {one:.1f}, {cores} cores, {stolen():.0f} % of their time stolen so far{busy}"


def stolen():
    """What other guests of the same host took of the time that this machine wanted, since it started, in percent."""
    times = [int(value) for value in open("/proc/stat", encoding="ascii").readline().split()[1:9]]
    wanted = sum(times) - times[3] - times[4]
    return 100 * times[7] / max(1, wanted)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
