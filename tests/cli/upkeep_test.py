"""kg backup, restore, diff; kg help, completions and the man page (docs/cli.md).

Usage: upkeep_test.py KG SEEDS [unittest arguments]
"""
import os
import re
import shutil
import subprocess
import sys
import unittest

import cli_test
from cli_test import Program


class Upkeep(Program):
    def path(self, name):
        return os.path.join(self.directory, name)

    def test_backup_and_restore(self):
        self.make(self.PEOPLE)
        out, _ = self.run_kg("backup", self.path("copy"))
        self.assertEqual(out, f"backed up 4 triples, up to commit 1, to {self.path('copy')}\n")
        self.assertIn("sound: 4 triples", self.run_kg("verify", "--store", self.path("copy"))[0])
        self.assertEqual(self.run_kg("dump", "--store", self.path("copy")), self.run_kg("dump"))
        _, err = self.run_kg("backup", self.path("copy"), status=5)
        self.assertIn("is not an empty directory", err)

        self.run_kg("query", "remove <http://e/ada> <http://e/knows> <http://e/grace>")
        _, err = self.run_kg("restore", self.path("copy"), status=5)
        self.assertIn("--force", err)
        self.assertEqual(self.run_kg("query", "ask <http://e/ada> <http://e/knows> ?", status=1)[0], "no\n")
        out, _ = self.run_kg("restore", self.path("copy"), "--force")
        aside = re.fullmatch(r"restored .*\nwhat was there is now (.*)\n", out)[1]
        self.assertEqual(self.run_kg("query", "ask <http://e/ada> <http://e/knows> ?")[0], "yes\n")
        self.run_kg("query", "ask <http://e/ada> <http://e/knows> ?", "--store", aside, status=1)
        self.run_kg("restore", self.path("copy"), "--store", self.path("new"))
        self.run_kg("diff", self.path("copy"), self.path("new"))

    def test_what_is_wrong_is_said(self):
        self.make(self.PEOPLE)
        self.run_kg("backup", status=2)
        self.run_kg("backup", self.path("copy"), "--safe", status=2)
        self.assertIn("is not a store", self.run_kg("restore", self.path("none"), "--force", status=5)[1])
        os.makedirs(self.path("letters"))
        open(self.path("letters/letter"), "w").close()
        self.run_kg("restore", self.store, "--force", "--store", self.path("letters"), status=5)
        self.assertTrue(os.path.exists(self.path("letters/letter")))
        self.run_kg("diff", self.store, status=2)
        self.run_kg("diff", self.store, self.path("none"), status=5)
        self.run_kg("diff", self.store, self.store, "--format", "csv", status=2)

    def test_diff(self):
        self.make(self.PEOPLE)
        self.run_kg("backup", self.path("other"))
        self.assertEqual(self.run_kg("diff", self.store, self.path("other"))[0], "")
        self.run_kg("load", "--store", self.path("other"), "--format", "nt", "-",
                    stdin='<http://e/new> <http://e/note> "one\\ntwo" .\n')
        self.run_kg("query", "--store", self.path("other"), "remove <http://e/ada> <http://e/knows> <http://e/grace>")
        expected = ("- <http://e/ada> <http://e/knows> <http://e/grace> .\n"
                    '+ <http://e/new> <http://e/note> "one\\ntwo" .\n')
        self.assertEqual(self.run_kg("diff", self.store, self.path("other"), status=1)[0], expected)
        self.assertEqual(self.run_kg("diff", self.store, self.path("other"), "--format", "json", status=1)[0],
                         '{"removed":1,"added":1}\n')
        self.assertEqual(self.run_kg("diff", self.path("other"), self.path("other"), "--format", "json")[0],
                         '{"removed":0,"added":0}\n')

    def test_claims_of_equal_scripts_are_equal(self):
        for name in ("one", "two"):
            self.run_kg("create", "--store", self.path(name))
            self.run_kg("load", "--store", self.path(name), *cli_test.seed_files())
        self.run_kg("diff", self.path("one"), self.path("two"))


