"""Compares the claims that `kg suggest` proposes for each brief with the facts that people read from it.

Usage: suggest_precision.py KG SEEDS [--show]

The store that proposes knows the vocabulary and the facts of the other briefs, not those of the brief in hand. A
proposal is right when the facts have its subject, relation and object (for figures, the very figure) from this brief;
it follows when they support it by what the vocabulary declares. Precision: right ones of all proposals. Recall: facts of
the brief that were proposed, of all. Fails below the floors.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

LEAST_PRECISION = 0.85
LEAST_RECALL = 0.085
Score = collections.namedtuple("Score", "proposed right follows found facts")


def run(kg, store, *arguments, text=None):
    done = subprocess.run([kg, "--store", store, *arguments], input=text, capture_output=True, encoding="utf-8",
                          timeout=120)
    if done.returncode > 1:
        sys.exit(f"kg {' '.join(arguments)[:200]}: {done.stderr}")
    return done.stdout


def new_store(kg, store, files):
    run(kg, store, "create")
    run(kg, store, "load", *files)
    return store


def triple(claim):
    return tuple(claim[part] for part in ("subject", "relation", "object"))


def checked(kg, truth, brief, suggestions):
    """For each suggestion whether the facts have it, and whether they support it."""
    lines = []
    for suggestion in suggestions:
        claim = suggestion["claim"]
        denied = " [stance denied]" if "stance" in claim["qualifiers"] else ""
        lines.append(json.dumps({"claim": " ".join(triple(claim)) + denied}))
    records = run(kg, truth, "check", "--from", brief, "--batch", "-", text="\n".join(lines) + "\n").splitlines()
    verdicts = [json.loads(record) for record in records]
    supported = [verdict.get("verdict") == "supported" for verdict in verdicts]
    exact = [good and ("exact" in verdict["reasons"] or verdict["reading"]["negated"])
             for good, verdict in zip(supported, verdicts)]
    return exact, supported


def facts_of(kg, truth, brief):
    asserted = f'find distinct ?s, ?r, ?o where ?s ?r ?o [source "{brief}"]'
    denied = f'find distinct ?s, ?r, ?o where ?s ?r ?o [source "{brief}", stance denied]'
    return sum(len(run(kg, truth, "query", "--no-inference", "--format", "ndjson", query).splitlines())
               for query in (asserted, denied))


def score(kg, truth, store, path, show):
    brief = os.path.basename(path).removesuffix(".md")
    suggestions = [json.loads(line) for line in run(kg, store, "suggest", "--new", "--format", "ndjson", path).splitlines()]
    exact, supported = checked(kg, truth, brief, suggestions)
    found = {triple(one["claim"]) + ("stance" in one["claim"]["qualifiers"],)
             for one, right in zip(suggestions, exact) if right}
    for one, right, follows in zip(suggestions, exact, supported):
        if show and not right:
            print("  follows" if follows else "  wrong", *triple(one["claim"]), one["claim"]["qualifiers"], "|",
                  one["quote"])
    return Score(len(suggestions), sum(exact), sum(supported), len(found), facts_of(kg, truth, brief))


def main(kg, seeds, *options):
    facts = os.path.join(seeds, "facts")
    vocabulary = os.path.join(seeds, "vocabulary.kg")
    every = sorted(os.path.join(facts, name) for name in os.listdir(facts))
    good = True
    with tempfile.TemporaryDirectory() as directory:
        truth = new_store(kg, os.path.join(directory, "truth"), [vocabulary, *every])
        total = Score(0, 0, 0, 0, 0)
        for path in every:
            brief = os.path.basename(path).removesuffix(".kg")
            document = os.path.join(seeds, "documents", brief + ".md")
            if not os.path.exists(document):
                continue
            others = [other for other in every if other != path and not other.endswith("denied.kg")]
            store = new_store(kg, os.path.join(directory, brief), [vocabulary, *others])
            one = score(kg, truth, store, document, "--show" in options)
            total = Score(*(sum(pair) for pair in zip(total, one)))
            print_score(brief, one)
    print_score("all", total)
    return 0 if total.right / total.proposed >= LEAST_PRECISION and total.found / total.facts >= LEAST_RECALL else 1


def print_score(name, one):
    print(f"{name}: {one.proposed} proposed, {one.right} right, {one.follows - one.right} more follow;"
          f" precision {one.right / one.proposed:.1%} ({one.follows / one.proposed:.1%} with what follows),"
          f" recall {one.found}/{one.facts} = {one.found / one.facts:.1%}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
