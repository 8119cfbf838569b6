"""Random terms in every output format, read back by readers of another make; on a terminal, nothing that controls it.

Usage: format_fuzz.py KG. KG_TERMS: how many (default 20,000); KG_SEED: the seed, printed at the start.
"""
import csv
import io
import json
import os
import pty
import random
import re
import shutil
import subprocess
import sys
import tempfile
import termios
import time
import tty
import unicodedata

import cli_test
import formats_test

KG = sys.argv[1]
TERMS = int(os.environ.get("KG_TERMS", "20000"))
SEED = int(os.environ.get("KG_SEED", time.time_ns() % 1_000_000_007))
AT_ONCE = 20000
SPECIAL = ["\x01", "\x1b[31m", "\x07", "\r", "\n", "\t", "\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u200e", "\u200b", "\u200d",
           "\ufeff", "\u0301", "\U000e0041", "😀", "👩\u200d🔬", "漢字", "가", "ｗ", "\"", "'", "\\", ",", ";", "|", "`", "*", "_", "#",
           "<b>", "&amp;", "]]>", "-->", "\u2028", "=1+1", "+1", "-1", "@SUM(A1)", "{", "}", "[x](y)", "$x$", "~", "é", "Ω", "\\n",
           "\\u0041", " ", "  ", "null", "true", "\U0010ffff", "\ue000"]
WIDE = [s for s in SPECIAL if s.isprintable() or s == "\u0301"]  # whose width has one meaning


def text(choice):
    pieces = [choice.choice(SPECIAL) if choice.random() < .7 else
              "".join(chr(choice.randrange(32, 127)) for _ in range(choice.randrange(6)))
              for _ in range(choice.randrange(1, 7))]
    return "".join(pieces)


def escaped(value):
    out = []
    for c in value:
        out.append({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}.get(c, c))
    return "".join(out)


def safe(value, keep=""):
    """What stands for text where it must control nothing (docs/cli.md)."""
    out = []
    for c in value:
        code = ord(c)
        unsafe = (code < 32 or 0x7f <= code < 0xa0 or code in (0x61c, 0x200e, 0x200f, 0xfeff) or 0x2028 <= code <= 0x202e
                  or 0x2066 <= code <= 0x2069 or 0xe0000 <= code <= 0xe007f)
        if not unsafe or c in keep:
            out.append(c)
        elif c in "\n\t\r":
            out.append({"\n": "\\n", "\t": "\\t", "\r": "\\r"}[c])
        else:
            out.append(f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}")
    return "".join(out)


def width(value):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in value)


