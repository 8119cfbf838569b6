"""Files in and out of the program: Turtle, TriG, tables, dumps (docs/cli.md).

Usage: data_test.py KG SEEDS [unittest arguments]
"""
import gzip
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
        self.assertIn('add "Ann ""A"" Lee" "works for" "Bob" [source "The Paper"];', out)
        self.assertIn("# 2 rows would add ", out)
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

    def test_a_byte_that_is_not_utf8_is_one_bad_row(self):
        for ending, comma in (("csv", b","), ("tsv", b"\t")):
            path = os.path.join(self.directory, "z." + ending)
            with open(path, "wb") as out:
                out.write(b"name,age\nJ\xe9,5\nAnn,6\n".replace(b",", comma))
            _, err = self.run_kg("load", path, "--dry-run", status=4)
            self.assertIn(f"bad: {path}:2:2: the text is not valid UTF-8\n", err)
            out, _ = self.run_kg("load", path, "--lenient", quiet=False)
            self.assertIn("1 record skipped", out)
            self.assertEqual(self.run_kg("query", "Ann age ?")[0], "object\n6\n")
            _, err = self.run_kg("load", path, status=4)
            self.assertIn(":2:2: the text is not valid UTF-8", err)

    def test_a_header_that_cannot_be_read_ends_the_load(self):
        path = self.file("h.csv", "a,,c\n1,2,3\n")
        for how in ("--lenient", "--dry-run"):
            _, err = self.run_kg("load", path, how, status=4)
            self.assertIn("h.csv:1:3: a column has no name", err)

    def test_claims_are_those_of_add(self):
        path = self.file("a.csv", "name,age\nAnn Lee,5\n")
        self.run_kg("load", path, "--source", "The Paper")
        out, _ = self.run_kg("query", '''add "Ann Lee" age 5 [source "The Paper"]''')
        self.assertEqual(out, "no change\n")
        self.assertNotIn("_:", self.run_kg("dump")[0])
        out, _ = self.run_kg("load", path, "--source", "The Paper")
        self.assertIn(": 0 new triples", out)

    def test_a_dry_run_foretells_the_load(self):
        path = self.file("a.csv", "name,age,boss\nAnn,5,Bob\nBob,6,Bob\nAnn,5,Bob\n")
        how = ("--map", "age=age:integer", "--map", "boss=works for:entity", "--source", "The Paper")
        out, _ = self.run_kg("load", path, *how, "--dry-run")
        added = out.split("would add ")[1].split(" triples, 0 rows cannot be read; nothing was added")[0]
        loaded, _ = self.run_kg("load", path, *how)
        self.assertIn(f": {added} new triples", loaded)
        self.assertIn("# 3 rows would add 0 triples", self.run_kg("load", path, *how, "--dry-run")[0])

        bad = self.file("b.csv", "name,age,boss\nAnn,five,Bob\nCid,7,Bob\n")
        out, err = self.run_kg("load", bad, *how, "--dry-run", status=4)
        self.assertIn("# 1 row would add 7 triples, 1 row cannot be read; nothing was added", out)
        self.assertIn("b.csv:2:5: `five` is not of the kind integer", err)
        self.run_kg("load", bad, *how, status=4)
        out, err = self.run_kg("load", bad, *how, "--dry-run", "--lenient", quiet=False)
        self.assertIn("skipped: ", err)
        self.assertIn(": 7 new triples", self.run_kg("load", bad, *how, "--lenient", quiet=False)[0])

    def test_the_script_of_a_dry_run_can_be_loaded(self):
        path = self.file("people.csv", self.TEXT)
        script = self.file("people.kg", self.run_kg("load", path, *self.HOW, "--dry-run")[0])
        self.run_kg("load", path, *self.HOW)
        other = os.path.join(self.directory, "other")
        self.run_kg("create", other)
        self.run_kg("load", script, "--store", other)
        self.assertEqual(self.run_kg("diff", self.store, other)[0], "")

    def test_a_bad_row_forgets_its_own_names_only(self):
        path = self.file("a.csv", 'name,boss\nAnn,Acme\nBob,New,\n"Cid"x\nDan,ACME\nEve,new\n')
        self.run_kg("load", path, "--map", "boss=works for:entity", "--lenient", quiet=False)
        self.assertEqual(self.run_kg("query", "? works for Acme", "Eve works for ?")[0],
                         "subject\nAnn\nDan\nobject\nnew\n")

    def test_rejects_can_be_loaded_once_they_are_mended(self):
        path = self.file("a.csv", '\ufeffn;"a\nge"\nAnn;5\n"Bob\n";six;\nCid;7\nDan;"8"x\n')
        rejects = os.path.join(self.directory, "rejects.csv")
        how = ("--map", "a\nge=age:integer")
        _, err = self.run_kg("load", path, *how, "--lenient", "--rejects", rejects, quiet=False)
        self.assertIn("a.csv:5:7: the row has 3 cells, the header 2", err)
        with open(rejects, encoding="utf-8", newline="") as file:
            text = file.read()
        self.assertEqual(text, 'n;"a\nge"\n"Bob\n";six;\nDan;"8"x\n')
        self.file("rejects.csv", text.replace("six;", "6").replace('"8"x', "8"))
        self.run_kg("load", rejects, *how)
        self.assertEqual(self.run_kg("query", "find sum(?n) where ?x age ?n")[0].split("\n")[1], "26")

    def test_where_rejects_go(self):
        good, path = self.file("b.csv", "a,b\n1,2\n"), self.file("a.csv", "a,b\n1\n")
        _, err = self.run_kg("load", good, "--rejects", "r", status=2)
        self.assertIn("hint: add --lenient", err)
        nowhere = os.path.join(self.directory, "none", "r.csv")
        _, err = self.run_kg("load", good, "--lenient", "--rejects", nowhere, status=2)
        self.assertIn(f"cannot write {nowhere}: No such file", err)
        _, err = self.run_kg("load", good, "--lenient", "--rejects", good, status=2)
        self.assertIn("is one of the files to load", err)
        self.assertEqual(self.run_kg("dump")[0], "")
        _, err = self.run_kg("load", good, path, "--lenient", "--rejects", "/dev/full", status=5)
        self.assertIn("cannot write /dev/full", err)
        other = self.file("c.csv", "a,c\n1\n")
        rejects = os.path.join(self.directory, "r.csv")
        _, err = self.run_kg("load", path, other, "--lenient", "--rejects", rejects, status=2)
        self.assertIn("load them one at a time", err)
        self.assertEqual(self.run_kg("dump")[0], "")
        self.run_kg("load", good, path, path, "--lenient", "--rejects", rejects, quiet=False)
        with open(rejects, encoding="utf-8") as file:
            self.assertEqual(file.read(), "a,b\n1\n1\n")

    def test_a_slip_in_a_kind(self):
        path = self.file("a.csv", "name,x\nAnn,Acme\n")
        _, err = self.run_kg("load", path, "--map", "x=works:enttity", status=2)
        self.assertIn("did you mean `entity`?", err)
        _, err = self.run_kg("load", path, "--map", "x=foaf:nick", status=2)
        self.assertIn("kinds are text, integer", err)
        for relation in ("x=<http://e/works>", "x=<http://e/works>:entity", "x=kg:date", "x=rdfs:seeAlso:text"):
            self.run_kg("load", path, "--map", relation)
        out, _ = self.run_kg("dump")
        self.assertIn("<http://e/works> <https://kg.example/id/Acme>", out)
        self.assertIn('<http://e/works> "Acme"', out)
        self.assertIn("<https://kg.example/ns#date>", out)
        self.assertIn('rdf-schema#seeAlso> "Acme"', out)

    def test_a_header_may_have_any_name(self):
        self.run_kg("load", self.file("a.csv", "name,ratio 1:2,a=b\nAnn,5,6\n"))
        self.assertEqual(self.run_kg("query", 'Ann "ratio 1:2" ?', 'Ann "a=b" ?')[0].split(), ["object", "5", "object", "6"])

    def test_names_of_things_by_a_template(self):
        path = self.file("a.csv", "id,name\n1,Ann Lee\n")
        out, _ = self.run_kg("load", path, "--subject", "person/{id}", "--dry-run")
        self.assertIn("--map COLUMN=rdfs:label", out)
        how = ("--subject", "person/{id}", "--map", "name=rdfs:label", "--map", "id=number")
        self.assertNotIn("COLUMN", self.run_kg("load", path, *how, "--dry-run")[0])
        self.run_kg("load", path, *how)
        self.assertEqual(self.run_kg("query", '"Ann Lee" number ?', "? number 1")[0], "object\n1\nsubject\nAnn Lee\n")
        self.assertIn("name=rdfs:label", " ".join(self.run_kg("help", "load")[0].split()))

    def test_what_is_no_iri_is_a_name(self):
        self.run_kg("load", self.file("a.csv", 'name,x\n"<-\n>",http://a b\n<http://e/s>,<p>\n'), "--map", "x=boss:entity")
        self.run_kg("verify")
        dump = self.file("dump.nt", self.run_kg("dump")[0])
        out, _ = self.run_kg("load", dump)
        self.assertIn(": 0 new triples", out)
        self.assertIn("<http://e/s> <https://kg.example/id/boss> <https://kg.example/id/%3Cp%3E>", self.run_kg("dump")[0])

    def test_formats_that_are_not_read(self):
        _, err = self.run_kg("load", self.file("x.jsonld", "{}"), status=2)
        self.assertIn("JSON-LD, which is written and not read", err)
        self.assertIn("nt, nq, ttl, trig, csv, tsv and kg", err)

    def test_a_packed_file_that_ends_too_early(self):
        path = os.path.join(self.directory, "t.nt.gz")
        with open(path, "wb") as out:
            out.write(gzip.compress(b"<a:s> <a:p> <a:o> .\n" * 100)[:-20])
        _, err = self.run_kg("load", path, status=4)
        self.assertEqual(err, f"error: {path}: the gzip data ends too early\n")


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main(verbosity=2)
