"""Files in and out of the program: Turtle, TriG, tables, dumps (docs/cli.md).

Usage: data_test.py KG SEEDS [unittest arguments]
"""
import json
import os
import sys
import unittest

import cli_test


class Data(cli_test.Program):
    def setUp(self):
        super().setUp()
        self.make()

    def file(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        return path


class Rdf(Data):
    TEXT = ('@prefix : <https://kg.example/id/> .\n@prefix kg: <https://kg.example/ns#> .\n'
            ':a :knows :b ~ :c {| kg:on "2026-02-10"^^<http://www.w3.org/2001/XMLSchema#date> |} .\n')

    def test_turtle_in_and_out(self):
        self.run_kg("load", "-", "--format", "ttl", stdin=self.TEXT)
        out, _ = self.run_kg("dump", "--format", "ttl")
        self.assertIn(':a :knows :b ~ :c {| kg:on "2026-02-10"^^xsd:date |} .', out)

    def test_quads_come_back_as_quads(self):
        self.run_kg("load", self.file("a.trig", "<g:g> { <a:s> <a:p> <a:o> } <a:s> <a:p> <a:o2> ."))
        out, _ = self.run_kg("dump", "--format", "nq")
        self.assertEqual(out, "<a:s> <a:p> <a:o> <g:g> .\n<a:s> <a:p> <a:o2> .\n")

    def test_blank_nodes_belong_to_their_file(self):
        files = [self.file(name, '_:x <a:p> "1" .\n') for name in ("a.nt", "b.ttl")]
        self.run_kg("load", *files)
        out, _ = self.run_kg("dump")
        self.assertEqual(out.count("\n"), 2)

    def test_json_ld_is_json(self):
        self.run_kg("load", "-", "--format", "ttl", stdin=self.TEXT)
        out, _ = self.run_kg("dump", "--format", "jsonld")
        nodes = {node["@id"]: node for node in json.loads(out)["@graph"]}
        term = nodes["https://kg.example/id/c"]["rdf:reifies"][0]["@id"]
        self.assertEqual(nodes[term]["rdf:object"], [{"@id": "https://kg.example/id/b"}])

    def test_an_error_has_its_place_and_a_hint(self):
        path = self.file("bad.ttl", "<a:s> <a:p> 1 .\n\n  x:s <a:p> 2 .\n")
        _, err = self.run_kg("load", path, status=4)
        self.assertIn(f"{path}:3:3: the prefix `x:` is not declared", err)
        self.assertIn("@prefix x:", err)
        self.assertEqual(self.run_kg("dump")[0], "")
        _, err = self.run_kg("load", "--lenient", path, quiet=False)
        self.assertIn("bad.ttl:3:3", err)

    def test_base(self):
        path = self.file("a.ttl", "<s> <a:p> <../o> .")
        self.run_kg("load", path, status=4)
        self.run_kg("load", path, "--base", "http://h/x/y")
        self.assertEqual(self.run_kg("dump")[0], "<http://h/x/s> <a:p> <http://h/o> .\n")


class Tables(Data):
    TEXT = '\ufeffname,born,worth,boss,note\r\n"Ann ""A"" Lee",1959-07-01,12.5,Bob,"two\nlines"\r\nBob,1960,,,\r\n'
    HOW = ("--map", "born=born:date", "--map", "worth=worth:quantity:USD", "--map", "boss=works for:entity",
           "--map", "note=note", "--type", "person", "--source", "The Paper")

    def test_columns_become_claims(self):
        path = self.file("people.csv", self.TEXT)
        out, _ = self.run_kg("load", path, *self.HOW, "--dry-run")
        self.assertIn(r'''add "Ann \"A\" Lee" "works for" "Bob" [source "The Paper"]''', out)
        self.assertIn("# 2 rows give ", out)
        self.assertEqual(self.run_kg("dump")[0], "")
        self.run_kg("load", path, *self.HOW)
        out, _ = self.run_kg("query", "?x born ?d [source ?s]",
                             "?x worth ?w", "?x works for ?b", "?x is a person")
        self.assertIn("Bob\t1960\tThe Paper\n", out)
        self.assertIn("12.5 USD\n", out)
        self.assertIn('Ann "A" Lee\tBob\n', out)
        self.run_kg("verify")

    def test_a_table_by_itself(self):
        self.run_kg("load", self.file("a.tsv", "id\tsize\nx\t5\ny\tsmall\n"))
        out, _ = self.run_kg("query", "--typed", "--format", "json", "x size ?v", "y size ?v")
        self.assertIn("#integer", out)
        self.assertIn("small", out)

    def test_a_template_makes_the_subject(self):
        self.run_kg("load", self.file("a.csv", "id;n\n5;x\n"), "--subject", "http://e/p/{id}", "--map", "n=rdfs:label")
        self.assertIn('<http://e/p/5> <http://www.w3.org/2000/01/rdf-schema#label> "x" .', self.run_kg("dump")[0])

    def test_bad_rows(self):
        path = self.file("a.csv", 'a,b\n1,"x\ny"\n2\n3,z\n')
        _, err = self.run_kg("load", path, status=4)
        self.assertIn(f"{path}:4:1: the row has 1 cells, the header 2", err)
        out, _ = self.run_kg("load", path, "--lenient", quiet=False)
        self.assertIn("1 record skipped", out)
        _, err = self.run_kg("load", path, "--map", "b=b:integer", status=4)
        self.assertIn(f"{path}:2:3: ", err)
        _, err = self.run_kg("load", path, "--subject", "c", status=2)
        self.assertIn("the columns are a, b", err)
        _, err = self.run_kg("load", self.file("c.csv", 'a,b\n1,"x\n'), status=4)
        self.assertIn("c.csv:2:3: the quoted cell is not closed", err)


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main(verbosity=2)