class Round:
    """Some thousand terms in a store of their own."""

    def __init__(self, terms, directory):
        self.terms = terms
        self.store = os.path.join(directory, "store")
        shutil.rmtree(self.store, ignore_errors=True)
        self.run("create")
        lines = []
        for i, (value, language, datatype) in enumerate(terms):
            suffix = f"@{language}" if language else f"^^<{datatype}>" if datatype else ""
            lines.append(f'<http://e/{i:07}> <http://e/p> "{escaped(value)}"{suffix} .\n')
        self.run("load", "--format", "nt", "-", stdin="".join(lines))

    QUERY = "find ?o, ?s where ?s <http://e/p> ?o"

    def run(self, *arguments, stdin=""):
        done = subprocess.run([KG, "-s", self.store, *arguments], input=stdin.encode(), capture_output=True, timeout=300)
        assert done.returncode == 0 and not done.stderr, done.stderr
        return done.stdout.decode()

    def rows(self, format_name, *arguments):
        return self.run("query", "--format", format_name, *arguments, self.QUERY)

    def compare(self, name, pairs, shown=lambda value: value):
        count = 0
        for found, subject in pairs:
            value = self.terms[int(subject.rsplit("/", 1)[1].rstrip(">"))]
            assert found == shown(value), f"seed {SEED}, {name}: {found!r} for {value!r}"
            count += 1
        assert count == len(self.terms), f"{name}: {count} of {len(self.terms)} rows"

    def check(self):
        first = lambda value: value[0]
        self.compare("csv", list(csv.reader(io.StringIO(self.rows("csv"), newline="")))[1:], first)
        for value, _ in csv.reader(io.StringIO(self.rows("csv", "--csv-safe"), newline="")):
            assert value[:1] not in tuple("=+-@\t\r"), f"seed {SEED}: {value!r} is a formula"
        unescape = lambda cell: re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), cell)
        self.compare("tsv", [[unescape(c) for c in line.split("\t")] for line in self.rows("tsv").split("\n")[1:-1]], first)
        self.compare("json", [(r["o"], r["s"]) for r in json.loads(self.rows("json"))], first)
        ndjson = self.rows("ndjson")
        assert safe(ndjson, "\n") == ndjson, f"seed {SEED}: JSON holds a control character"
        self.compare("ndjson", [(r["o"], r["s"]) for r in map(json.loads, ndjson.splitlines())], first)

        def parts(o):
            datatype = o.get("datatype", "")
            return o["value"], o.get("xml:lang", ""), datatype
        bindings = json.loads(self.rows("srj"))["results"]["bindings"]
        self.compare("srj", [(parts(b["o"]), b["s"]["value"]) for b in bindings])
        typed = json.loads(self.rows("json", "--typed"))
        self.compare("typed", [(parts(r["o"]), r["s"]["value"]) for r in typed])
        self.compare("markdown", formats_test.markdown_rows(self.rows("markdown"))[2:], lambda v: safe(v[0], "\n\t"))
        cells = formats_test.Page(self.rows("html")).cells[2:]
        self.compare("html", zip(cells[::2], cells[1::2]), lambda v: safe(v[0], "\n\t"))
        self.compare("line", [[line.split(" = ", 1)[1] for line in record.split("\n")]
                              for record in self.rows("line")[:-1].split("\n\n")], lambda v: safe(v[0]))
        self.check_graphs()
        self.check_table()
        self.check_terminal()

    def check_graphs(self):
        pattern = re.compile(r'(<[^>]*>) <http://e/p> "((?:[^"\\]|\\.)*)"(?:@([a-z-]+)|\^\^<([^>]*)>)? \.')
        unescape = lambda t: re.sub(
            r'\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))',
            lambda m: chr(int(m[1] or m[2], 16)) if m[3] is None else
            {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}.get(m[3], m[3]), t)
        found = [pattern.fullmatch(line).groups() for line in self.rows("nt").split("\n")[:-1]]
        self.compare("nt", [((unescape(value), language or "", datatype or ""), s) for s, value, language, datatype in found])
        for name in "ttl", "trig":
            other = self.store + "-" + name
            shutil.rmtree(other, ignore_errors=True)
            for arguments, text in (("create",), ""), (("load", "--format", name, "-"), self.rows(name)):
                done = subprocess.run([KG, "-s", other, *arguments], input=text.encode(), capture_output=True, timeout=300)
                assert done.returncode == 0, f"seed {SEED}, {name}: {done.stderr}"
            again = subprocess.run([KG, "-s", other, "dump"], capture_output=True, timeout=300).stdout.decode()
            assert sorted(again.split("\n")) == sorted(self.rows("nt").split("\n")), f"seed {SEED}, {name}"
        def value(o):
            return (o, "", "") if isinstance(o, str) else (o["@value"], o.get("@language", ""), o.get("@type", ""))
        nodes = json.loads(self.rows("jsonld"))["@graph"]
        self.compare("jsonld", [(value(node["http://e/p"][0]), node["@id"]) for node in nodes])
        page = re.search(r'<script type="application/json" id="data">(.*?)</script>', self.rows("page"), re.S)[1]
        shown = [node["label"] for node in json.loads(page)["nodes"] if node["value"]]
        assert sorted(shown) == sorted(v[0] for v in set(self.terms)), f"seed {SEED}: page"
        dot = self.rows("dot")
        labels = [re.sub(r"\\(.)", r"\1", m) for m in re.findall(r'label="((?:[^"\\]|\\.)*)", shape=box', dot)]
        assert sorted(labels) == sorted(safe(v[0]) for v in set(self.terms)), f"seed {SEED}: dot"

    # In the rows from which the widths come, the second column begins at one place.
    def check_table(self):
        lines = self.run("query", "--format", "table", self.QUERY + " order by ?s limit 1000").split("\n")
        starts = set()
        for line, (value, _, _) in zip(lines[2:-2], self.terms):
            assert line.startswith(safe(value)), f"seed {SEED}, table: {line!r} for {value!r}"
            if all(c in self.measured for c in value):
                starts.add(width(line[:line.index("http://e/")]))
        assert len(starts) <= 1, f"seed {SEED}, table: the second column begins at {starts}"

    measured = set("".join(WIDE)) | {chr(c) for c in range(32, 127)}
    measured -= set("\ue000\U0010ffff\u200d👩🔬")

    def check_terminal(self):
        for name in "table", "line", "markdown", "csv", "tsv", "json", "html", "nt", "ttl", "trig", "jsonld", "dot", "page":
            parent, child = pty.openpty()
            tty.setraw(child, termios.TCSANOW)
            process = subprocess.Popen([KG, "-s", self.store, "query", "--color", "never", "--format", name, self.QUERY], stdout=child)
            os.close(child)
            shown = bytearray()
            try:
                while piece := os.read(parent, 1 << 16):
                    shown += piece
            except OSError:  # the program has ended
                pass
            os.close(parent)
            assert process.wait() == 0
            decoded = shown.decode()
            keep = "\n\t" if name in ("html", "tsv", "markdown") else "\n"
            assert safe(decoded, keep) == decoded, f"seed {SEED}, {name}: a terminal gets a control character"


def main():
    print(f"seed {SEED}, {TERMS} terms")
    choice = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as directory:
        for start in range(0, TERMS, AT_ONCE):
            kinds = [("", ""), ("en", ""), ("ar", ""), ("", "http://e/type"), ("", "http://e/other")]
            terms = [(text(choice), *choice.choice(kinds)) for _ in range(min(AT_ONCE, TERMS - start))]
            Round(terms, directory).check()


if __name__ == "__main__":
    main()
