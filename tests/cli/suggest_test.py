"""kg suggest, kg review and the exports of verdicts and claims, as other programs drive them (docs/checking.md).

Usage: suggest_test.py KG SEEDS [unittest arguments]
"""
import collections
import json
import os
import pty
import re
import select
import sys
import time
import unittest

import cli_test

TEXT = ("---\ntitle: A visit\npublisher: The Post\ndate: 2026-02-10\nurl: https://example.org/a\n---\n"
        "Ada Stone opened the chess club in Oslo on 3 May 2025.\n"
        "\u201cRex\u201d says that Ada Stone opened Blue Fund.\n"
        "Ada Stone did not open Red Fund.\n"
        "According to Rex, Ada Stone has quietly opened the Green Fund, it's said with pride.\n"
        "Ada Stone may open Gray Fund.\n"
        "Yesterday, Ada Stone opened Gray Fund, and visited Oslo.\n"
        "If it rains, Ada Stone opened Gray Fund.\n"
        "Ada Stone opened only Gray Fund.\n"
        "Nobody opened Gray Fund, and Ada Stone visited Oslo.\n")
VOCABULARY = "".join(f'entity "{name}";' for name in (
    "Ada Stone", "chess club", "Rex", "Blue Fund", "Red Fund", "Green Fund", "Gray Fund"))
VOCABULARY += ('entity city is a "type"; entity Oslo is a city; relation opened aka "opens", "open"; relation visited;'
               ' relation "attributed to" aka "according to";'
               ' add <https://kg.example/ns#attributedTo> is a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property>')


class Suggestions(cli_test.Program):
    def setUp(self):
        super().setUp()
        self.run_kg("create")
        self.run_kg("query", VOCABULARY)
        self.path = os.path.join(self.directory, "visit.md")
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(TEXT)

    def suggest(self, *options, name=None):
        out, _ = self.run_kg("suggest", name or self.path, "--format", "ndjson", *options)
        return [json.loads(line) for line in out.splitlines()]

    @staticmethod
    def said(record):
        claim = record["claim"]
        return (claim["subject"].strip('"'), claim["relation"].strip('"'), claim["object"].strip('"'),
                {name: value.strip("\"'") for name, value in claim["qualifiers"].items()})

    def test_claims_and_what_is_never_left_out(self):
        records = self.suggest()
        self.assertEqual([self.said(record) for record in records], [
            ("Ada Stone", "opened", "chess club", {"in": "Oslo", "on": "2025-05-03"}),
            ("Ada Stone", "opened", "Blue Fund", {"attributed to": "Rex"}),
            ("Ada Stone", "opened", "Red Fund", {"stance": "denied"}),
            ("Ada Stone", "opened", "Gray Fund", {}),
            ("Ada Stone", "visited", "Oslo", {}),
        ])
        data = TEXT.encode()
        for record in records:
            self.assertEqual(data[record["start"]:record["end"]].decode(), record["quote"])
            self.assertEqual(record["document"], "visit")
            self.assertFalse(record["known"])
        self.assertEqual(records[3]["left_out"], ["Yesterday,"])

    def test_what_is_written_loads_and_is_known_then(self):
        self.run_kg("document", "add", self.path)
        script, _ = self.run_kg("suggest", "visit")
        self.assertIn('# left out: "Yesterday,"\n', script)
        self.assertTrue(script.startswith("# visit: 5 claims of 9 sentences; 5 gave none\n"), script)
        path = os.path.join(self.directory, "made.kg")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        self.run_kg("load", path)
        self.assertEqual([record["known"] for record in self.suggest(name="visit")], [True] * 5)
        self.assertEqual(self.suggest("--new", name="visit"), [])
        self.assertIn("# already stored\n", self.run_kg("suggest", "visit")[0])
        self.run_kg("check", "Ada Stone opened Red Fund", status=1)

    def test_errors(self):
        _, err = self.run_kg("suggest", "nothing", status=2)
        self.assertIn("neither a document of the store nor a file", err)
        self.run_kg("suggest", self.path, "--safe", status=3)
        _, err = self.run_kg("suggest", "nothing", "--format", "json", status=2)
        self.assertEqual(json.loads(err)["code"], "usage")
        with open(self.path, "wb") as file:
            file.write(b"Ada Stone opened \xff")
        self.run_kg("suggest", self.path, status=4)
        with open(self.path, "wb") as file:
            file.write(b"Ada " * 40000 + b"Stone opened Blue Fund.\n\x1b]0;x\x07")
        self.assertEqual(self.suggest(), [])

    def test_words_that_may_be_passed_over(self):
        for words, claims in ((4, 1), (5, 0)):
            with open(self.path, "w", encoding="utf-8") as file:
                file.write("Ada Stone opened the " + "shiny " * words + "Gray Fund.\n")
            records = self.suggest()
            self.assertEqual(len(records), claims)
            self.assertEqual([record["left_out"] for record in records], [["shiny " * 3 + "shiny"]] * claims)

    def test_nothing_is_added(self):
        before = self.run_kg("stats", "--format", "json")[0]
        self.suggest()
        self.assertEqual(self.run_kg("stats", "--format", "json")[0], before)


