#!/usr/bin/env python3
"""Random graphs and queries: kg's answers against pyoxigraph's, over the SPARQL text that kg prints.

    sparql_differential.py SPARQL_PAIRS [PYTHON]

PYTHON is one that has pyoxigraph, as bench/run_bench.py installs it; without the package the test is skipped
(exit code 77). KG_SEED repeats a run, KG_PAIRS sets the number of pairs (300), KG_CASE=seed runs one alone,
KG_REPORTS how many disagreements are shown. Fails on a disagreement, and when a construct was not met.
"""

import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
from collections import Counter
from decimal import ROUND_HALF_EVEN, Context, Decimal

SKIPPED = 77
QUERY_SECONDS = 5
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBER = re.compile(r'"([^"\\]*)"\^\^<' + re.escape(XSD) + r'(integer|decimal|double|float)>')


# pyoxigraph stops where a triple term's parts cannot be a triple's; it just has no match.
NOT_COMPARED = ("not a valid RDF 1.2 term",)


def canonical_number(match):
    """Numbers by value; a quotient's last digits are each engine's own."""
    text, datatype = match.groups()
    if datatype in ("double", "float"):
        return f"{float(text.replace('INF', 'inf')):.5g}^{datatype}"
    value = Decimal(text).quantize(Decimal("1e-12"), ROUND_HALF_EVEN, Context(prec=60)).normalize()
    return f"{abs(value) if value == 0 else value:f}^{datatype}"


def canonical(rows):
    return [" ".join(f"{name}={NUMBER.sub(canonical_number, text)}" for name, text in sorted(row.items())) for row in rows]


def text_of(ox, term):
    if isinstance(term, ox.Triple):
        return "<<( " + " ".join(text_of(ox, part) for part in term) + " )>>"
    return str(term)


def answer(ox, pair):
    store = ox.Store()
    triples = "\n".join(line for line in pair["graph"].split("\n") if not line.startswith("#"))
    store.load(triples.encode(), format=ox.RdfFormat.N_TRIPLES)
    solutions = store.query(pair["query"])
    names = [variable.value for variable in solutions.variables]
    rows = []
    for solution in solutions:
        cells = {name: solution[name] for name in names}
        rows.append({name: text_of(ox, term) for name, term in cells.items() if term is not None})
    return rows


def work(ox, pipe):
    """In a process of its own, which can be ended: answers pairs."""
    while True:
        pair = pipe.recv()
        try:
            pipe.send((canonical(answer(ox, pair)), ""))
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            pipe.send((None, str(error)))


class Engine:
    def __init__(self, ox):
        self.ox, self.worker = ox, None

    def start(self):
        self.pipe, other = multiprocessing.Pipe()
        self.worker = multiprocessing.Process(target=work, args=(self.ox, other), daemon=True)
        self.worker.start()

    def answer(self, pair):
        """Rows, or None and why; None and None when it takes too long."""
        if self.worker is None:
            self.start()
        self.pipe.send(pair)
        if self.pipe.poll(QUERY_SECONDS):
            return self.pipe.recv()
        self.worker.kill()
        self.worker.join()
        self.worker = None
        return None, None


def disagreement(given, refused, pair):
    """Empty when both agree."""
    if refused:
        return "" if any(reason in refused for reason in NOT_COMPARED) else f"refused: {refused}"
    expected = canonical(pair["rows"])
    if Counter(expected) != Counter(given):
        ours = list((Counter(expected) - Counter(given)).elements())[:4]
        theirs = list((Counter(given) - Counter(expected)).elements())[:4]
        return "\n".join([f"{len(expected)} rows here, {len(given)} there"] + [f"  only here:  {row}" for row in ours]
                         + [f"  only there: {row}" for row in theirs])
    return "another order" if pair["ordered"] and expected != given else ""


def may_subtract_times(pair):
    """Oxigraph gives the duration between two dateTimes, where SPARQL 1.1 (17.3) has a type error."""
    return " - " in pair["query"] and "dateTime" in pair["query"] + pair["graph"]


def main():
    program = sys.argv[1]
    try:
        import pyoxigraph as ox
    except ImportError:
        python = sys.argv[2] if len(sys.argv) > 2 else ""
        if os.path.exists(python) and os.path.realpath(python) and os.environ.get("KG_INNER") is None:
            os.execve(python, [python, *sys.argv], {**os.environ, "KG_INNER": "1"})
        print("pyoxigraph is not installed; bench/run_bench.py does it")
        return SKIPPED
    seed = os.environ.get("KG_SEED", str(random.getrandbits(32)))
    pairs = os.environ.get("KG_PAIRS", "300")
    print(f"KG_SEED={seed}")
    only = os.environ.get("KG_CASE")
    command = [program, pairs, seed] + ([only] if only else [])
    reports = int(os.environ.get("KG_REPORTS", "5"))
    engine = Engine(ox)
    compared = failures = with_rows = slow = extensions = 0
    missing = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            pair = json.loads(line)
            if "constructs" in pair:
                for name, count in sorted(pair["constructs"].items()):
                    print(f"  {name}: {count}")
                missing = [name for name, count in pair["constructs"].items() if count == 0]
                continue
            given, refused = engine.answer(pair)
            if given is None and refused is None:
                slow += 1
                continue
            compared += 1
            with_rows += bool(pair["rows"])
            problem = disagreement(given, refused, pair)
            if problem and may_subtract_times(pair):
                extensions += 1
            elif problem:
                failures += 1
                if failures <= reports:
                    print(f"KG_CASE={pair['case']}\n{pair['plan']}{pair['query']}{pair['graph'][:4000]}{problem}\n")
    print(f"{compared} pairs, {with_rows} with rows, {failures} disagreements, {slow} too slow there, "
          f"{extensions} where it may have subtracted times")
    if missing:
        print("not met: " + ", ".join(missing))
    return 1 if failures or missing or process.returncode or not compared or (slow + extensions) * 20 > compared else 0


if __name__ == "__main__":
    sys.exit(main())
