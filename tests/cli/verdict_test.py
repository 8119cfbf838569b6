"""What a verdict shows beside its kind: other figures, sources and quotes that are not there (docs/checking.md).

Usage: verdict_test.py KG SEEDS [unittest arguments]
"""
import json
import os
import sys
import unittest

import cli_test
from cli_test import Program, seed_documents, seed_files


class Verdicts(Program):
    def setUp(self):
        super().setUp()
        self.run_kg("create")
        self.run_kg("load", seed_files()[0])
        self.run_kg("document", "add", *seed_documents())
        self.run_kg("load", *seed_files()[1:])

    def text(self, claim, status=0):
        return self.run_kg("check", claim, status=status)[0]

    def record(self, claim, status=0):
        return json.loads(self.run_kg("check", claim, "--format", "json", status=status)[0])

    def add(self, statement):
        self.run_kg("query", "add " + statement)

    def document(self, name, text, *options):
        path = os.path.join(self.directory, name + ".txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.run_kg("document", "add", path, *options, quiet=False)


class Figures(Verdicts):
    def test_other_figures_are_listed(self):
        claim = "China has more than 90 percent of the capacity for processing rare earths."
        record = self.record(claim)
        self.assertEqual(record["verdict"], "supported")
        self.assertEqual({other["claim"].split(" [")[0] for other in record["others"]},
                         {"China has share 90 %", "China has share ~90 %"})
        self.assertIn("Other figures and dates in the store:\n  'According to Al Jazeera", self.text(claim))
        self.assertEqual(self.record("Li Qiang visited Ganzhou")["others"], [])

    def test_rounding_is_told(self):
        claim = "Project Vault is worth 12.4 billion US dollars."
        self.assertIn("12 billion USD, rounded, agrees with 12.4 billion USD", self.text(claim))
        self.assertEqual(self.record("Project Vault is worth 12 billion US dollars.")["supporting"][0]["how"], "")
        near = self.record("China has 95 percent of the processing of rare earths.")["supporting"][0]["how"]
        self.assertIn("within the tolerance, agrees with 95 %", near)

    def test_exactly_is_exact(self):
        exact = self.record("China has exactly 91 percent of the capacity for processing rare earths.")
        self.assertTrue(all("91 %" in e["claim"] for e in exact["supporting"]), exact["supporting"])
        self.assertIn("tolerance 0%", exact["statements"][0]["statement"])
        self.record("Project Vault is worth exactly 12.4 billion US dollars.", status=1)
        self.record("Project Vault is worth exactly 12 billion US dollars.")
        self.run_kg("check", "Project Vault is worth 12.4 billion US dollars.", "--tolerance", "0", status=1)

    def test_dates_that_the_sources_give(self):
        for when in "in March 2026", "in 2025", "on 10 February 2026":
            text = self.text(f"Li Qiang visited Ganzhou {when}.", status=1)
            self.assertIn("The sources give 2026-02, 2026-02-10..2026-02-11.", text)
        text = self.text("China mines 50 percent of the world's rare earths", status=1)
        self.assertIn("The sources give ~70 %, >66.6 %, 69 %.", text)


    def test_a_dropped_scope_is_told(self):
        self.assertIn('The sources say it [of "rare earths"], which the claim does not.',
                      self.text("China has 70 percent of mining."))
        self.assertEqual(self.record('China mining share ~70 % [of "rare earths"]')["notes"], [])


class Order(Verdicts):
    def test_a_quote_that_names_both_comes_first(self):
        quotes = [e["quote"] for e in self.record("The United States is a rival of China.")["supporting"]]
        self.assertTrue(quotes[0].startswith("China and the United States are rivals"), quotes)
        self.assertTrue(quotes[-1].startswith("The United States is promoting alliances"), quotes)


class NotUnderstood(Verdicts):
    def test_the_fewest_words(self):
        for claim, words in (("Li Qiang founded FORGE", ["founded"]), ("Li Qiang plans to visit Ganzhou.", ["plans to"]),
                             ("REEx was founded before 2025.", ["before"])):
            record = self.record(claim, status=1)
            self.assertEqual((record["reasons"][0], record["not_understood"]), ("not-understood", words))
            self.assertEqual(record["notes"], [])

    def test_did_you_mean(self):
        for claim in ("Lee Qiang visited Ganzhou.", '"Lee Qiang" visited Ganzhou'):
            self.assertIn("`Lee Qiang`: did you mean Li Qiang?", self.text(claim, status=1))
        text = self.text("Li Qiang visted Ganzou.", status=1)
        self.assertIn("`visted`: did you mean visited? `Ganzou`: did you mean Ganzhou?", text)

    def test_several_claims(self):
        for joint in ". ", " and ":
            record = self.record(f"Li Qiang visited Ganzhou{joint}REEx was founded in 2023.", status=1)
            self.assertEqual(record["notes"], ["It makes several claims; check them one by one: "
                                               "'Li Qiang visited Ganzhou', 'REEx was founded in 2023'."])
            self.assertEqual(record["not_understood"], [])

    def test_pasted_claims(self):
        claims = ["\ufeffLi Qiang visited Ganzhou.", "\u2022 Li Qiang visited Ganzhou.", '"Li Qiang visited Ganzhou."',
                  "1. Li Qiang visited Ganzhou.", "\u201eLi Qiang visited Ganzhou.\u201c", "Li\u00a0Qiang vis\u00adited Ganzhou.",
                  '"Li Qiang" visited "Ganzhou"']
        out, _ = self.run_kg("check", "--batch", "-", stdin="\n".join(claims) + "\n")
        records = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([record["verdict"] for record in records], ["supported"] * len(claims))
        self.assertEqual([record["claim"] for record in records], claims)


class Sources(Verdicts):
    def test_no_named_source(self):
        self.add('"Li Qiang" visited "Oslo"')
        self.assertIn("by 1 claim in the store, from no named source.", self.text("Li Qiang visited Oslo"))
        self.assertIn("from no named source.", self.text("Xinhua is a country.", status=1))
        self.add('"Li Qiang" visited "Oslo" [source "brief-1"]')
        self.assertIn("from 1 independent source.", self.text("Li Qiang visited Oslo"))

    def test_a_review_without_a_source_has_no_rating(self):
        self.add('"Li Qiang" visited "Oslo"')
        review = json.loads(self.run_kg("check", "Li Qiang visited Oslo", "--format", "claimreview")[0])
        self.assertEqual(review["reviewRating"],
                         {"@type": "Rating", "alternateName": "Supported, without a named source"})


class Quotes(Verdicts):
    def test_a_source_without_a_text(self):
        self.add("\"Li Qiang\" visited \"Paris\" [source \"nosuchdoc\", quote 'Li Qiang visited Paris.']")
        text = self.text("Li Qiang visited Paris")
        self.assertIn("'Li Qiang visited Paris.' (not verified: the store has no document nosuchdoc)\n", text)
        evidence = self.record("Li Qiang visited Paris")["supporting"][0]
        self.assertEqual((evidence["quote_state"], evidence["start"]), ("no-document", None))
        review = self.run_kg("check", "Li Qiang visited Paris", "--format", "claimreview")[0]
        self.assertIn("the quote is not verified", review)

    def test_words_that_are_gone(self):
        self.document("news", "Li Qiang visited Paris. He went home.\n")
        self.add("\"Li Qiang\" visited \"Paris\" [source \"news\", quote 'Li Qiang visited Paris.']")
        self.assertEqual(self.record("Li Qiang visited Paris")["supporting"][0]["quote_state"], "verified")
        self.assertNotIn("lost", self.run_kg("lint", "lost-quotes")[0])
        self.document("news", "Li Qiang visited London.\n", "--replace", "--lenient")
        self.assertIn("'Li Qiang visited Paris.' (no longer in news)\n", self.text("Li Qiang visited Paris"))
        self.assertEqual(self.record("Li Qiang visited Paris")["supporting"][0]["quote_state"], "not-found")
        self.assertIn("Li Qiang visited Paris.", self.run_kg("lint", "lost-quotes")[0])

    def test_a_quote_is_stored_as_the_document_has_it(self):
        self.document("news", "Li Qiang ‘visited’ the city of Paris—again.\n")
        self.add("\"Li Qiang\" visited \"Paris\" [source \"news\", quote 'Li  Qiang ''visited'' the city of Paris-again.']")
        quote = self.record("Li Qiang visited Paris")["supporting"][0]["quote"]
        self.assertEqual(quote, "Li Qiang ‘visited’ the city of Paris—again.")


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
