#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds the source tree to tests/architecture/layers.txt and to a few rules that every file follows.

    check_layers.py [--root DIR] [--xml FILE]

Each rule is one case with all its violations; the exit code is 1 if any rule is broken."""
import argparse
import os
import pathlib
import re
import sys

import report

CPP_SUFFIXES = {".cpp", ".hpp", ".ipp", ".h"}
LINE_LIMIT = 400
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SKIPPED_FOLDERS = {".git", "build", "node_modules", ".node", "__pycache__", "data"}
# The module follows InspIRCd's style and includes InspIRCd's headers; it shares no code with the other components.
OUTSIDE_COMPONENTS = {"inspircd", "client", "capture"}


class Layers:
    """What layers.txt says."""

    def __init__(self, text):
        self.allowed = {}
        self.heavy = {}
        self.errors = []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#", 1)[0].strip()
            if not line:
                continue
            left, colon, right = line.partition(":")
            if not colon:
                self.errors.append(f"layers.txt:{number}: expected 'component: …' or 'heavy header: …'")
                continue
            table, key = self.allowed, left.strip()
            if key.startswith("heavy "):
                table, key = self.heavy, key.removeprefix("heavy ").strip()
            if key in table:
                self.errors.append(f"layers.txt:{number}: '{key}' is listed twice")
            table[key] = set(right.split())
        for key, names in [*self.allowed.items(), *self.heavy.items()]:
            self.errors += [f"layers.txt: '{key}' names the unlisted component '{name}'"
                            for name in sorted(names - self.allowed.keys())]

    def cycle(self):
        """The first cycle as a list of names, or an empty list."""
        done = set()

        def visit(name, path):
            if name in path:
                return path[path.index(name):] + [name]
            if name in done:
                return []
            for other in sorted(self.allowed.get(name, ())):
                if found := visit(other, path + [name]):
                    return found
            done.add(name)
            return []

        for name in self.allowed:
            if found := visit(name, []):
                return found
        return []

    def heavy_users(self, header):
        """Components that may include `header`, or None when anybody may."""
        for prefix, users in self.heavy.items():
            name = prefix.rstrip("/")
            if header == name or header.startswith((name + "/", name + ".")):
                return users
        return None


class Tree:
    """The files of a checkout, read once."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = {}
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            for name in sorted(names):
                path = pathlib.Path(folder, name)
                if path.is_symlink() or not path.is_file():
                    continue
                try:
                    self.files[path.relative_to(self.root).as_posix()] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    pass  # Pictures and corpora have no includes, and no lines to count.

    def code(self, *tops):
        """(path, text) of C++ files below the given top folders."""
        return [(path, text) for path, text in self.files.items()
                if path.split("/")[0] in tops and pathlib.PurePosixPath(path).suffix in CPP_SUFFIXES]


def component_of(path):
    """The component a file belongs to, or None: src/<component>/… and include/alloquy/<component>/…"""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return None if parts[1] in OUTSIDE_COMPONENTS else parts[1]
    if parts[:2] == ["include", "alloquy"] and len(parts) > 3:
        return parts[2]
    return None


