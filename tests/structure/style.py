"""Rules of style that a program can check. Each failure lists file and line."""

import re
import shutil
import subprocess
import unittest

import project

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 80  # of source, from the line that opens the body to the one that closes it: 70 and a switch's tail

CONTROL = re.compile(r"^\s*(\}\s*)?(if|for|while|switch|do|else|try|catch|return|case)\b")
NOT_A_FUNCTION = re.compile(r"\b(namespace|class|struct|enum|union)\b[^()]*$|=\s*$|extern\s+\"\"")


def numbered(path):
    return enumerate(project.read(path).splitlines(), start=1)


def function_lengths(text):
    """(first line, lines) of every brace block that follows a parameter list, outermost only.

    A heuristic: a block counts as a function's body when the text before its brace, back to the last
    semicolon or brace, holds a parenthesis and does not start with a control word. Lambdas inside a
    function count as part of it."""
    code = project.without_strings_and_comments(text)
    line, before, stack, found = 1, "", [], []
    for char in code:
        if char == "{":
            head = before.strip()
            body = "(" in head and not CONTROL.match(head) and not NOT_A_FUNCTION.search(head)
            inside = any(is_body for is_body, _ in stack)
            stack.append((body and not inside, line))
            before = ""
        elif char == "}":
            if stack:
                body, first = stack.pop()
                if body:
                    found.append((first, line - first + 1))
            before = ""
        elif char == ";":
            before = ""
        else:
            if char == "\n":
                line += 1
            before += char
    return found


class FileRules(unittest.TestCase):
    def assert_none(self, wrong):
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))

    def test_files_are_short(self):
        wrong = []
        for path in project.files(".h", ".cpp", ".py", ".cmake"):
            lines = len(project.read(path).splitlines())
            if lines > MAX_FILE_LINES:
                wrong.append(f"{project.name(path)}: {lines} lines, more than {MAX_FILE_LINES}")
        self.assert_none(wrong)

    def test_functions_are_short(self):
        wrong = []
        for path in project.files(".h", ".cpp", folders=["kg", "repl", "bench"]):
            wrong += [f"{project.name(path)}:{first}: a function of {lines} lines"
                      for first, lines in function_lengths(project.read(path)) if lines > MAX_FUNCTION_LINES]
        self.assert_none(wrong)

    def test_no_unfinished_marks(self):
        mark = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
        wrong = [f"{project.name(path)}:{number}: {line.strip()}"
                 for path in project.text_files() if project.name(path).split("/")[0] != "seeds"
                 for number, line in numbered(path) if mark.search(line)]
        self.assert_none(wrong)

    def test_no_code_in_comments(self):
        """A comment line that ends like a statement, or that is a control line or an include."""
        code = re.compile(r"^\s*//\s*(\w[\w:<>,.\->\[\] ]*\(.*\)\s*;|[\w:<>*& ]+ = .*;|#\s*include|if \(.*\) \{|for \(.*\) \{|\}|return .*;)\s*$")
        wrong = []
        for path in project.files(".h", ".cpp"):
            in_header_comment = True  # the example at the top of a public header is documentation
            for number, line in numbered(path):
                if not line.startswith("//"):
                    in_header_comment = False
                if code.match(line) and not in_header_comment:
                    wrong.append(f"{project.name(path)}:{number}: {line.strip()}")
        self.assert_none(wrong)

    def test_no_disabled_tests(self):
        disabled = re.compile(
            r"\[\.\]|\[!hide\]|\[\.\w|\bDISABLED\b|DISABLED_|#\s*if\s+0\b|@unittest\.skip\b|WILL_FAIL|\[!mayfail\]|\[!shouldfail\]")
        wrong = [f"{project.name(path)}:{number}: {line.strip()}"
                 for path in project.files(".h", ".cpp", ".py", ".cmake", ".kgt", folders=["tests"])
                 if path.name != "style.py"
                 for number, line in numbered(path) if disabled.search(line)]
        self.assert_none(wrong)

    def test_no_places_of_one_machine(self):
        """Absolute paths of somebody's machine say nothing to anybody else."""
        place = re.compile(r"(?<![\w.<\"'`$}/-])/(work|root|home/\w+|Users/\w+)/")
        wrong = [f"{project.name(path)}:{number}: {line.strip()[:100]}"
                 for path in project.text_files() if path.name != "style.py"
                 for number, line in numbered(path) if place.search(line)]
        self.assert_none(wrong)

    def test_text_is_clean(self):
        """UTF-8, no tabs in code, no trailing blanks, one newline at the end."""
        wrong = []
        for path in project.files(".h", ".cpp", ".py", ".cmake", ".txt", ".g4", folders=[*project.CODE_FOLDERS, "cmake", "grammar"]):
            if path.suffix == ".txt" and path.name != "CMakeLists.txt":
                continue  # data of a test
            text = project.read(path)
            if text and (not text.endswith("\n") or text.endswith("\n\n")):
                wrong.append(f"{project.name(path)}: does not end in exactly one newline")
            for number, line in numbered(path):
                if line != line.rstrip() or "\t" in line:
                    wrong.append(f"{project.name(path)}:{number}: trailing blank or tab")
        self.assert_none(wrong)

    def test_headers_are_guarded_and_explained(self):
        wrong = []
        for path in project.files(".h"):
            text = project.read(path)
            if text.count("#pragma once") != 1:
                wrong.append(f"{project.name(path)}: no #pragma once")
            if not text.startswith("//"):
                wrong.append(f"{project.name(path)}: no comment at its top that says what it is for")
        self.assert_none(wrong)

    def test_banned_names(self):
        banned = re.compile(r"\bstd::(regex|format|endl|rand)\b|\busing namespace std\b(?!::)|\bstrcpy\b|\bsprintf\b|\batoi\b")
        wrong = []
        for path in project.files(".h", ".cpp"):
            code = project.without_strings_and_comments(project.read(path))
            wrong += [f"{project.name(path)}:{number}: {match.group()}"
                      for number, line in enumerate(code.splitlines(), start=1) for match in banned.finditer(line)]
        self.assert_none(wrong)

    def test_the_library_never_prints_or_exits(self):
        banned = re.compile(r"\bstd::(cout|cerr|clog|exit|abort)\b|(?<![\w:])(printf|puts|exit|abort)\s*\(|\bfmt::print\b|#include <iostream>")
        wrong = []
        for path in project.files(".h", ".cpp", folders=["kg"]):
            code = project.without_strings_and_comments(project.read(path))
            wrong += [f"{project.name(path)}:{number}: {match.group()}"
                      for number, line in enumerate(code.splitlines(), start=1) for match in banned.finditer(line)]
        self.assert_none(wrong)


