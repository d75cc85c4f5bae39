# SPDX-License-Identifier: GPL-2.0-or-later
"""Our load generators, which print "name value" lines, and where they and the servers run."""
import contextlib
import os
import re
import shutil
from pathlib import Path

from machine import BUILD, LOAD_CORE, ROOT, SERVER_CORE, run

PROGRAMS = BUILD / "tests" / "bench"


def figures(program, *arguments, core=LOAD_CORE, seconds=180):
    command = ["taskset", "-c", core] if core else []
    out = run([*command, PROGRAMS / program, *arguments], seconds)
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def irc_load(mode, core=LOAD_CORE, **options):
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return figures("irc_load", mode, *words, core=core)


def pin(pid, core):
    """Every thread of a process that runs already."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(int(task.name), {int(core)})


def without_flood_limits(data):
    """The children's templates as they ship, but for what keeps a client from saying a thousand lines a second."""
    folder = data.path / "config"
    if not folder.exists():
        shutil.copytree(ROOT / "config", folder)
        template = folder / "inspircd" / "inspircd.conf"
        limits, none = 'threshold="20" commandrate="5000" fakelag="on"', 'threshold="1000000" commandrate="1000000000" fakelag="off"'
        text = template.read_text()
        if limits not in text:
            raise RuntimeError("the template's flood limits have changed")
        template.write_text(text.replace(limits, none))
    return folder


def spread(stack):
    """InspIRCd alone on one core, alloquyd on the other; their pids."""
    inspircd = stack.component("inspircd")["pid"]
    pin(inspircd, SERVER_CORE)
    pin(stack.pid, LOAD_CORE)
    return inspircd, stack.pid


def module_secret(stack):
    """What modules show at the link's socket, as alloquyd rendered it."""
    config = (stack.data.folder / "children" / "inspircd" / "inspircd.conf").read_text()
    return re.search(r'<alloquy [^>]*secret="([^"]+)"', config).group(1)
