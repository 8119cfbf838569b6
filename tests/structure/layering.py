"""Includes point one way: the table of docs/architecture.md, enforced."""

import re
import unittest

import project

# Folder of kg/ -> folders it may include besides itself. `api` may include every folder.
MAY_INCLUDE = {
    "base": set(),
    "model": {"base"},
    "rdf": {"base", "model"},
    "store": {"base", "model"},
    "algebra": {"base", "model"},
    "optimizer": {"base", "model", "algebra"},
    "exec": {"base", "model", "algebra"},
    "lang": {"base", "model", "algebra"},
    "facts": {"base", "model", "algebra"},
    "english": {"base", "model", "algebra", "facts"},
    "api": {"base", "model", "rdf", "store", "algebra", "optimizer", "exec", "lang", "facts", "english"},
}
PUBLIC_HEADER_FOLDERS = {"base", "model"}
# Measures one layer by itself, so it includes that layer.
LAYER_BENCHMARKS = {"bench/store_bench.cpp": {"base", "model", "rdf", "store"},
                    "bench/language_bench.cpp": {"base", "model", "rdf", "store", "lang", "optimizer"}}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(path):
    return [match[2] for match in INCLUDE.finditer(project.read(path))]


def folder_of(include):
    parts = include.split("/")
    return parts[1] if parts[0] == "kg" and len(parts) > 2 else None


class Layering(unittest.TestCase):
    def test_every_folder_is_in_the_table(self):
        folders = {path.name for path in (project.ROOT / "kg").iterdir() if path.is_dir()}
        self.assertEqual(folders, set(MAY_INCLUDE))

    def test_the_table_is_the_documented_one(self):
        page = project.read(project.ROOT / "docs" / "architecture.md")
        for folder, allowed in MAY_INCLUDE.items():
            row = re.search(rf"^\| `kg/{folder}/` \|[^|]*\| ([^|]*) \|$", page, re.MULTILINE)
            self.assertIsNotNone(row, f"docs/architecture.md has no row for kg/{folder}/")
            documented = set(MAY_INCLUDE) - {"api"} if row[1] == "everything above" else set(
                re.findall(r"\w+", row[1]))
            self.assertEqual(documented, allowed, f"the row of kg/{folder}/")

    def test_folders_include_only_what_they_may(self):
        wrong = []
        for path in project.files(".h", ".cpp", folders=["kg"]):
            folder = path.parent.relative_to(project.ROOT / "kg").parts[:1]
            allowed = MAY_INCLUDE[folder[0]] | {folder[0]} if folder else PUBLIC_HEADER_FOLDERS
            for include in includes(path):
                included = folder_of(include)
                if included is not None and included not in allowed:
                    wrong.append(f"{project.name(path)} includes {include}")
                if include == "kg/kg.h" and folder and folder[0] != "api":
                    wrong.append(f"{project.name(path)} includes the public face")
        self.assertEqual(wrong, [])

    def test_program_and_benchmarks_see_only_the_public_face(self):
        wrong = []
        for path in project.files(".h", ".cpp", folders=["repl", "bench"]):
            allowed = LAYER_BENCHMARKS.get(project.name(path), set())
            wrong += [f"{project.name(path)} includes {include}" for include in includes(path)
                      if include.startswith("kg/") and include != "kg/kg.h" and folder_of(include) not in allowed]
        self.assertEqual(wrong, [])

    def test_libraries_stay_in_their_place(self):
        """ANTLR in lang's parser, RocksDB in the store, the line editor in the program."""
        places = [
            (re.compile(r"^(antlr4-|antlr4_|KgParser|KgLexer|tree/|atn/)"), re.compile(r"^kg/lang/\w*parser\w*\.(h|cpp)$")),
            (re.compile(r"^rocksdb/"), re.compile(r"^(kg/store/|tests/unit/store/)")),
            (re.compile(r"^(histedit\.h|editline/)"), re.compile(r"^repl/")),
            (re.compile(r"^CLI/"), re.compile(r"^(repl/|bench/)")),
            (re.compile(r"^catch2/"), re.compile(r"^tests/")),
        ]
        wrong = []
        for path in project.files(".h", ".cpp"):
            for include in includes(path):
                for library, place in places:
                    if library.search(include) and not place.search(project.name(path)):
                        wrong.append(f"{project.name(path)} includes {include}")
        self.assertEqual(wrong, [])

    def test_no_library_type_in_what_the_public_face_includes(self):
        seen, waiting, wrong = set(), ["kg/kg.h"], []
        while waiting:
            header = waiting.pop()
            if header in seen:
                continue
            seen.add(header)
            for include in includes(project.ROOT / header):
                if include.startswith("kg/"):
                    waiting.append(include)
                elif "/" in include:
                    wrong.append(f"{header} includes {include}")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
