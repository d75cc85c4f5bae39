#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The architecture check against toy trees: each rule passes on a good tree and names the place on a bad one."""
import pathlib
import tempfile
import unittest

import check_layers

LAYERS = "base:\nasync: base\nnet: base async\ndaemon: base async net\nheavy sodium.h: net\nheavy boost/beast: net\n"
SPDX = "// SPDX-License-Identifier: GPL-2.0-or-later\n"


class LayersTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name, "checkout")
        self.write("tests/architecture/layers.txt", LAYERS)
        self.write("include/alloquy/base/text.hpp", SPDX)
        self.write("src/net/socket.cpp", SPDX + "#include <alloquy/base/text.hpp>\n#include <sodium.h>\n")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def broken(self):
        return {name: message for name, message in check_layers.run(self.root) if message}

    def assert_only(self, rule, *parts):
        broken = self.broken()
        self.assertEqual(list(broken), [rule], broken)
        for part in parts:
            self.assertIn(part, broken[rule])

    def test_accepts_a_tree_that_follows_the_rules(self):
        self.assertEqual(self.broken(), {})

    def test_names_an_unlisted_component(self):
        self.write("src/extra/a.cpp", SPDX)
        self.assert_only("EveryComponentIsListed", "'extra'")

    def test_names_the_line_of_a_forbidden_include(self):
        self.write("include/alloquy/net/socket.hpp", SPDX)
        self.write("src/base/text.cpp", SPDX + "#include <string>\n#include <alloquy/net/socket.hpp>\n")
        self.assert_only("IncludesFollowTheLayers", "src/base/text.cpp:3", "'base' may not include")

    def test_names_an_include_of_a_missing_public_header(self):
        self.write("src/net/a.cpp", SPDX + "#include <alloquy/base/gone.hpp>\n")
        self.assert_only("IncludesFollowTheLayers", "<alloquy/base/gone.hpp> does not exist")

    def test_refuses_the_private_header_of_another_component(self):
        self.write("src/base/private.hpp", SPDX)
        self.write("src/net/a.cpp", SPDX + '#include "../base/private.hpp"\n#include "base/private.hpp"\n')
        self.assert_only("PrivateHeadersStayPrivate", "src/net/a.cpp:2", "src/net/a.cpp:3")

    def test_refuses_a_private_header_in_a_public_one(self):
        self.write("include/alloquy/net/a.hpp", SPDX + '#include "secret.hpp"\n')
        self.assert_only("PrivateHeadersStayPrivate", "include/alloquy/net/a.hpp:2")

    def test_keeps_heavy_headers_at_home(self):
        self.write("src/daemon/a.cpp", SPDX + "#include <boost/beast/http.hpp>\n#include <boost/beast.hpp>\n")
        self.assert_only("HeavyHeadersStayHome", "src/daemon/a.cpp:2", "src/daemon/a.cpp:3", "stays in: net")

    def test_does_not_confuse_headers_with_a_common_beginning(self):
        self.write("src/daemon/a.cpp", SPDX + "#include <boost/beastly.hpp>\n#include <boost/asio.hpp>\n")
        self.assertEqual(self.broken(), {})

    def test_finds_a_cycle(self):
        self.write("tests/architecture/layers.txt", "base: net\nnet: base\nheavy sodium.h: net\n")
        self.assert_only("LayersHaveNoCycle", "base → net → base")

    def test_compares_cmake_with_the_layers(self):
        self.write("src/base/CMakeLists.txt", "alloquy_component(base SOURCES a.cpp\n DEPENDS net\n PRIVATE X::Y)\n")
        self.assert_only("CMakeDependsFollowTheLayers", "'base' may not depend on 'net'")

    def test_counts_a_second_library_as_its_folder(self):
        self.write("src/daemon/CMakeLists.txt",
                   "alloquy_component(settings SOURCES a.cpp DEPENDS base)\nalloquy_component(daemon DEPENDS settings net)\n")
        self.write("src/net/CMakeLists.txt", "alloquy_component(net DEPENDS settings)\n")
        self.assert_only("CMakeDependsFollowTheLayers", "src/net/CMakeLists.txt: 'net' may not depend on 'settings'")

    def test_limits_the_length_of_a_file(self):
        self.write("src/net/long.cpp", SPDX + "\n" * 400)
        self.assert_only("FilesAreOneIdeaLong", "src/net/long.cpp: 401 lines")

    def test_asks_for_the_licence_line(self):
        self.write("src/net/a.hpp", "#pragma once\n")
        self.assert_only("FilesNameTheirLicence", "src/net/a.hpp")

    def test_finds_paths_of_this_machine(self):
        self.write("docs/a.md", f"see {self.root}/src\n")
        self.assert_only("NoMachinePaths", "docs/a.md:1")

    def test_leaves_the_module_in_its_own_style(self):
        self.write("src/inspircd/m_x.cpp", SPDX + '#include "inspircd.h"\n')
        self.assertEqual(self.broken(), {})

    def test_reports_a_layers_file_that_it_can_not_read(self):
        self.write("tests/architecture/layers.txt", LAYERS + "nonsense\nbase:\nnet2: gone\n")
        self.assert_only("LayersFileIsWellFormed", "expected 'component", "listed twice", "unlisted component 'gone'")


if __name__ == "__main__":
    unittest.main()