class Reviews(Suggestions):
    test_claims_and_what_is_never_left_out = test_what_is_written_loads_and_is_known_then = None
    test_errors = test_nothing_is_added = test_words_that_may_be_passed_over = None

    def setUp(self):
        super().setUp()
        self.run_kg("document", "add", self.path)
        self.file = os.path.join(self.directory, "made.kg")
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(self.run_kg("suggest", "visit")[0])

    def review(self, keys, *options, status=0):
        """Types keys (strings; a pause after each) and gives what the terminal showed."""
        pid, descriptor = pty.fork()
        if pid == 0:
            os.execve(cli_test.KG, [cli_test.KG, "review", self.file, "--color", "never", *options],
                      dict(self.environment, TERM="xterm"))
        out = b""
        waiting = list(keys)
        deadline = time.time() + 30
        asked = 0
        while time.time() < deadline:
            if select.select([descriptor], [], [], 0.2)[0]:
                try:
                    piece = os.read(descriptor, 4096)
                except OSError:
                    break
                if not piece:
                    break
                out += piece
            prompts = out.count(b"q quit: ") + out.count(b"edit> add")
            if waiting and prompts > asked:
                asked = prompts
                os.write(descriptor, waiting.pop(0).encode())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.assertEqual(code, status, out.decode())
        return out.decode()

    def read(self, ending):
        with open(self.file + ending, encoding="utf-8") as file:
            return file.read()

    def test_decisions_are_kept_and_not_asked_again(self):
        out = self.review(["y", "n", "u", "n", "s", "q"])
        self.assertIn(">>Ada Stone opened the chess club in Oslo on 3 May 2025.<<", out)
        self.assertIn("1 accepted (0 edited), 1 rejected, 3 left", out)
        self.assertEqual(self.read(".accepted").count("add "), 1)
        self.assertIn('"chess club"', self.read(".accepted"))
        self.assertEqual(self.read(".rejected").count("add "), 1)
        self.assertIn('"Blue Fund"', self.read(".rejected"))
        out = self.review(["y", "y", "y"])
        self.assertIn("5 suggestions, 2 decided before", out)
        self.assertNotIn("chess club\"", out)
        self.assertEqual(self.read(".accepted").count("add "), 4)
        self.assertIn("5 decided before", self.review([]))
        self.assertEqual(self.run_kg("query", "Ada Stone opened ?", "--exit-status", status=1)[0].strip(), "object")

    def test_into_the_store_in_one_transaction(self):
        self.review(["y", "n", "y", "q"], "--add")
        rows = self.run_kg("query", "find ?x where Ada Stone opened ?x", "--format", "ndjson")[0].splitlines()
        self.assertEqual(rows, ['{"x":"chess club"}'])
        self.run_kg("check", "Ada Stone opened Red Fund", status=1)
        commits = self.run_kg("query", "show commits", "--format", "ndjson")[0].count("\n")
        self.review(["q"], "--add")
        self.assertEqual(self.run_kg("query", "show commits", "--format", "ndjson")[0].count("\n"), commits)

    def test_edited(self):
        # Ctrl-A, past `add "Ada Stone" "opened" "`: what is typed stands in front of the rest.
        out = self.review(["e", "\x01" + "\x06" * len('add "Ada Stone" "') + "\x0b"
                           + 'visited" "chess club"\r', "q"])
        self.assertIn("1 accepted (1 edited)", out)
        self.assertEqual(self.read(".accepted"), 'add "Ada Stone" "visited" "chess club";\n')
        self.assertIn("5 suggestions, 1 decided before", self.review(["q"]))

    def test_refusals(self):
        _, err = self.run_kg("review", self.file, status=2)
        self.assertIn("a review needs a terminal", err)
        self.assertIn("--safe", self.review([], "--safe", status=2))
        self.assertIn("three files", self.review([], "--accept-to", self.file, status=2))
        with open(self.file, "a", encoding="utf-8") as file:
            file.write("remove Ada Stone opened Blue Fund;\n")
        self.assertIn("statements that `add`", self.review([], status=3))