def includes(text):
    """(line number, '<' or '"', header) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match.group(1), match.group(2)


def check_components(tree, layers):
    found = {component_of(path) for path, _ in tree.code("src", "include")} - {None}
    return [f"component '{name}' is not listed in layers.txt" for name in sorted(found - layers.allowed.keys())]


def check_includes(tree, layers):
    errors = []
    for path, text in tree.code("src", "include"):
        own = component_of(path)
        if own is None:
            continue
        for number, _, header in includes(text):
            parts = header.split("/")
            if parts[0] != "alloquy":
                continue
            other = parts[1] if len(parts) > 2 else ""
            if other != own and other not in layers.allowed.get(own, ()):
                errors.append(f"{path}:{number}: '{own}' may not include <{header}>")
            elif f"include/{header}" not in tree.files:
                errors.append(f"{path}:{number}: <{header}> does not exist")
    return errors


def check_private_headers(tree, _layers):
    """A quoted include stays in its component: beside the file, or below src/<component>/ (generated headers too)."""
    errors = []
    components = {component_of(path) for path, _ in tree.code("src", "include")} - {None}
    for path, text in tree.code("src", "include"):
        own = component_of(path)
        if own is None:
            continue
        for number, quote, header in includes(text):
            if header.startswith("../") or "/../" in header:
                errors.append(f"{path}:{number}: \"{header}\" leaves its folder; include from the component's root")
            elif quote == '"' and path.startswith("include/"):
                errors.append(f"{path}:{number}: a public header includes the private \"{header}\"")
            elif quote == '"' and header.split("/")[0] in components - {own}:
                errors.append(f"{path}:{number}: \"{header}\" belongs to another component")
    return errors


def check_heavy(tree, layers):
    errors = []
    for path, text in tree.code("src", "include"):
        own = component_of(path)
        for number, _, header in includes(text):
            users = layers.heavy_users(header)
            if own is not None and users is not None and own not in users:
                errors.append(f"{path}:{number}: <{header}> is heavy and stays in: {' '.join(sorted(users))}")
    return errors


def check_cycles(_tree, layers):
    cycle = layers.cycle()
    return [" → ".join(cycle)] if cycle else []


def check_cmake(tree, layers):
    """What a component links must be what it may include: alloquy_component(NAME … DEPENDS …). A library counts as the
    component whose folder it is defined in."""
    libraries = []
    for path, text in tree.files.items():
        if re.fullmatch(r"src/[^/]+/CMakeLists\.txt", path):
            libraries += [(path, *match.groups())
                          for match in re.finditer(r"alloquy_component\(\s*(\w+)(.*?)\)", text, re.DOTALL)]
    home = {name: path.split("/")[1] for path, name, _ in libraries}
    errors = []
    for path, name, body in libraries:
        depends = re.search(r"\bDEPENDS\b([\s\w]*?)(?=\b(?:SOURCES|PUBLIC|PRIVATE)\b|$)", body)
        for other in depends.group(1).split() if depends else ():
            component = home.get(other, other)
            if component != home[name] and component not in layers.allowed.get(home[name], ()):
                errors.append(f"{path}: '{name}' may not depend on '{other}'")
    return errors


def check_length(tree, _layers):
    errors = []
    for path, text in tree.files.items():
        # What a program wrote is as long as it is.
        if "This file was auto-generated" in text[:400]:
            continue
        if path.split("/")[0] in ("src", "include", "tests") and path.endswith((*CPP_SUFFIXES, ".py", ".ts", ".tsx")):
            lines = text.count("\n")
            if lines > LINE_LIMIT:
                errors.append(f"{path}: {lines} lines, more than {LINE_LIMIT}: look for the second idea")
    return errors


def check_licence_lines(tree, _layers):
    errors = []
    for path, text in tree.files.items():
        if path.endswith((*CPP_SUFFIXES, ".py")):
            # Within the first lines: the InspIRCd module's files begin with a notice in InspIRCd's style.
            if not any("SPDX-License-Identifier: GPL-2.0" in line for line in text.splitlines()[:12]):
                errors.append(f"{path}: no SPDX-License-Identifier at the top")
    return errors


def check_machine_paths(tree, _layers):
    """No file names the place where somebody's checkout happens to be."""
    usual = {"/", "/root", "/home", "/tmp", "/opt", "/srv", "/usr/src", "/var/lib", "/var/tmp"}
    places = [str(tree.root)]
    if str(tree.root.parent) not in usual and str(tree.root.parent.parent) != "/home":
        places.append(str(tree.root.parent))
    # Not inside of a longer path, such as that of a root in a folder.
    pattern = re.compile(r"(?<![\w.-])(?:" + "|".join(re.escape(place) for place in places) + r")(?=[/\s\"'`:;,)]|$)")
    return [f"{path}:{number}: a path of this machine: {line.strip()[:100]}"
            for path, text in tree.files.items()
            for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


CHECKS = [
    ("EveryComponentIsListed", check_components),
    ("IncludesFollowTheLayers", check_includes),
    ("PrivateHeadersStayPrivate", check_private_headers),
    ("HeavyHeadersStayHome", check_heavy),
    ("LayersHaveNoCycle", check_cycles),
    ("CMakeDependsFollowTheLayers", check_cmake),
    ("FilesAreOneIdeaLong", check_length),
    ("FilesNameTheirLicence", check_licence_lines),
    ("NoMachinePaths", check_machine_paths),
]


def run(root):
    """List of (check, message); an empty message means that the rule holds."""
    layers = Layers(pathlib.Path(root, "tests/architecture/layers.txt").read_text(encoding="utf-8"))
    tree = Tree(root)
    cases = [("LayersFileIsWellFormed", "\n".join(layers.errors))]
    return cases + [(name, "\n".join(check(tree, layers))) for name, check in CHECKS]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--xml")
    arguments = parser.parse_args()
    cases = run(arguments.root)
    for name, message in cases:
        print(f"{'FAILED' if message else 'ok':6} Architecture.{name}")
        if message:
            print("       " + message.replace("\n", "\n       "))
    if arguments.xml:
        report.write(arguments.xml, "Architecture", cases)
    return 1 if any(message for _, message in cases) else 0


if __name__ == "__main__":
    sys.exit(main())
