"""The output formats, each read by a reader of another make, and the options about output (docs/cli.md).

Usage: formats_test.py KG SEEDS [unittest arguments]
"""
import csv
import html.parser
import io
import json
import os
import pty
import re
import shutil
import sys
import unittest

import cli_test
from cli_test import Program, seed_files


def markdown_rows(text):
    """The cells of the lines of a GitHub table."""
    rows = []
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.findall(r"((?:\\.|[^|\\])*)\|", line[1:])
            rows.append([re.sub(r"\\(.)", r"\1", cell[1:-1].replace("<br>", "\n")) for cell in cells])
    return rows


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.cells, self.items, self.tags, self.inside = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag in ("td", "th", "li", "pre"):
            self.inside = self.items if tag == "li" else self.cells
            self.inside.append("")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "li", "pre"):
            self.inside = None

    def handle_data(self, data):
        if self.inside is not None:
            self.inside[-1] += data


class Seeded(Program):
    def setUp(self):
        super().setUp()
        self.run_kg("create")
        self.run_kg("load", *seed_files())

    def ask(self, format_name, *queries, status=0, quiet=True):
        return self.run_kg("query", "--format", format_name, *queries, status=status, quiet=quiet)[0]


class Evidence(Seeded):
    QUOTE = "On 10 and 11 February 2026 Li Qiang visited Ganzhou in Jiangxi."

    def test_json(self):
        rows = json.loads(self.ask("json", "--evidence", "Li Qiang visited ?"))
        self.assertEqual(list(rows[0]), ["object", "evidence"])
        self.assertEqual([list(claim) for claim in rows[0]["evidence"]],
                         [["claim", "source", "quote", "start", "end", "stance", "attributed_to"]] * 3)
        self.assertEqual({claim["source"] for claim in rows[0]["evidence"]}, {"brief-1", "brief-2", "brief-3"})
        self.assertIn(self.QUOTE, [claim["quote"] for claim in rows[0]["evidence"]])
        lines = self.ask("ndjson", "--evidence", "Li Qiang visited ?").splitlines()
        self.assertEqual([json.loads(line) for line in lines], rows)
        self.ask("json", "--evidence", "Li Qiang visited ?evidence", status=3)
        self.ask("csv", "--evidence", "Li Qiang visited ?evidence")

    def test_srj_has_it_beside_the_results(self):
        answer = json.loads(self.ask("srj", "--evidence", "Li Qiang visited ?"))
        self.assertEqual(len(answer["evidence"]), len(answer["results"]["bindings"]))
        self.assertNotIn("evidence", json.loads(self.ask("srj", "Li Qiang visited ?")))

    def test_separated(self):
        for name, delimiter in ("csv", ","), ("tsv", "\t"):
            out = self.ask(name, "--evidence", "Li Qiang visited ?")
            rows = list(csv.reader(io.StringIO(out), delimiter=delimiter,
                                   quoting=csv.QUOTE_MINIMAL if name == "csv" else csv.QUOTE_NONE))
            self.assertEqual(rows[0], ["object", "evidence claim", "evidence source", "evidence quote"])
            self.assertEqual({len(row) for row in rows}, {4})
            split = "\n" if name == "csv" else "\\n"
            self.assertEqual([len(cell.split(split)) for cell in rows[1][1:]], [3, 3, 3])
            self.assertIn(self.QUOTE, rows[1][3].split(split))

    def test_tables_number_each_quote_once(self):
        out = self.ask("table", "--evidence", "Li Qiang visited ?")
        self.assertEqual(out.count(self.QUOTE), 1)
        self.assertRegex(out, r"Ganzhou +\[1\]\[2\]\[3\]\n")
        self.assertRegex(out, r"\n\[3\] brief-3: '" + re.escape(self.QUOTE))
        out = self.ask("markdown", "--evidence", "Li Qiang visited ?")
        self.assertIn("| Ganzhou | [^1][^2][^3] |", out)
        self.assertIn("\n[^3]: brief-3: '" + self.QUOTE, out)
        self.assertIn("evidence = brief-3: '" + self.QUOTE, self.ask("line", "--evidence", "Li Qiang visited ?"))
        page = Page(self.ask("html", "--evidence", "Li Qiang visited ?"))
        self.assertIn(f"brief-3: '{self.QUOTE}'", page.items)
        self.assertIn("[1][2][3]", page.cells)

    def test_graphs_and_yes(self):
        self.assertIn("# brief-3: '" + self.QUOTE, self.ask("nt", "--evidence", "Li Qiang visited ?"))
        self.assertIn(self.QUOTE, self.ask("dot", "--evidence", "Li Qiang visited ?"))
        self.assertIn("[1] brief-1: ", self.ask("table", "--evidence", "Li Qiang visited Ganzhou"))
        answer = json.loads(self.ask("json", "--evidence", "Li Qiang visited Ganzhou"))
        self.assertEqual((answer["boolean"], len(answer["evidence"])), (True, 3))
        self.assertEqual(json.loads(self.ask("json", "--evidence", "REEx visited Ganzhou", status=1)),
                         {"boolean": False, "evidence": []})

    def test_a_bare_claim_at_a_terminal_shows_it(self):
        def typed(*arguments, environment=()):
            parent, child = pty.openpty()
            self.addCleanup(os.close, parent)
            pid = os.fork()
            if pid == 0:
                os.dup2(child, 1)
                os.execve(cli_test.KG, [cli_test.KG, "query", *arguments], {**self.environment, **dict(environment)})
            os.close(child)
            out = b""
            try:
                while piece := os.read(parent, 65536):
                    out += piece
            except OSError:
                pass
            os.waitpid(pid, 0)
            return out.decode()
        self.assertIn("[1] brief-1", re.sub("\033\\[[0-9]*m", "", typed("Li Qiang visited ?")))
        self.assertNotIn("brief-1", typed("--no-evidence", "Li Qiang visited ?"))
        self.assertNotIn("brief-1", typed("find ?x where Li Qiang visited ?x"))
        self.assertNotIn("brief-1", self.ask("table", "Li Qiang visited ?"))
        # A person is told where the sources' words end, reads short IRIs, and no claims among the facts.
        self.assertIn("the first 20 rows", typed("Li Qiang ? ?"))
        self.assertNotIn("the first 20 rows", typed("--evidence", "Li Qiang ? ?"))
        described = typed("describe FORGE")
        self.assertIn("rdfs:label", described)
        self.assertNotIn("claim:", described)
        self.assertIn("brief-3: 'FORGE and Project Vault belong", described)
        self.assertIn("no answer", typed("Who launched FORGE"))
        self.assertIn("claim:", typed("find ?c where ?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?t limit 1"))
        self.assertIn("/claim/", self.ask("table", "describe FORGE"))
        # Colours come at a terminal, unless they are not wanted.
        plain = {"TERM": "xterm", "NO_COLOR": ""}
        self.assertIn("\033[1m", typed("? launched FORGE", environment=plain))
        self.assertNotIn("\033", typed("? launched FORGE", environment={**plain, "NO_COLOR": "1"}))
        self.assertNotIn("\033", typed("? launched FORGE", environment={**plain, "TERM": "dumb"}))
        self.assertNotIn("\033", typed("--color", "never", "? launched FORGE", environment=plain))
        self.assertIn("\033", typed("--color", "always", "? launched FORGE", environment={**plain, "NO_COLOR": "1"}))
        self.assertNotIn("\033", self.ask("table", "? launched FORGE"))


