"""Typing at the prompt: completion, pastes, windows that change, history, in a terminal of our own.

Usage: editing_test.py KG SEEDS [unittest arguments]
"""
import os
import shutil
import stat
import sys
import unittest

import cli_test
import terminal_test


class Editing(terminal_test.Prompt):
    def test_completion(self):
        program = self.start()
        for start, end in (("? visited Li Q", "? visited Li Qiang"), ("path from Li Qinag", "path from Li Qiang"),
                           (".graph Projekt V", ".graph Project Vault"), ("Li Q", "Li Qiang")):
            program.send("\x03")
            program.prompt()
            program.send(start + "\t")
            program.wait("kg> " + end)
        program.send(" vis\t")
        program.wait("kg> Li Qiang visited")
        program.send("Jia\t")
        program.wait("kg> Li Qiang visited Jiangxi")
        program.send("\x03")
        program.prompt()
        program.send(".gr\tLi Qi\t")
        program.wait("kg> .graph Li Qiang")
        program.send("\x03")
        program.prompt()
        program.send(".mo\tmar\t")
        program.wait(".mode markdown")

    def test_a_paste_of_several_lines_is_one_statement(self):
        program = self.start()
        program.send("\x1b[200~find ?x where {\r  Li Qiang visited ?x  # where\r}\x1b[201~")
        program.wait("find ?x where { Li Qiang visited ?x }")
        program.send("\r")
        program.wait("5 rows")

    def paste(self, program, text):
        program.send("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def test_a_paste_of_several_statements_runs_each(self):
        for brackets in True, False:
            program = self.start()
            text = ("Li Qiang visited ?\n.mode csv\n# a note\n? launched FORGE # 'why'\n"
                    "find ?x where {\n Li Qiang visited ?x\n}\n? visited Ganzhou")
            self.paste(program, text) if brackets else program.send(text.replace("\n", "\r"))
            shown = program.wait("kg> ? visited Ganzhou")
            self.assertNotIn("error", shown)
            for answer in "5 rows", "\nUnited States\n", "\nJiangxi\n":
                self.assertIn(answer, shown)
            program.send("\r")
            program.prompt()
            program.send("\x1b[A\x1b[A\x1b[A\x1b[A")
            program.wait("kg> .mode csv")

    def test_a_pasted_query_of_several_lines_is_one(self):
        program = self.start()
        for text in ("find ?x, ?y where\n  ?x visited ?y and\n  ?y located in Jiangxi\n  order by ?x\n  limit 3\n",
                     "find ?x, count(?y) as ?n\nwhere ?x visited ?y\ngroup by ?x\nhaving ?n > 2\n",
                     "find ?x,\n?y where ?x visited ?y\nand ?y located in Jiangxi\n"):
            self.paste(program, text)
            program.settle()
            shown = program.prompt()
            self.assertNotIn("error", shown)
        self.assertEqual(shown.count("row"), 3)
        self.paste(program, "add \"A\" \"says\" 'one\ntwo'\n")
        program.settle()
        self.assertIn("added", program.prompt())
        self.assertIn("one\\ntwo", program.ask("A says ?"))

    def test_further_lines_show_what_is_open(self):
        program = self.start()
        for text, prompt, rest in (("check 'Li Qiang visited", " '> ", "Ganzhou'"), ('ask "Li', ' "> ', 'Qiang" visited ?'),
                                   ("find ?x where {", " {> ", "Li Qiang visited ?x }"),
                                   ("find (", " (> ", "count(*) as ?n) where ?x visited ?y"),
                                   ("Li Qiang visited ? [on", " [> ", "?d]"), ("find ?x where", "  > ", "Li Qiang visited ?x")):
            program.send(text + "\r")
            program.wait("\n" + prompt.rstrip())
            program.send(rest + "\r")
            program.prompt()
        program.send("find ?x where\r")
        program.wait("\n  >")
        self.assertIn("error", program.ask(""))

    def test_chinese_names(self):
        program = self.start()
        program.ask('add "李强" "visited" "贛州"')
        shown = program.ask('"李强" visited ?where')
        self.assertIn("贛州", shown)
        program.send('"李强强" visited\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x7f')
        program.wait('kg> "李强" visited')
        program.settle()
        self.assertEqual(program.screen.column, len('kg> "') + 2)

    def test_resize_while_editing(self):
        text = "find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD"
        for reflows in False, True:
            for typed in "Li Qiang vis", text:
                program = self.start(columns=100)
                program.screen.reflows = reflows
                program.send(typed)
                program.wait(typed)
                for rows, columns in (40, 60), (30, 40), (30, 30), (30, 90), (40, 100):
                    program.resize(rows, columns)
                    program.settle(0.2)
                    shown = "".join(line.ljust(columns) for line in program.screen.lines())
                    everything = "".join(program.screen.history) + shown
                    self.assertEqual(everything.count("kg> "), 1, program.screen.text())
                    self.assertIn("kg> " + typed, shown)
                    self.assertIn(".help for help", everything)  # what stood above still does
                program.send("\x03")
                program.prompt()
                self.assertIn("5 rows", program.ask("Li Qiang visited ?"))

    def test_resize_while_typing_goes_on(self):
        program = self.start(columns=100)
        program.screen.reflows = True
        program.send("find ?p, ?v where ?p has funding ?v and ")
        program.wait("?v and")
        program.resize(30, 30)
        program.send("?v >= 10 billion USD order by ?v")
        program.settle(0.3)
        self.assertIn("find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD order by ?v",
                      "".join(line.ljust(30) for line in program.screen.lines()))
        program.send("\r")
        program.wait("rows")

    @unittest.skipIf(shutil.which("less") is None, "there is no less")
    def test_resize_while_an_answer_comes_and_in_the_pager(self):
        program = self.start(columns=100, rows=30)
        program.send(terminal_test.LongAnswers.ALL + "\r")
        program.wait(lambda screen: screen.lines()[-1].startswith("q leaves"))
        program.resize(25, 60)
        self.leave_less(program)
        self.assertIn("yes", program.ask("Li Qiang visited Ganzhou"))
        typed = "find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD"
        program.send(typed)
        program.settle(0.2)
        self.assertIn("kg> " + typed, "".join(line.ljust(60) for line in program.screen.lines()))
        self.runaway()
        program.send("\x03")
        program.prompt()
        program.send(self.RUNAWAY + "\r")
        program.settle(0.4)
        program.resize(40, 100)
        program.send("\x03")
        program.prompt()
        program.send(typed)
        program.wait("kg> " + typed)

    def test_history_across_sessions_and_its_search(self):
        program = self.start()
        program.ask("Li Qiang visited ?")
        program.ask("FORGE ? ?")
        program.send("\x04")
        self.assertEqual(program.exited(), 0)
        history = os.path.join(self.directory, "kg", "history")
        self.assertEqual(stat.S_IMODE(os.stat(history).st_mode), 0o600)
        program = self.start()
        program.send("\x12visi")
        program.wait("Li Qiang visited ?")
        program.send("\r")
        program.wait("5 rows")


if __name__ == "__main__":
    for module in cli_test, terminal_test:
        module.KG, module.SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
