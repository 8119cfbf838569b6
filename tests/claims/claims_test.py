"""Checks claims in plain English against the example store and compares the verdicts with the expected ones.

Usage: claims_test.py KG SEEDS FILE...

Each FILE (development.tsv, held_out.tsv) has the columns id, expected, kind, claim and note. Prints a confusion matrix
for each, and the claims whose verdict is another one. Fails when claims wrongly supported or refuted are more than 2 %
of a file's claims, or when fewer than 90 % are right. An error in the place of a verdict counts as `not covered`.
"""
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile

VERDICTS = ("supported", "refuted", "disputed", "not covered")
MOST_WRONG = 0.02
LEAST_RIGHT = 0.90

Row = collections.namedtuple("Row", "id expected kind claim note")


def new_store(kg, seeds, directory):
    store = os.path.join(directory, "store")
    facts = os.path.join(seeds, "facts")
    files = [os.path.join(seeds, "vocabulary.kg"), *sorted(os.path.join(facts, name) for name in os.listdir(facts))]
    for arguments in (["create"], ["load", *files]):
        subprocess.run([kg, "--store", store, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=120)
    return store


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [Row(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for row in rows:
        if row.expected not in VERDICTS:
            sys.exit(f"{path}: {row.id}: {row.expected!r} is no verdict")
    return rows


def check(kg, store, rows):
    """The verdict records of the rows' claims, in their order."""
    lines = [json.dumps({"id": row.id, "claim": "'" + row.claim.replace("'", "''") + "'"}) for row in rows]
    done = subprocess.run([kg, "--store", store, "check", "--batch", "-"], input="\n".join(lines) + "\n",
                          capture_output=True, encoding="utf-8", timeout=300)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    if [record["id"] for record in records] != [row.id for row in rows]:
        sys.exit(f"kg check gave {len(records)} records for {len(rows)} claims: {done.stderr}")
    return records


def print_matrix(counts):
    print("expected \\ got".ljust(16), *(verdict.rjust(12) for verdict in VERDICTS))
    for expected in VERDICTS:
        print(expected.ljust(16), *(str(counts[expected, got]).rjust(12) for got in VERDICTS))


def report(name, rows, records):
    """Whether the file's verdicts are good enough."""
    counts = collections.Counter()
    wrong = []
    for row, record in zip(rows, records):
        got = record.get("verdict", "not covered")
        counts[row.expected, got] += 1
        if got != row.expected:
            wrong.append((row, got, record))
    print_matrix(counts)
    for row, got, record in wrong:
        said = record.get("error", {}).get("message") or record.get("reading")
        print(f"{row.id} {row.kind}: {got}, not {row.expected}: {row.claim}\n     {row.note}; read as {said}")
    right = 1 - len(wrong) / len(rows)
    misled = sum(got in ("supported", "refuted") for _, got, _ in wrong) / len(rows)
    print(f"{name}: {len(rows)} claims, {right:.1%} right, {misled:.1%} wrongly supported or refuted\n")
    return right >= LEAST_RIGHT and misled <= MOST_WRONG


def main(kg, seeds, *files):
    with tempfile.TemporaryDirectory() as directory:
        store = new_store(kg, seeds, directory)
        good = True
        for path in files:
            rows = read_rows(path)
            good = report(os.path.basename(path), rows, check(kg, store, rows)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
