"""What the structure tests share: the project's files and lines."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("kg", "repl", "tests", "bench")


def files(*endings, folders=CODE_FOLDERS):
    """Paths below the folders with one of the endings, in a stable order."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts:
                found.append(path)
    return found


def text_files():
    """Every text file that belongs to the project."""
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in (".git", "build", ".cache")]
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in folders:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [path for path in sorted(found) if b"\0" not in path.read_bytes()[:4096]]


def name(path):
    return path.relative_to(ROOT).as_posix()


def read(path):
    return path.read_text(encoding="utf-8")


RAW_STRING = re.compile(r'R"([^()\\ ]{0,16})\((.*?)\)\1"', re.DOTALL)
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])\'(?:[^\'\\\n]|\\.)+\'', re.DOTALL)


def blank(match):
    """Keeps the line structure of what is taken out."""
    return '""' + "\n" * match.group().count("\n")


def without_strings_and_comments(text):
    """C++ with string contents and comments emptied, line numbers kept."""
    text = RAW_STRING.sub(blank, text)
    return TOKEN.sub(lambda match: "\n" * match.group().count("\n") if match.group().startswith("/") else '""', text)
