"""Runs what the pages show (docs/*.md, README.md) against the example store, so that no page shows what is not so.

- A fenced block `kg` holds statements. They run in one session over the page, on a copy of the example store. A block
  `text` right after it is what they print, as TSV, warnings and errors included; without one they must only succeed.
- In a table whose head has a column `example`, each backquoted piece of that column is a statement, or a part of a
  query, and must be understood.
- A fenced block `console` holds shell commands, each after `$ `, and what they print on both streams; a line `...`
  stands for any lines. They run one after the other in an empty directory, with `kg` and `./run` as the program.
- Blocks with other languages are not run here.

Usage: docs_test.py KG SEEDS PAGE...
"""
import collections
import os
import re
import subprocess
import sys
import tempfile

KG = SEEDS = None

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
Block = collections.namedtuple("Block", "language text begin end")


def fenced(text):
    """The fenced blocks of a page, each without the indent of the list that it may stand in."""
    return [Block(found[2], re.sub(f"^{found[1]}", "", found[3], flags=re.M), found.start(), found.end())
            for found in FENCE.finditer(text)]


def run(store, text):
    done = subprocess.run([KG, "query", "--format", "tsv", "-f", "-"], input=text.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=dict(os.environ, KG_STORE=store), timeout=60)
    return done.returncode, done.stdout.decode()


def new_store(directory):
    store = os.path.join(directory, "store")
    def inside(folder):
        return [os.path.join(SEEDS, folder, name) for name in sorted(os.listdir(os.path.join(SEEDS, folder)))]

    for arguments in (["create"], ["load", os.path.join(SEEDS, "vocabulary.kg")],
                      ["document", "add", *inside("documents")], ["load", *inside("facts")]):
        subprocess.run([KG, *arguments], check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, KG_STORE=store))
    return store


def check_blocks(page, text, store):
    wrong = []
    count = 0
    blocks = fenced(text)
    for i, block in enumerate(blocks):
        if block.language != "kg":
            continue
        count += 1
        line = text.count("\n", 0, block.begin) + 1
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        shown = None
        if following is not None and following.language == "text" and not text[block.end:following.begin].strip():
            shown = following.text
        # One statement a line; a line that starts with a blank goes on.
        statements = ";\n".join(s for s in re.split(r"\n(?! )", block.text.strip()) if s)
        status, out = run(store, statements)
        if shown is None and status not in (0, 1):
            wrong.append(f"{page}:{line}: exit {status}: {out}")
        elif shown is not None and out.rstrip() != shown.rstrip():
            wrong.append(f"{page}:{line}: prints\n{out}\nnot\n{shown}")
    return count, wrong


def commands(block):
    """Pairs of a command and the lines that it prints."""
    found = []
    lines = iter(block.rstrip("\n").split("\n"))
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command += "\n" + next(lines)
            found.append((command, []))
        else:
            found[-1][1].append(line)
    return found


def same(shown, printed):
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern + r"\n*", printed.rstrip("\n") + "\n") is not None


def check_consoles(page, text, store, directory):
    wrong = []
    count = 0
    place = os.path.join(directory, "work")
    os.makedirs(os.path.join(directory, "bin"))
    os.makedirs(place)
    for link in (os.path.join(directory, "bin", "kg"), os.path.join(place, "run")):
        os.symlink(KG, link)
    os.symlink(SEEDS, os.path.join(place, "seeds"))
    environment = dict(os.environ, KG_STORE=store, PATH=os.path.join(directory, "bin") + ":" + os.environ["PATH"])
    for block in fenced(text):
        if block.language != "console":
            continue
        for command, shown in commands(block.text):
            count += 1
            done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=place,
                                  env=environment, timeout=60, stdin=subprocess.DEVNULL)
            printed = done.stdout.decode()
            if not same(shown, printed if printed else ""):
                line = text.count("\n", 0, block.begin) + 1
                wrong.append(f"{page}:{line}: $ {command}\nprints\n{printed}")
    return count, wrong


def examples(text):
    """Line and code of each example in the tables."""
    column = None
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        fenced ^= line.startswith("```")
        if fenced or not line.startswith("|"):
            column = None
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if column is None:
            column = cells.index("example") if "example" in cells else -1
        elif column >= 0 and column < len(cells) and not set(cells[column]) <= set("-: "):
            for code in re.findall(r"`([^`]+)`", cells[column].replace("\\|", "|")):
                yield number, code


def check_examples(page, text, store):
    wrong = []
    count = 0
    for line, code in examples(text):
        count += 1
        # A statement; or elements of a group, with all variables that the page uses bound before them.
        bound = " and ".join(f"?{a} ?r{i} ?{b}" for i, (a, b) in enumerate(["vn", "qa", "pt", "xy", "cd", "fz"]))
        forms = [code if code.startswith("begin") else f"begin; {code}; rollback", f"explain find * where {code}",
                 f"explain find * where {bound} and {code}"]
        tries = []
        for form in forms:
            tries.append(run(store, form))
            if tries[-1][0] in (0, 1):
                break
        else:
            wrong.append(f"{page}:{line}: `{code}` is not understood: {tries[0][1]}")
    return count, wrong


def main():
    failures = []
    for page in sys.argv[3:]:
        with open(page, encoding="utf-8") as f:
            text = f.read()
        with tempfile.TemporaryDirectory(prefix="kg-docs-") as directory:
            store = new_store(directory)
            examples_seen, wrong = check_examples(page, text, store)
            failures += wrong
            blocks_seen, wrong = check_blocks(page, text, store)
            failures += wrong
            commands_seen, wrong = check_consoles(page, text, store, directory)
            failures += wrong
        print(f"{os.path.basename(page)}: {blocks_seen} blocks, {examples_seen} examples and {commands_seen} commands, "
              f"{len(failures)} wrong so far")
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    KG, SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    sys.exit(main())