class Exports(Suggestions):
    test_claims_and_what_is_never_left_out = test_what_is_written_loads_and_is_known_then = None
    test_errors = test_nothing_is_added = test_words_that_may_be_passed_over = None

    def setUp(self):
        super().setUp()
        self.run_kg("document", "add", self.path)
        made = os.path.join(self.directory, "made.kg")
        with open(made, "w", encoding="utf-8") as file:
            file.write(self.run_kg("suggest", "visit")[0])
        self.run_kg("load", made)

    def review(self, *arguments, status=0, stdin=""):
        out, _ = self.run_kg("check", *arguments, "--format", "claimreview", status=status, stdin=stdin)
        return [json.loads(line) for line in out.splitlines()]

    def test_claim_review(self):
        [review] = self.review("Ada Stone opened Blue Fund", "--reviewer", "Desk")
        self.assertEqual((review["@context"], review["@type"]), ("https://schema.org", "ClaimReview"))
        self.assertEqual(review["claimReviewed"], "Ada Stone opened Blue Fund")
        self.assertEqual(review["author"], {"@type": "Organization", "name": "Desk"})
        self.assertEqual(review["reviewRating"], {"@type": "Rating", "alternateName": "Supported", "ratingValue": 5,
                                                  "bestRating": 5, "worstRating": 1})
        [quotation] = review["citation"]
        self.assertEqual(quotation["@type"], "Quotation")
        self.assertEqual(quotation["text"], "\u201cRex\u201d says that Ada Stone opened Blue Fund.")
        self.assertEqual(quotation["creditText"], "Rex")
        self.assertEqual(quotation["isPartOf"], {
            "@type": "CreativeWork", "name": "A visit", "identifier": "visit", "url": "https://example.org/a",
            "publisher": {"@type": "Organization", "name": "The Post"}, "datePublished": "2026-02-10"})

    def test_ratings_in_a_batch(self):
        lines = '{"id": 7, "claim": "Ada Stone opened Red Fund"}\nAda Stone opened Rex\n{"id": 1}\n'
        refuted, unknown, error = self.review("--batch", "-", stdin=lines, status=1)
        self.assertEqual((refuted["identifier"], refuted["reviewRating"]["ratingValue"]), ("7", 1))
        self.assertEqual(refuted["citation"][0]["description"], "refutes the claim")
        self.assertEqual(unknown["reviewRating"], {"@type": "Rating", "alternateName": "Not covered"})
        self.assertNotIn("citation", unknown)
        self.assertIn("error", error)

    def test_nanopublications(self):
        out, _ = self.run_kg("dump", "--format", "nanopub")
        path = os.path.join(self.directory, "np.trig")
        with open(path, "w", encoding="utf-8") as file:
            file.write(out)
        other = os.path.join(self.directory, "other")
        self.run_kg("--store", other, "create")
        self.run_kg("--store", other, "load", path)
        quads, _ = self.run_kg("--store", other, "dump", "--format", "nq")
        lines = quads.splitlines()
        graphs = collections.Counter(match[1] for line in lines if (match := re.search(r"<([^<>]*#\w+)> \.$", line)))
        parts = collections.defaultdict(set)
        for graph in graphs:
            base, part = graph.rsplit("#", 1)
            parts[base].add(part)
        claims = self.run_kg("query", "find distinct ?c where ? ? ? [source ?, stance ?] as ?c", "--format", "ndjson")
        self.assertTrue(claims)
        mine = {base: found for base, found in parts.items() if found & {"head"}}
        self.assertEqual(len(mine), 5)
        for found in mine.values():
            self.assertEqual(found, {"head", "assertion", "provenance", "pubinfo"})
        data = TEXT.encode()
        for kind, text in (("TextPositionSelector", TEXT), ("DataPositionSelector", data)):
            nodes = [line.split(" ")[0] for line in lines if line.split(" ")[2] == f"<http://www.w3.org/ns/oa#{kind}>"]
            self.assertEqual(len(set(nodes)), 5)
            for node in set(nodes):
                start, end = (int(re.search(r'"(\d+)"', next(
                    line for line in lines if line.startswith(f"{node} <http://www.w3.org/ns/oa#{name}>")))[1])
                    for name in ("start", "end"))
                quote = text[start:end]
                self.assertTrue((quote.decode() if isinstance(quote, bytes) else quote).endswith("."), quote)
        self.assertIn("NegativePropertyAssertion", out)
        self.assertIn("prov:wasAttributedTo", out)


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