class Help(Program):
    def complete(self, *words):
        """What bash offers at the end of these words."""
        script = (f"source <('{cli_test.KG}' completions bash); COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _kg; "
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script, "bash", "kg", *words], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, cwd=self.directory, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return [word for word in done.stdout.decode().split("\n") if word]

    def commands(self):
        section = self.run_kg("help")[0].split("Subcommands:\n")[1]
        return re.findall(r"^  (\w+) ", section, re.M)

    def test_help_of_everything(self):
        self.assertIn("backup", self.commands())
        for command in self.commands():
            self.assertIn(f"Usage: kg {command}", self.run_kg("help", command)[0])
        self.assertIn("Usage: kg document add", self.run_kg("help", "document", "add")[0])
        for topic in "language", "formats", "exit-status", "environment":
            self.assertGreater(self.run_kg("help", topic)[0].count("\n"), 4)
        formats = re.search(r"--format NAME:{(.*)}", self.run_kg("help")[0])[1].split(",")
        shown = re.findall(r"^  (\w+(?:, \w+)*)  ", self.run_kg("help", "formats")[0], re.M)
        self.assertEqual(sorted(formats), sorted(", ".join(shown).split(", ")))
        out, err = self.run_kg("help", "cooking", status=2)
        self.assertEqual(out, "")
        self.assertIn("`cooking` is neither a command nor a topic", err)

    @unittest.skipUnless(shutil.which("bash"), "bash is not there")
    def test_bash_completes(self):
        self.assertEqual(self.complete("ver"), ["verify"])
        self.assertEqual(sorted(self.complete("")), sorted(self.commands()))
        self.assertEqual(self.complete("--colo"), ["--color"])
        self.assertEqual(self.complete("help", "exi"), ["exit-status"])
        self.assertEqual(self.complete("--color", ""), ["auto", "always", "never"])
        self.assertEqual(self.complete("query", "--format", "js"), ["json", "jsonld"])
        self.assertEqual(self.complete("query", "--format", "=", "js"), ["json", "jsonld"])
        self.assertEqual(self.complete("--format", "json", "load", "--format", "t"), ["ttl", "trig", "tsv"])
        self.assertEqual(self.complete("--store", "load", "que"), ["query"], "a value is no command")
        self.assertEqual(self.complete("load", "--len"), ["--lenient"])
        self.assertEqual(self.complete("load", "--evid"), ["--evidence"])
        self.assertEqual(self.complete("document", "a"), ["add"])
        self.assertEqual(self.complete("document", "add", "--publ"), ["--publisher"])
        self.assertEqual(self.complete("completions", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("query", "--timeout", ""), [])
        open(os.path.join(self.directory, "two words.nt"), "w").close()
        os.makedirs(os.path.join(self.directory, "two rooms"))
        self.assertEqual(sorted(self.complete("load", "two")), ["two rooms", "two words.nt"])
        self.assertEqual(self.complete("--store", "two"), ["two rooms"])

    def test_other_shells_take_their_scripts(self):
        for shell in "zsh", "fish":
            script = self.run_kg("completions", shell)[0]
            for command in self.commands():
                self.assertIn(command, script)
            if shutil.which(shell):
                done = subprocess.run([shell, "-n"], input=script.encode(), stderr=subprocess.PIPE, timeout=60)
                self.assertEqual((done.returncode, done.stderr), (0, b""), shell)
            else:
                print(f"{shell} is not there: its script was not read by it", file=sys.stderr)
        self.run_kg("completions", "tcsh", status=2)

    def test_man_page_has_everything(self):
        page = self.run_kg("--man")[0]
        for command in self.commands():
            self.assertIn(f"\\fBkg {command}\\fR", page)
        for option in set(re.findall(r"--([a-z-]+)", self.run_kg("help")[0])) - {"no-evidence"}:
            self.assertIn("\\fB\\-\\-" + option.replace("-", "\\-") + "\\fR", page)
        if not shutil.which("groff"):
            self.skipTest("groff is not there")
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-b"], input=page.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("NAME", re.sub(".\x08", "", done.stdout.decode()))  # bold is struck over


if __name__ == "__main__":
    cli_test.KG, cli_test.SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
