"""kg document and kg verify --documents, as other programs drive them (docs/cli.md, docs/checking.md).

Usage: document_test.py KG SEEDS [unittest arguments]
"""
import hashlib
import json
import os
import pty
import random
import subprocess
import sys
import time
import unittest

import cli_test

TEXT = ("---\ntitle: A visit\npublisher: \"The Post\"\ndate: 2026-02-10\nurl: https://example.org/a\n"
        "origin: Xinhua, PTI\nother: left alone\n---\n"
        "# A visit\n\nAda met Grace. Ada spoke\u00a0of \u201crare earths\u201d.\r\n\r\nThey met \u2013 twice.")


class Documents(cli_test.Program):
    def setUp(self):
        super().setUp()
        self.run_kg("create")
        self.run_kg("query", 'entity Ada; entity Grace is a "person"; entity Xinhua; relation met; relation praised')

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        return path

    def rows(self, query):
        return [json.loads(line) for line in self.run_kg("query", "--format", "ndjson", query)[0].splitlines()]

    def add(self, text=TEXT, *options, name="visit.md", status=0, quiet=True):
        return self.run_kg("document", "add", self.write(name, text), *options, status=status, quiet=quiet)

    def test_show_at_a_place(self):
        path = os.path.join(self.directory, "notes.txt")
        with open(path, "w") as f:
            f.write("one\ntwo\nthree\nAda wrote to Grace.\nfive\nsix\nseven")
        self.run_kg("document", "add", path, "--name", "notes")
        shown = "      2  two\n      3  three\n>     4  Ada wrote to Grace.\n      5  five\n      6  six\n"
        for place in "14", "16", "wrote to":
            self.assertEqual(self.run_kg("document", "show", "notes", "--at", place)[0], shown)
        self.assertEqual(self.run_kg("document", "show", "notes", "--at", "three\nAda")[0].count(">"), 2)
        self.assertTrue(self.run_kg("document", "show", "notes", "--at", "47")[0].endswith(">     7  seven\n"))
        for place in "48", "nowhere", "-1":
            self.assertIn("does not stand in notes", self.run_kg("document", "show", "notes", "--at", place, status=2)[1])

    def test_metadata_and_exact_bytes(self):
        out, _ = self.add()
        self.assertEqual(out, "visit: added, 4 sentences, 4 mentions\n")
        self.assertEqual(self.run_kg("document", "show", "visit")[0].encode(), TEXT.encode())
        record = json.loads(self.run_kg("document", "show", "visit", "--format", "json")[0])
        self.assertEqual({k: record[k] for k in ("name", "title", "publisher", "date", "url", "sentences", "claims")},
                         {"name": "visit", "title": "A visit", "publisher": "The Post", "date": "2026-02-10",
                          "url": "https://example.org/a", "sentences": 4, "claims": 0})
        self.assertEqual(record["sha256"], hashlib.sha256(TEXT.encode()).hexdigest())
        self.assertEqual(record["bytes"], len(TEXT.encode()))
        self.assertEqual(sorted(record["origin"].split(", ")), ["PTI", "Xinhua"])
        self.assertEqual(self.rows("ask visit origin Xinhua"), [{"boolean": True}])
        self.assertEqual(len(self.rows("show documents")), 1)
        self.assertEqual(self.run_kg("document", "list", "--format", "ndjson")[0].count("\n"), 1)
        out, _ = self.run_kg("verify")
        self.assertIn("sound", out)
        text = TEXT.encode()
        for row in self.rows("find ?t, ?b, ?e where ?s sentence of visit and ?s has text ?t and ?s start ?b and ?s end ?e"):
            self.assertEqual(text[row["b"]:row["e"]].decode(), row["t"])
        for row in self.rows("find ?t, ?b, ?e where ?s mentions ?x [surface ?t, start ?b, end ?e]"):
            self.assertEqual(text[row["b"]:row["e"]].decode(), row["t"])

    def test_options_win(self):
        self.add(TEXT, "--name", "other", "--title", "Mine", "--publisher", "Me", "--date", "2025", "--url", "u",
                 "--origin", "Ada", "--origin", "nobody")
        record = json.loads(self.run_kg("document", "show", "other", "--format", "json")[0])
        self.assertEqual([record[k] for k in ("title", "publisher", "date", "url")], ["Mine", "Me", "2025", "u"])
        self.assertEqual(sorted(record["origin"].split(", ")), ["Ada", "nobody"])
        self.assertIn("not a date", self.add("x", "--date", "soon", name="x", status=4)[1])
        self.assertIn("those of one document",
                      self.run_kg("document", "add", self.write("a", "a"), self.write("b", "b"), "--name", "n", status=2)[1])

    def test_same_bytes_and_other_bytes(self):
        self.add()
        self.run_kg("query", 'entity "rare earths"')
        self.assertEqual(self.add()[0], "visit: unchanged, 4 sentences, 5 mentions\n")
        before = self.run_kg("dump")[0]
        self.add()
        self.assertEqual(self.run_kg("dump")[0], before)
        self.assertIn("--replace", self.add("Something else.", status=4)[1])
        self.assertEqual(self.run_kg("dump")[0], before)
        self.assertEqual(self.add("Grace alone.", "--replace")[0], "visit: replaced, 1 sentence, 1 mention\n")
        self.assertEqual([row["t"] for row in self.rows("?s has text ?t")], ["Grace alone."])
        self.assertEqual(len(self.rows("? mentions ?")), 1)
        self.assertEqual(self.rows("find ?t where visit title ?t"), [])
        self.run_kg("verify")
        self.run_kg("query", 'entity "Grace alone"')
        self.assertEqual(self.run_kg("document", "link")[0], "visit: linked, 1 sentence, 1 mention\n")
        self.assertEqual([row["x"] for row in self.rows("?s mentions ?x")], ["Grace alone"])

    def test_claims_before_their_document(self):
        self.run_kg("query", 'add Ada met Grace [source "visit", quote \'Ada met Grace.\']')
        self.run_kg("query", 'add Grace met Ada [source "visit", quote \'They met - twice.\']')
        self.run_kg("query", 'add Ada praised Grace [source "visit", quote \'Ada praised her.\']')
        _, err = self.add(status=4)
        self.assertIn("'Ada praised her.'", err)
        self.assertIn("nearest sentence", err)
        self.assertEqual(self.rows("show documents"), [])
        out, err = self.add(TEXT, "--lenient", quiet=False)
        self.assertIn("2 quotes found", out)
        self.assertIn("'Ada praised her.' does not stand in visit", err)
        text = TEXT.encode()
        row, = self.rows("find ?b, ?e where Grace met Ada [start ?b, end ?e]")
        self.assertEqual(text[row["b"]:row["e"]].decode(), "They met \u2013 twice.")
        record = json.loads(self.run_kg("check", "Ada met Grace", "--format", "json")[0])["supporting"][0]
        self.assertEqual(text[record["start"]:record["end"]].decode(), "Ada met Grace.")
        self.assertTrue(text[:record["start"]].decode().endswith(record["prefix"]))
        self.assertTrue(text[record["end"]:].decode().startswith(record["suffix"]))
        self.assertEqual(record["sha256"], hashlib.sha256(text).hexdigest())
        out, _ = self.run_kg("verify", "--documents", status=4)
        self.assertIn("missing: visit: 'Ada praised her.'", out)
        # Another text loses a quote: refused, and everything stays.
        before = self.run_kg("dump")[0]
        self.assertIn("quotes of visit", self.add("Nothing.", "--replace", status=4)[1])
        self.assertEqual(self.run_kg("dump")[0], before)

    def test_a_load_with_a_wrong_quote_is_refused_where_it_stands(self):
        self.add()
        path = self.write("facts.kg", 'add Ada met Grace [source "visit", quote \'Ada met Grace.\'];\n'
                          'add Grace met Ada [source "visit",\n  quote \'Grace met Ada.\'];\n')
        _, err = self.run_kg("load", path, status=4)
        self.assertIn("facts.kg:3:9: the quote 'Grace met Ada.' does not stand in visit", err)
        self.assertIn("hint: the nearest sentence is 'Ada met Grace.'", err)
        self.assertEqual(self.rows("? met ?"), [])

    def test_what_became_of_the_file(self):
        path = self.write("visit.md", TEXT)
        self.run_kg("document", "add", path)
        for a, relation, b, quote in (("Ada", "met", "Grace", "Ada met Grace."), ("Grace", "met", "Ada", "They met"),
                                      ("Ada", "praised", "Grace", "Ada spoke of")):
            self.run_kg("query", f'add {a} {relation} {b} [source "visit", quote \'{quote}\']')
        self.assertEqual(self.run_kg("verify", "--documents")[0],
                         "1 document, 1 file read: 3 quotes sound, 0 moved, 0 changed, 0 missing\n")
        self.write("visit.md", TEXT.replace("# A visit\n", "# A long visit\n"))
        out, _ = self.run_kg("verify", "--documents")
        self.assertEqual(out.count("moved: visit:"), 3, out)
        self.write("visit.md", TEXT.replace("Ada met Grace.", "Ada saw Grace."))
        out, _ = self.run_kg("verify", "--documents", status=4)
        self.assertIn("changed: visit: 'Ada met Grace.'", out)
        self.assertIn("2 quotes sound, 0 moved, 1 changed, 0 missing", out)
        rows = self.run_kg("verify", "--documents", "--format", "ndjson", status=4)[0].splitlines()
        self.assertEqual(sorted(json.loads(row)["state"] for row in rows), ["changed", "sound", "sound"])
        self.write("visit.md", "All else.")
        self.assertIn("3 missing", self.run_kg("verify", "--documents", status=4)[0])
        os.remove(path)
        out, err = self.run_kg("verify", "--documents", quiet=False)
        self.assertEqual(err.count("cannot be read"), 1)
        self.assertIn("3 quotes sound", out)
        # A path comes from the store: what is no regular file is not opened for reading.
        os.mkfifo(path)
        self.assertIn("cannot be read", self.run_kg("verify", "--documents", quiet=False)[1])

    def test_odd_texts(self):
        for text, sentences in (("", 0), (" \n\t\n", 0), ("No final newline", 1), ("x " * 100000, 13), ("\ufeffMark.", 1),
                                ("---\ntitle: open", 1), ("---\ntitle: none\n---\n", 0)):
            out, _ = self.add(text, "--name", f"odd-{len(text)}-{sentences}")
            self.assertRegex(out, rf": added, {sentences} sentences?,", repr(text[:20]))
        self.assertIn("bad.md:2:3: the document is not UTF-8 here", self.add(b"one\ntw\xff", name="bad.md", status=4)[1])
        self.assertIn(":1:2: a document has no NUL", self.add(b"a\0b", name="nul.md", status=4)[1])
        self.add(b"x" * (4 << 20), name="most.md")
        self.assertIn("at most 4194304", self.add(b"x" * ((4 << 20) + 1), name="more.md", status=6)[1])
        self.run_kg("document", "add", os.path.join(self.directory, "absent"), status=2)
        self.run_kg("document", "add", "-", stdin="Ada.", status=2)
        self.run_kg("document", "add", "-", "--name", "typed", stdin="Ada.")
        self.assertIn("no document called `Ada`", self.run_kg("document", "show", "Ada", status=3)[1])
        self.run_kg("document", status=2)

    def test_undone_and_dumped_like_everything_else(self):
        self.add()
        past, _ = self.run_kg("query", "as of 1 find count(*) as ?n where ?s <https://kg.example/ns#text> ?t", quiet=False)
        self.assertEqual(past.split(), ["n", "0"])
        dump = self.run_kg("dump")[0]
        copy = os.path.join(self.directory, "copy")
        self.run_kg("create", copy)
        self.run_kg("load", "--store", copy, "--format", "nt", "-", stdin=dump)
        self.assertEqual(self.run_kg("document", "show", "visit", "--store", copy)[0], TEXT)

    def test_a_terminal_gets_nothing_raw(self):
        self.add("Red \x1b[31m text.", name="red.md")
        pid, descriptor = pty.fork()
        if pid == 0:
            os.execve(cli_test.KG, [cli_test.KG, "document", "show", "red"], self.environment)
        out = b""
        deadline = time.time() + 20
        while time.time() < deadline:
            try:
                piece = os.read(descriptor, 4096)
            except OSError:
                break
            if not piece:
                break
            out += piece
        os.waitpid(pid, 0)
        self.assertIn(b"\\x1B[31m", out)
        self.assertNotIn(b"\x1b", out)
        self.assertIn(b"sha256: ", out)