class Build(unittest.TestCase):
    def test_every_source_is_listed(self):
        """A file that no CMakeLists names is not built, so nothing about it is checked."""
        lists = "\n".join(project.read(path) for path in
                          [project.ROOT / "CMakeLists.txt", *project.files(".txt", ".cmake", folders=[*project.CODE_FOLDERS, "cmake"])])
        named = set(re.findall(r"[\w./-]+\.cpp", lists))
        wrong = []
        for path in project.files(".cpp"):
            parts = project.name(path).split("/")
            if not any("/".join(parts[i:]) in named for i in range(len(parts))):
                wrong.append(project.name(path))
        self.assertEqual(wrong, [])

    def test_no_source_is_found_by_pattern(self):
        wrong = [project.name(path) for path in project.files(".txt", ".cmake", folders=["kg", "repl", "tests", "bench", "cmake"])
                 if re.search(r"file\s*\(\s*GLOB[^)]*\.(cpp|h)\b", project.read(path))]
        self.assertEqual(wrong, [])


class Format(unittest.TestCase):
    def test_clang_format_changes_nothing(self):
        tool = shutil.which("clang-format-14")
        if tool is None:
            self.skipTest("clang-format-14 is not installed")
        paths = [str(path) for path in project.files(".h", ".cpp")]
        done = subprocess.run([tool, "--dry-run", "-Werror", "--style=file", *paths], capture_output=True, text=True)
        unformatted = sorted({line.split(":")[0] for line in done.stderr.splitlines() if "error:" in line})
        self.assertEqual(unformatted, [])


if __name__ == "__main__":
    unittest.main()
