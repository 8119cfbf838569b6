"""Installs the build below a new prefix and uses it as others do: each public header alone, the example program by
find_package and by pkg-config, man page and completions in their places, docs/library.md showing the example as it is.

Usage: install_test.py CMAKE BUILD SOURCE COMPILER [unittest arguments]
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CMAKE = BUILD = SOURCE = COMPILER = None

EXPECTED = """\
added 16 triples
Ada visited Turin on 1840-08-15
Ada visited Paris on 1841-03-02
supported: Ada visited Turin
  letter 12: "Ada arrived in Turin on 15 August."
"""


def run(*command, env=None):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, timeout=300)
    text = done.stdout.decode()
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit {done.returncode}\n{text}")
    return text


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="kg-install-")
        cls.prefix = os.path.join(cls.directory, "prefix")
        run(CMAKE, "--install", BUILD, "--prefix", cls.prefix)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    def path(self, *parts):
        return os.path.join(self.prefix, *parts)

    def library_directory(self):
        return os.path.dirname(next(os.path.join(folder, "libkg.a") for folder, _, files in os.walk(self.prefix)
                                    if "libkg.a" in files))

    def check_example(self, program):
        store = tempfile.mkdtemp(dir=self.directory)
        out = run(program, store)
        self.assertTrue(out.startswith(EXPECTED), out)
        self.assertRegex(out[len(EXPECTED):], r"\Anothing was added: .+\n\Z")

    def test_files_are_in_their_places(self):
        for name in ("bin/kg", "share/man/man1/kg.1", "share/bash-completion/completions/kg",
                     "share/zsh/vendor-completions/_kg", "share/fish/vendor_completions.d/kg.fish",
                     "share/doc/kg/LICENSE", "share/doc/kg/docs/language.md", "share/kg/seeds/vocabulary.kg",
                     "share/doc/libkg-dev/examples/library/main.cpp", "include/kg/kg.h"):
            self.assertTrue(os.path.getsize(self.path(name)) > 0, name)
        self.assertRegex(run(self.path("bin/kg"), "--version"), r"\Akg \d+\.\d+\.\d+\n\Z")

    def headers(self):
        include = self.path("include")
        return sorted(os.path.relpath(os.path.join(folder, name), include)
                      for folder, _, names in os.walk(include) for name in names)

    def test_each_public_header_compiles_alone(self):
        headers = self.headers()
        self.assertIn("kg/kg.h", headers)
        self.assertNotIn("kg/store/store.h", headers)
        for header in headers:
            source = os.path.join(self.directory, "header.cpp")
            with open(source, "w", encoding="utf-8") as file:
                file.write(f"#include <{header}>\n#include <{header}>\n")
            # No other include path: neither RocksDB's nor ANTLR's types are needed.
            run(COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", self.path("include"), source)

    def test_example_by_find_package(self):
        build = os.path.join(self.directory, "cmake")
        run(CMAKE, "-G", "Ninja", "-S", os.path.join(SOURCE, "examples", "library"), "-B", build,
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Release")
        run(CMAKE, "--build", build)
        self.check_example(os.path.join(build, "example"))

    def test_example_by_pkg_config(self):
        environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(self.library_directory(), "pkgconfig"))
        flags = run("pkg-config", "--cflags", "--libs", "kg", env=environment).split()
        program = os.path.join(self.directory, "example")
        run(COMPILER, "-std=c++20", os.path.join(SOURCE, "examples", "library", "main.cpp"), "-o", program, *flags)
        self.check_example(program)

    def test_the_page_shows_the_example(self):
        with open(os.path.join(SOURCE, "docs", "library.md"), encoding="utf-8") as file:
            shown = [block[1] for block in re.finditer(r"^```\w+\n(.*?)^```$", file.read(), re.M | re.S)]
        for name in ("CMakeLists.txt", "main.cpp"):
            with open(os.path.join(SOURCE, "examples", "library", name), encoding="utf-8") as file:
                self.assertIn(file.read(), shown, f"docs/library.md does not show {name} as it is")


if __name__ == "__main__":
    CMAKE, BUILD, SOURCE, COMPILER = sys.argv[1:5]
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]])