class Seeds(cli_test.Program):
    """Every quote of the example store is the text at its place."""

    def test_quotes_are_the_bytes_at_their_places(self):
        self.run_kg("create")
        files = cli_test.seed_files()
        self.run_kg("load", files[0])
        self.run_kg("document", "add", *cli_test.seed_documents())
        self.run_kg("load", *files[1:])
        texts = {}
        for path in cli_test.seed_documents():
            with open(path, "rb") as f:
                texts[os.path.basename(path)[:-3]] = f.read()
        out, _ = self.run_kg("query", "--format", "ndjson", "find ?d, ?q, ?s, ?e where ?c source ?d and ?c quote ?q and "
                             "optional { ?c start ?s } and optional { ?c end ?e }")
        rows = [json.loads(line) for line in out.splitlines()]
        self.assertGreater(len(rows), 500)
        for row in rows:
            self.assertEqual(texts[row["d"]][row["s"]:row["e"]].decode(), row["q"])
        claims, _ = self.run_kg("query", "--format", "ndjson", "find distinct ?a, ?r, ?b where ?a ?r ?b [source ?d, quote ?q]")
        seed = int(os.environ.get("KG_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"KG_SEED={seed}")
        chosen = random.Random(seed).sample([json.loads(line) for line in claims.splitlines()], 60)
        named = [c for c in chosen if all(isinstance(v, str) and '"' not in v and "://" not in v for v in c.values())]
        batch = "".join(f'"{c["a"]}" "{c["r"]}" "{c["b"]}"\n' for c in named)
        # Some may have names that the store cannot tell apart: the status says so and is not what is tested.
        done = subprocess.run([cli_test.KG, "check", "--batch", "-"], input=batch.encode(), stdout=subprocess.PIPE,
                              env=self.environment, timeout=60).stdout.decode()
        found = 0
        for record in map(json.loads, done.splitlines()):
            for evidence in record.get("supporting", []) + record.get("refuting", []) + record.get("nearest", []):
                if evidence["start"] is None:
                    continue
                found += 1
                text = texts[evidence["source"]]
                self.assertEqual(text[evidence["start"]:evidence["end"]].decode(), evidence["quote"])
                self.assertEqual(evidence["sha256"], hashlib.sha256(text).hexdigest())
                self.assertTrue(text[:evidence["start"]].decode().endswith(evidence["prefix"]))
                self.assertTrue(text[evidence["end"]:].decode().startswith(evidence["suffix"]))
        self.assertGreater(found, 20)


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