class Formats(Seeded):
    def test_rows_are_the_same_in_every_format(self):
        query = 'find ?c, ?m, ?n where ?c produces ?m and optional { ?c mining share ?n } order by ?c, ?m limit 7'
        rows = list(csv.reader(io.StringIO(self.ask("csv", query))))
        names, rows = rows[0], rows[1:]
        self.assertEqual(markdown_rows(self.ask("markdown", query)), [names, ["---"] * 3] + rows)
        page = Page(self.ask("html", query))
        self.assertEqual(page.cells, names + [cell for row in rows for cell in row])
        records = self.ask("line", query).rstrip("\n").split("\n\n")
        self.assertEqual([[line.split(" = ", 1)[1] for line in record.split("\n")] for record in records], rows)
        bindings = json.loads(self.ask("srj", "--iris", query))["results"]["bindings"]
        iris = list(csv.reader(io.StringIO(self.ask("csv", "--iris", query))))[1:]
        self.assertEqual([[b[name]["value"] if name in b else "" for name in names] for b in bindings], iris)

    def test_srj_terms(self):
        out = self.ask("srj", "find ?a, ?b, ?c, ?d, ?x where optional { Ganzhou visited ?x } and let ?a = 5 and let ?b = 'x'@en and let ?c = 'plain' and "
                              "let ?d = <https://kg.example/id/FORGE>")
        self.assertEqual(json.loads(out), {
            "head": {"vars": ["a", "b", "c", "d", "x"]},
            "results": {"bindings": [{
                "a": {"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
                "b": {"type": "literal", "value": "x", "xml:lang": "en"},
                "c": {"type": "literal", "value": "plain"},
                "d": {"type": "uri", "value": "https://kg.example/id/FORGE"}}]}})
        out = self.ask("srj", "find ?t where ?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?t limit 1")
        term = json.loads(out)["results"]["bindings"][0]["t"]
        self.assertEqual((term["type"], list(term["value"])), ("triple", ["subject", "predicate", "object"]))
        self.assertEqual(json.loads(self.ask("srj", "Li Qiang visited Ganzhou")), {"head": {}, "boolean": True})

    def test_graphs(self):
        for query in ("? launched FORGE", "build { ?x launched ?y } where ?x launched ?y", "describe FORGE",
                      "find ?x, ?z where ?x launched ?y and ?z member of ?y", "find count(*) as ?n where ?x launched FORGE"):
            dot = self.ask("dot", query)
            self.assertRegex(dot, r'^digraph answer \{\n(  [^\n]*;\n)+\}\n$')
            for line in self.ask("nt", query).splitlines():
                self.assertRegex(line, r"^[<_].* \.$")
        self.assertIn('[label="launched"]', self.ask("dot", "? launched FORGE"))
        self.assertIn("style=dashed", self.ask("dot", "China faces ? [stance denied]"))
        for query in "Li Qiang visited Ganzhou", "show stats":
            for name in "nt", "ttl", "trig", "jsonld", "dot":
                self.ask(name, query, status=3)
        self.assertEqual(self.ask("nt", 'add "A" "trades with" "B"'), "")

    def in_another_store(self, format_name, text, *arguments):
        """What a command says in a store that holds this text alone."""
        store, self.environment["KG_STORE"] = self.environment["KG_STORE"], os.path.join(self.directory, "other")
        self.addCleanup(lambda: shutil.rmtree(os.path.join(self.directory, "other"), ignore_errors=True))
        try:
            shutil.rmtree(self.environment["KG_STORE"], ignore_errors=True)
            self.run_kg("create")
            self.run_kg("load", "--format", format_name, "-", stdin=text)
            return self.run_kg(*arguments)[0]
        finally:
            self.environment["KG_STORE"] = store

    def test_graphs_as_rdf(self):
        for query in ("? launched FORGE", "describe FORGE", "find ?x where ?x launched ?y [source ?s]"):
            lines = sorted(self.ask("nt", query).splitlines())
            for name in "ttl", "trig":
                text = self.ask(name, query)
                self.assertIn("@prefix : <https://kg.example/id/> .", text)
                self.assertEqual(sorted(self.in_another_store(name, text, "dump").splitlines()), lines, text)
            relations = {key for node in json.loads(self.ask("jsonld", query))["@graph"] for key in node}
            self.assertIn("https://kg.example/id/launched" if "launched" in query else "@type", relations)
        self.assertIn("e:United_States e:launched e:FORGE .",
                      self.ask("ttl", "prefix e: <https://kg.example/id/>; prefix : <http://x/>; ? launched FORGE"))

    def test_evidence_in_rdf_is_claims(self):
        text = self.ask("ttl", "--evidence", "Li Qiang visited ?")
        found = self.in_another_store("ttl", text, "query", "--format", "csv",
                                      "find ?quote where <https://kg.example/id/Li_Qiang> "
                                      "<https://kg.example/id/visited> ?x [source 'brief-3', quote ?quote]")
        self.assertIn(Evidence.QUOTE, found)
        self.assertIn(Evidence.QUOTE, self.ask("jsonld", "--evidence", "Li Qiang visited ?"))

    def test_a_part_is_dumped(self):
        part = self.run_kg("dump", "--format", "ttl", "--where", "?x launched FORGE")[0]
        self.assertEqual(part, self.ask("ttl", "? launched FORGE"))
        self.assertEqual(self.run_kg("dump", "--where", "?x launched FORGE")[0], self.ask("nt", "? launched FORGE"))
        self.assertIn("digraph", self.run_kg("dump", "--format", "dot", "--where", "?x launched FORGE")[0])
        self.assertIn("choose nt", self.run_kg("dump", "--format", "csv", "--where", "?x launched ?y", status=2)[1])
        self.assertIn("--where:1:", self.run_kg("dump", "--where", "?x launched FORGE and and", status=3)[1])

    def test_answers_that_are_no_rows(self):
        for name in "table", "line", "csv", "tsv", "markdown":
            self.assertEqual(self.ask(name, "Li Qiang visited Ganzhou"), "yes\n")
        self.assertEqual(Page(self.ask("html", "Li Qiang visited Ganzhou")).cells, ["yes\n"])
        self.assertEqual(json.loads(self.ask("srj", 'add "A" "trades with" "B"'))["commit"], 2)
        self.assertEqual(Page(self.ask("html", 'add "A" "trades with" "C"')).cells, ["added 2 triples\n"])
        self.assertEqual(json.loads(self.ask("srj", "check Li Qiang visited Ganzhou"))["verdict"], "supported")
        self.assertTrue(Page(self.ask("html", "check Li Qiang visited Ganzhou")).cells[0].startswith("supported"))

    def test_numbers_keep_their_digits(self):
        digits = "123456789012345678901234567890"
        self.run_kg("query", f'add "A" "has number" {digits}, "A" "has number" 0.1000000000000000000000001')
        out = self.ask("ndjson", 'A "has number" ?n')
        self.assertIn(f'{{"n":{digits}}}', out)
        self.assertIn('{"n":0.1000000000000000000000001}', out)

    def test_a_typed_quantity_has_its_numbers(self):
        out = self.run_kg("query", "--typed", "--format", "ndjson", '"Project Vault" has funding ?much')[0]
        self.assertIn({"value": 12000000000, "unit": "USD"}, [json.loads(line)["much"]["quantity"] for line in out.splitlines()])

    def test_errors_are_json_where_rows_are(self):
        for name in "json", "ndjson", "srj":
            _, err = self.run_kg("query", "--format", name, "find ?x wher", status=3)
            self.assertEqual(list(json.loads(err)), ["code", "message", "file", "line", "column", "hint"])


class Options(Seeded):
    def parameters(self, value, query, status=0):
        path = os.path.join(self.directory, "parameters.json")
        with open(path, "w") as f:
            f.write(value if isinstance(value, str) else json.dumps(value))
        return self.run_kg("query", "--format", "ndjson", "--params", path, query, status=status)[0]

    def test_parameters_from_a_file(self):
        out = self.parameters('{"t": "a \\"text\\"", "n": 123456789012345678901234567890, "d": 0.50, "e": 1e3, "b": true}',
                              "find $t as ?t, $n as ?n, $d as ?d, $e as ?e, $b as ?b where Li Qiang visited Ganzhou")
        self.assertEqual(out, '{"t":"a \\"text\\"","n":123456789012345678901234567890,"d":0.50,"e":1e3,"b":true}\n')
        who = {"who": {"name": "Li Qiang"}, "what": {"iri": "https://kg.example/id/visited"}}
        self.assertIn("Ganzhou", self.parameters(who, "$who $what ?"))
        self.assertEqual(self.parameters({"v": {"term": "12 billion USD"}}, "find $v as ?v where Li Qiang visited Ganzhou"),
                         '{"v":{"value":12000000000,"unit":"USD"}}\n')

    def test_wrong_parameters(self):
        for value in "", "[]", "5", "{", '{"a":null}', '{"a":[1]}', '{"a":{}}', '{"a":{"b":{}}}', '{"a":{"what":"x"}}', \
                '{"a":{"iri":5}}', "[" * 100000, '{"a":' * 100000:
            self.parameters(value, "Li Qiang visited ?", status=4)
        for value in {"a": {"iri": "x> <y"}}, {"a": {"term": "1; 2"}}, {"a": {"name": "nobody at all"}}:
            self.parameters(value, "Li Qiang visited ?", status=2)
        self.run_kg("query", "--params", os.path.join(self.directory, "none"), "Li Qiang visited ?", status=2)

    def test_verdicts_as_rows(self):
        path = os.path.join(self.directory, "claims.txt")
        with open(path, "w") as f:
            f.write('Li Qiang visited Ganzhou\nREEx was founded in 2023\n{"id":"a7","claim":"Foo bar"}\n"x\n')
        batch = ("check", "--batch", path, "--format")
        rows = list(csv.DictReader(io.StringIO(self.run_kg(*batch, "csv", status=1)[0])))
        self.assertEqual([row["id"] for row in rows], ["1", "2", "a7", "4"])
        self.assertEqual([row["verdict"] for row in rows], ["supported", "refuted", "not covered", "error"])
        self.assertIn("founded in late 2024", rows[1]["evidence quote"])
        records = json.loads(self.run_kg(*batch, "json", status=1)[0])
        lines = self.run_kg(*batch, "ndjson", status=1)[0].splitlines()
        self.assertEqual([json.loads(line) for line in lines], records)
        self.assertEqual(self.run_kg("check", "--batch", path, status=1)[0].splitlines(), lines)
        self.assertEqual([record.get("verdict") for record in records], ["supported", "refuted", "not covered", None])
        self.assertIn("| a7 | Foo bar | not covered |", self.run_kg(*batch, "markdown", status=1)[0])
        self.assertIn("choose json", self.run_kg(*batch, "dot", status=2)[1])
        one = json.loads(self.run_kg("check", "Li Qiang visited Ganzhou", "--format", "json")[0])
        two = json.loads(self.run_kg("check", "Li Qiang visited Ganzhou", "Foo bar", "--format", "json", status=1)[0])
        self.assertEqual((one["verdict"], len(two)), ("supported", 2))

    def test_safe_touches_no_files(self):
        path = os.path.join(self.directory, "script.kg")
        with open(path, "w") as f:
            f.write("Li Qiang visited ?")
        self.run_kg("query", "-f", path)
        for arguments in ("query", "-f", path), ("query", "--params", path, "Li Qiang visited ?"), ("load", path), \
                ("check", "--batch", path):
            _, err = self.run_kg("--safe", *arguments, status=2)
            self.assertIn("--safe", err)
        self.run_kg("--safe", "query", "-f", "-", "Li Qiang visited ?", stdin="? launched FORGE")


class Dumps(Seeded):
    def dump(self, name="nt"):
        return self.run_kg("dump", "--format", name)[0]

    def test_a_script_rebuilds_the_store(self):
        for extra in "", ADDED:
            with self.subTest(extra=extra[:20]):
                if extra:
                    self.run_kg("query", extra)
                before, script = self.dump(), self.dump("kg")
                path = os.path.join(self.directory, "dump.kg")
                with open(path, "w", newline="") as f:
                    f.write(script)
                store = self.environment["KG_STORE"]
                self.environment["KG_STORE"] = os.path.join(self.directory, f"copy{len(extra)}")
                self.run_kg("create")
                self.run_kg("load", path)
                self.assertEqual(sorted(self.dump().splitlines()), sorted(before.splitlines()))
                self.environment["KG_STORE"] = store

    def test_rows_and_pictures(self):
        rows = list(csv.DictReader(io.StringIO(self.dump("csv"))))
        visits = [r for r in rows if (r["subject"], r["relation"], r["object"]) == ("Li Qiang", "visited", "Ganzhou")]
        self.assertEqual(sorted(r["source"] for r in visits), ["brief-1", "brief-2", "brief-3"])
        self.assertIn(Evidence.QUOTE, [r["quote"] for r in visits])
        self.assertNotIn("claim/", "".join(r["subject"] for r in rows))
        self.assertIn('[label="visited"]', self.dump("dot"))

    def test_control_characters_are_left_out_of_scripts(self):
        self.run_kg("load", "--format", "nt", "-", stdin='<http://e/a> <http://e/p> "x\\u0001y" .\n<http://e/a> <http://e/p> "z" .\n')
        out, err = self.run_kg("dump", "--format", "kg", quiet=False)
        self.assertIn("\n# not in the language: ", out)
        self.assertIn("1 triples and claims", err)
        self.assertIn("'z'", self.in_a_new_store(out))

    def in_a_new_store(self, script):
        """What a store holds that was made from a script."""
        path = os.path.join(self.directory, "script.kg")
        with open(path, "w", newline="") as f:
            f.write(script)
        store, self.environment["KG_STORE"] = self.environment["KG_STORE"], os.path.join(self.directory, "new")
        try:
            self.run_kg("create")
            self.run_kg("load", path)
            return self.dump("kg")
        finally:
            self.environment["KG_STORE"] = store

    def test_what_cannot_be_said_is_counted(self):
        self.run_kg("load", "--format", "nt", "-", stdin='<http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> "x" )>> .\n')
        out, err = self.run_kg("dump", "--format", "kg", quiet=False)
        self.assertIn("# not in the language", out)
        self.assertIn("1 triples", err)


ADDED = """add "a ""b"" c" "r s" 'it''s\n"x"\\', "a ""b"" c" "r s" 2026, "a ""b"" c" "r s" -7, "a ""b"" c" "r s" 007,
    "a ""b"" c" "r s" 1e400, "a ""b"" c" "r s" 'x'@en, "a ""b"" c" "r s" 'y'^^<http://e/d>, "a ""b"" c" "r s" 12 billion USD,
    "a ""b"" c" "r s" 2026-02-10..2026-02-11, "a ""b"" c" "r s" ~70%, "a ""b"" c" "r s" true,
    "a ""b"" c" "r s" "d" [on 2026, source 's', quote 'q''q', of 5 %, stance 'denied'], "r s" "r s" "r s" [on 2026-Q1]"""


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
