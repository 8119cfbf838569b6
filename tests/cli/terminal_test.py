"""The prompt as a person meets it, in a terminal of our own (tests/support/terminal.py).

Usage: terminal_test.py KG SEEDS [unittest arguments]
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cli_test  # noqa: E402
import terminal  # noqa: E402

KG = SEEDS = None
SLOWNESS = float(os.environ.get("KG_SLOWNESS", "1"))  # of a machine that is busy or instrumented


class Prompt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.example = tempfile.mkdtemp(prefix="kg-terminal-example-")
        cls.addClassCleanup(shutil.rmtree, cls.example, ignore_errors=True)
        documents = os.path.join(SEEDS, "documents")
        documents = [os.path.join(documents, name) for name in sorted(os.listdir(documents)) if name.endswith(".md")]
        for arguments in ["create"], ["document", "add", *documents], ["load", *cli_test.seed_files()]:
            subprocess.run([KG, *arguments], check=True, stdout=subprocess.DEVNULL,
                           env=dict(os.environ, KG_STORE=os.path.join(cls.example, "store")), timeout=60)

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="kg-terminal-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.store = os.path.join(self.directory, "store")
        shutil.copytree(os.path.join(self.example, "store"), self.store)
        self.environment = dict(os.environ, KG_STORE=self.store, XDG_STATE_HOME=self.directory, TERM="xterm",
                                LANG="C.UTF-8", TMPDIR=self.directory)
        for name in "NO_COLOR", "PAGER", "LESS", "VISUAL", "EDITOR", "LC_ALL":
            self.environment.pop(name, None)

    def kg(self, *arguments):
        return subprocess.run([KG, *arguments], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60)

    def start(self, *arguments, rows=40, columns=100, **environment):
        program = terminal.TerminalProgram([KG, *arguments], dict(self.environment, **environment), rows, columns)
        self.addCleanup(program.close)
        program.prompt()
        return program

    def leave_less(self, program):
        while not program.settle(0.3).endswith("kg>"):
            program.send("q")  # less drops what is typed while it handles a signal

    def runaway(self):
        """A store in which RUNAWAY takes minutes."""
        lines = "".join(f"<http://e/n{i}> <http://e/p> <http://e/n{j}> .\n" for i in range(150) for j in range(150))
        subprocess.run([KG, "load", "--format", "nt", "-"], input=lines.encode(), check=True, env=self.environment,
                       stdout=subprocess.DEVNULL, timeout=60)

    RUNAWAY = ("find count(*) as ?n where ?a <http://e/p> ?b and ?c <http://e/p> ?d and ?e <http://e/p> ?f "
               "and ?a != ?d")


class Welcome(Prompt):
    def test_says_what_is_there_and_what_to_try(self):
        text = self.start().screen.text()
        self.assertRegex(text, r"\d+ things joined by \d+ facts of \d+ relations; \d+ claims from 5 documents\.")
        tries = re.findall(r"^  (\S.*)$", text, re.MULTILINE)
        self.assertEqual(len(tries), 3)
        for example in tries:
            done = self.kg("query", example)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertGreater(len(done.stdout.splitlines()), 1)

    def test_an_empty_store(self):
        self.environment["KG_STORE"] = os.path.join(self.directory, "empty")
        self.kg("create")
        program = self.start()
        self.assertIn("The store is empty.", program.screen.text())
        self.assertIn("added", program.ask('add "Ada" "knows" "Grace"'))
        self.assertIn("Grace", program.ask("Ada knows ?"))

    def test_a_foreign_store_gets_questions_of_its_own(self):
        self.environment["KG_STORE"] = os.path.join(self.directory, "foreign")
        self.kg("create")
        path = os.path.join(self.directory, "f.nt")
        with open(path, "w") as f:
            f.write("".join(f"<http://e/a{i}> <http://e/knows> <http://e/a{i + 1}> .\n" for i in range(5)))
        self.kg("load", path)
        program = self.start()
        tries = re.findall(r"^  (\S.*)$", program.screen.text(), re.MULTILINE)
        self.assertEqual(len(tries), 3)
        for example in tries:
            self.assertIn("http://e/a1", program.ask(example))


class Interrupts(Prompt):
    def test_a_line_is_cleared_and_a_query_ends_at_once(self):
        self.runaway()
        program = self.start()
        program.send("half a line")
        program.wait("half a line")
        program.send("\x03")
        program.prompt()
        for _ in range(3):
            program.send(self.RUNAWAY + "\r")
            program.settle(0.4)
            start = time.time()
            before = program.screen.text().count("interrupted")
            program.send("\x03")
            program.wait(lambda screen: screen.text().count("interrupted") > before)
            self.assertLess(time.time() - start, 0.2 * SLOWNESS)
            program.prompt()
        self.assertIn("Ganzhou", program.ask("Li Qiang visited ?"))
        program.send("\x03\x03\x03")
        program.prompt()
        program.send("\x04")
        self.assertEqual(program.exited(), 0)

    def test_a_locked_store_is_named_and_reading_goes_on(self):
        program = self.start()
        holder = subprocess.Popen([KG, "load", "--format", "nt", "-"], stdin=subprocess.PIPE,
                                  stdout=subprocess.DEVNULL, env=self.environment)
        try:
            time.sleep(0.5)
            shown = program.ask('add "A" "knows" "B"')
            self.assertIn(str(holder.pid), shown)
            self.assertIn("Ganzhou", program.ask("Li Qiang visited ?"))
        finally:
            holder.kill()
            holder.communicate()
        self.assertIn("added", program.ask('add "A" "knows" "B"'))


class LongAnswers(Prompt):
    ALL = "find ?s, ?r, ?o where ?s ?r ?o limit 500"

    def test_the_pager_comes_when_the_screen_is_full(self):
        pager = os.path.join(self.directory, "pager")
        with open(pager, "w") as f:
            f.write("#!/bin/sh\necho PAGER; wc -l\n")
        os.chmod(pager, 0o700)
        program = self.start(PAGER=pager, rows=20)
        self.assertNotIn("PAGER", program.ask("Li Qiang visited Ganzhou"))
        shown = program.ask(self.ALL)
        self.assertIn("PAGER", shown)
        self.assertGreater(int(re.search(r"PAGER\n(\d+)", shown)[1]), 503)
        program.ask(".pager off")
        self.assertNotIn("PAGER", program.ask(self.ALL))

    def test_not_under_safe_and_not_without_one(self):
        for arguments, environment in ([["--safe"], {"PAGER": "echo PAGER; cat"}], [[], {"PAGER": "/nowhere/pager"}]):
            program = self.start(*arguments, rows=20, **environment)
            shown = program.ask(self.ALL)
            self.assertIn("500 rows", shown)
            self.assertNotIn("PAGER", shown)

    def test_less_left_early_and_interrupted(self):
        if shutil.which("less") is None:
            self.skipTest("there is no less")
        program = self.start(rows=20)
        program.send(self.ALL + "\r")
        program.wait(lambda screen: screen.lines()[-1].startswith("q leaves"))
        program.send("\x03")
        self.leave_less(program)
        program.send("\x03")
        program.prompt()
        self.assertNotIn("500 rows", program.screen.text())
        self.assertIn("yes", program.ask("Li Qiang visited Ganzhou"))

    def test_last_shows_all_of_a_cut_table(self):
        text = " ".join(f"word{i:03}" for i in range(250))
        self.kg("query", f"add \"Long\" \"says\" '{text}'")
        program = self.start(columns=60, rows=100)
        shown = program.ask("Long says ?text")
        self.assertIn("word030", shown)
        self.assertNotIn("word100", shown)
        self.assertEqual(shown.splitlines()[-2], "… marks a cut: .last shows all, .mode line in lines")
        whole = program.ask(".last")
        self.assertEqual(re.findall(r"word\d+", whole), text.split())
        self.assertNotIn("…", whole)
        self.assertIn("nothing was asked yet", self.start().ask(".last"))

class Commands(Prompt):
    def test_graph(self):
        program = self.start(PAGER="cat")
        shown = program.ask(".graph Li Qiang")
        lines = [line for line in shown.splitlines() if not line.startswith("kg>")]
        self.assertEqual(lines[0], "Li Qiang  person")
        self.assertIn("└─ visited →", lines)
        self.assertIn("   ├─ Ganzhou", lines)
        for machinery in "brief-", "label", "reifies", "quote", "mentions":
            self.assertNotIn(machinery, shown)
        two = program.ask(".graph \"Project Vault\" 2")
        self.assertIn("launched ← United States", two)
        for wrong, why in ((".graph", "needs a name"), (".graph Li Qiang 4", "`4` is no depth"),
                           (".graph Nobody Known", "Nobody Known")):
            self.assertIn(why, program.ask(wrong))
        path = os.path.join(self.directory, "li.dot")
        program.ask(f".graph Li Qiang 1 {path}")
        with open(path) as f:
            text = f.read()
        self.assertTrue(text.startswith("digraph"))
        self.assertIn('label="Ganzhou"', text)
        self.assertRegex(text, r'edgetooltip="brief-\d: .*visited Ganzhou')

    def test_graph_as_page_and_picture(self):
        program = self.start()
        page = os.path.join(self.directory, "vault.html")
        program.ask(f".graph Project Vault 2 {page}")
        with open(page) as f:
            data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', f.read(), re.S)[1])
        self.assertIn("Project Vault", [node["label"] for node in data["nodes"]])
        self.assertTrue(any(claim["quote"] for edge in data["edges"] for claim in edge["claims"]))
        self.assertIn("12 billion USD", [node["label"] for node in data["nodes"]])
        program.ask('add "Tags" "look like" "<b>&\'x\'</b>" [source "notes", quote \'a <i>quote</i>\']')
        picture = os.path.join(self.directory, "tags.svg")
        program.ask(f'.graph "Tags" {picture}')
        space = "{http://www.w3.org/2000/svg}"
        svg = xml.etree.ElementTree.parse(picture).getroot()
        self.assertEqual(svg.tag, space + "svg")
        self.assertEqual([text.text for text in svg.iter(space + "text")], ["Tags", "look like →", "<b>&'x'</b>"])
        self.assertEqual([title.text for title in svg.iter(space + "title")], ["notes: 'a <i>quote</i>'"])
        left, right = self.sides(program, os.path.join(self.directory, "forge.svg"))
        self.assertIn("United States", left)
        self.assertIn("coordinate pricing", right)

    def sides(self, program, path):
        """What stands to the left and to the right of the middle of a picture."""
        program.ask(f".graph FORGE {path}")
        boxes = [(float(group[-1].get("x")), group[-1].text, group.get("class"))
                 for group in xml.etree.ElementTree.parse(path).getroot() if group.tag.endswith("}g")]
        root = next(x for x, _, look in boxes if look == "root")
        return [t for x, t, _ in boxes if x < root], [t for x, t, _ in boxes if x > root]

    def test_graph_counts_what_it_leaves_out_and_marks_cycles(self):
        self.environment["KG_STORE"] = os.path.join(self.directory, "hub")
        self.kg("create")
        path = os.path.join(self.directory, "hub.nt")
        with open(path, "w") as f:
            f.write("".join(f"<http://e/hub> <http://e/p> <http://e/n{i:02}> .\n" for i in range(22)))
            f.write("<http://e/a> <http://e/q> <http://e/b> .\n<http://e/b> <http://e/q> <http://e/c> .\n"
                    "<http://e/c> <http://e/q> <http://e/a> .\n")
        self.kg("load", path)
        program = self.start()
        shown = program.ask(".graph <http://e/hub>")
        self.assertEqual(shown.count("http://e/n"), 10)
        self.assertIn("└─ ... and 12 more", shown)
        shown = program.ask(".graph <http://e/a> 3")
        self.assertEqual([line for line in shown.splitlines() if not line.startswith("kg>")], [
            "http://e/a",
            "├─ http://e/q → http://e/b",
            "│  └─ http://e/q → http://e/c ↑",
            "└─ http://e/q ← http://e/c",
            "   └─ http://e/q ← http://e/b ↑"])

    def test_graph_stops_at_its_limits(self):
        self.environment["KG_STORE"] = os.path.join(self.directory, "limits")
        self.kg("create")
        path = os.path.join(self.directory, "limits.nt")
        with open(path, "w") as f:
            # Ten of one relation, and eleven; a thing with 499 others by relations of their own, and one with 500.
            for thing, count in ("ten", 10), ("eleven", 11):
                f.write("".join(f"<http://e/{thing}> <http://e/p> <http://e/n{i}> .\n" for i in range(count)))
            for thing, count in ("most", 499), ("more", 500):
                f.write("".join(f"<http://e/{thing}> <http://e/r{i}> <http://e/n{i}> .\n" for i in range(count)))
        self.kg("load", path)
        program = self.start(PAGER="cat")
        self.assertNotIn("more", program.ask(".graph <http://e/ten>"))
        self.assertIn("... and 1 more", program.ask(".graph <http://e/eleven>"))
        for thing, left in ("most", 0), ("more", 1):
            drawing = os.path.join(self.directory, f"{thing}.svg")
            program.ask(f".graph <http://e/{thing}> {drawing}")
            texts = [g[-1].text for g in xml.etree.ElementTree.parse(drawing).getroot() if g.tag.endswith("}g")]
            self.assertEqual(sum("http://e/n" in text for text in texts), 499, thing)
            self.assertEqual(sum("1 more" in text for text in texts), left, thing)

    def test_edit(self):
        editor = os.path.join(self.directory, "editor")
        with open(editor, "w") as f:
            f.write('#!/bin/sh\nstat -c "mode %a" "$1" "$(dirname "$1")"\nsed -i s/Ganzhou/Jiangxi/ "$1"\n')
        os.chmod(editor, 0o700)
        program = self.start(EDITOR=editor)
        program.ask("find ?x where ?x visited Ganzhou")
        shown = program.ask(".edit")
        self.assertIn("mode 700", shown)
        self.assertIn("?x visited Jiangxi", shown)
        self.assertIn("Li Qiang", shown)
        self.assertEqual([name for name in os.listdir(self.directory) if name.startswith("kg-")], [])

    def test_an_edit_that_is_given_up_runs_nothing(self):
        program = self.start(EDITOR="true")
        program.ask("Li Qiang visited ?")
        shown = program.ask(".edit")
        self.assertIn("nothing was changed, nothing was run", shown)
        self.assertNotIn("5 rows", shown)
        program = self.start(EDITOR="touch")  # saved as it was
        program.ask("Li Qiang visited ?")
        self.assertIn("5 rows", program.ask(".edit"))

    def test_read_and_output(self):
        script, answers = (os.path.join(self.directory, name) for name in ("script.kg", "answers"))
        with open(script, "w") as f:
            f.write("Li Qiang visited ?;\nLi Qiang visited Ganzhou\n")
        program = self.start()
        self.assertIn("yes", program.ask(f".read {script}"))
        self.assertIn("go to the screen", program.ask(".output"))
        self.assertIn(f"answers go to {answers}", program.ask(f".output {answers}").replace("\n  ", " "))
        self.assertIn(answers, program.ask(".output"))
        self.assertNotIn("yes", program.ask(f".read {script}"))
        self.assertIn("go to the screen", program.ask(".output -"))
        with open(answers) as f:
            self.assertEqual(f.read().splitlines()[0], "object")
        self.assertIn("yes", program.ask("Li Qiang visited Ganzhou"))
        self.assertIn("cannot be read", program.ask(".read /nowhere/x"))
        self.assertIn("cannot be written", program.ask(".output /nowhere/x"))

    def test_answers_in_a_file_are_counted_and_last_has_formats(self):
        program = self.start()
        path = os.path.join(self.directory, "visits.csv")
        program.ask(f".output {path}")
        self.assertIn(f"5 rows to {path}", program.ask("Li Qiang visited ?").replace("\n", " ").replace("  ", " "))
        program.ask(".output -")
        self.assertIn('"object":"Ganzhou"', program.ask(".last json"))
        self.assertNotIn('"object"', program.ask(".last"))
        self.assertIn("`x.csv` is not a format", program.ask(".last x.csv"))

    def test_file_names_are_completed(self):
        os.mkdir(os.path.join(self.directory, "answers"))
        path = os.path.join(self.directory, "answers", "first.kg")
        with open(path, "w") as f:
            f.write("Li Qiang visited ?")
        start = os.path.join(self.directory, "answ")
        program = self.start()
        program.send(f".read {start}\tfir\t")
        program.wait("first.kg")
        self.assertIn("Ganzhou", program.ask(""))
        program.send(f".graph FORGE {start}\t")
        program.wait("answers/")
        program.send("\x03")
        safe = self.start("--safe")
        safe.send(f".read {start}\t")
        safe.settle(0.5)
        self.assertNotIn("answers", safe.screen.text())

    def test_safe_touches_no_files(self):
        program = self.start("--safe", EDITOR="true")
        for command in ".edit", ".read x", ".output x", ".graph Li Qiang 1 x.dot":
            self.assertIn("--safe forbids", program.ask(command))
        self.assertFalse(os.path.exists(os.path.join(self.directory, "kg", "history")))

    def test_switches_and_slips(self):
        program = self.start(PAGER="cat")
        self.assertIn("did you mean `.help`?", program.ask(".hlep"))
        self.assertIn("one of table, line, json", program.ask(".mode xml"))
        self.assertIn("neither on nor off", program.ask(".timer maybe"))
        self.assertIn("did you mean `table`?", program.ask(".mode tabel"))
        self.assertIn("did you mean `paths`?", program.ask(".help pathes"))
        program.ask(".mode JSON")
        self.assertIn('"object"', program.ask("Li Qiang visited ?"))
        program.ask(".mode table")
        for word, state in ("", "auto"), ("on", "on"), ("", "on"), ("off", "off"), ("", "off"), ("auto", "auto"):
            self.assertIn("evidence is " + state, program.ask(".evidence " + word))
        self.assertIn("brief-1", program.ask("Li Qiang visited ?"))
        self.assertIn("neither on, off nor auto", program.ask(".evidence maybe"))
        program.ask(".timer on")
        self.assertRegex(program.ask("Li Qiang visited Ganzhou"), r"\d ms")
        program.ask(".explain on")
        self.assertIn("scan", program.ask("Li Qiang visited ?"))
        program.ask(".explain off")
        program.ask(".param where = Ganzhou")
        self.assertIn("$where = Ganzhou", program.ask(".param"))
        self.assertIn("Li Qiang", program.ask("find ?x where ?x visited $where"))
        self.assertIn("rows", program.ask(".conflicts China"))
        program.send(".quit\r")
        self.assertEqual(program.exited(), 0)

    def test_sentences_are_weighed(self):
        program = self.start(rows=60, PAGER="cat")
        for typed, shown in (("Li Qiang visited Ganzhou in February 2026.", "supported: Li Qiang"),
                             ("Was REEx founded in 2023?", "founded in late 2024"),
                             ("REEx was founded in 2023", "refuted: REEx"),
                             ("check Li Qiang visited Ganzhou.", "supported: Li Qiang"),
                             ("check Li Qiang", "a claim is a subject, a relation and an object"),
                             ("Li Qiang visited Ganzhou", "yes"),
                             ("Li Qiang visited Texas", "no"),
                             ("Nobody did anything.", "not covered"),
                             ("who launched FORGE?", "read as: ? launched FORGE"),
                             ("FORGE", "launched ← United States"),
                             ("What is FORGE?", "launched ← United States"),
                             ("tell me about Li Qiang", "write `describe Li Qiang`"),
                             ("delete Li Qiang visited Ganzhou", "no answer: the store does not know every name"),
                             ("Nobody", "the statement ends too early"),
                             ("help", "TAB completes")):
            self.assertIn(shown, program.ask(typed), typed)
        program.send("exit\r")
        self.assertEqual(program.exited(), 0)

    def test_every_topic_of_help_has_examples_that_run(self):
        program = self.start(rows=100)
        overview = program.ask(".help")
        topics = re.search(r"Examples: \.help (.*)", overview)[1].split(", ")
        self.assertEqual(len(topics), 8)
        for topic in re.search(r"More: +\.help (.*)", overview)[1].split(", "):
            title = self.kg("help", topic).stdout.decode().splitlines()[0]
            self.assertIn(title, self.start(rows=100).ask(f".help {topic}"))
        for topic in topics:
            shown = self.start(rows=100).ask(f".help {topic}")
            examples = [line[2:] for line in shown.splitlines() if re.match(r"  [^ #]", line)]
            self.assertGreaterEqual(len(examples), 3, shown)
            done = self.kg("query", *examples)
            self.assertIn(done.returncode, (0, 1), f"{topic}: {done.stdout.decode()}")
            self.assertNotIn(b"warning", done.stdout, topic)
        self.assertIn("one of queries", program.ask(".help nothing"))


class Looks(Prompt):
    def test_quantities_for_people_and_not_for_programs(self):
        program = self.start()
        query = '"Project Vault" has funding ?much'
        self.assertIn("12 billion USD", program.ask(query))
        for mode in "csv", "tsv", "json":
            program.ask(f".mode {mode}")
            shown = program.ask(query)
            self.assertIn("12000000000", shown)
        self.assertIn("12000000000 USD", self.kg("query", "--format", "table", query).stdout.decode())

    def test_twenty_columns(self):
        program = self.start(columns=20, PAGER="cat")
        for line in "Li Qiang visited ?", ".graph Ganzhou 2", ".help", "check Li Qiang visited Ganzhou":
            program.ask(line)
        shown = program.ask("find ?x where Li Qiang visited ?x")
        self.assertTrue(all(len(line) <= 20 for line in shown.splitlines()))
        self.assertIn("\nGanjiang Innovation\nAcademy\n", shown)

    def words(self, text):
        return set(re.sub(r"\[(\d+)\]|[─┬…]", " ", text).split())

    def test_nothing_is_broken_within_a_word(self):
        statements = ("conflicts", "Li Qiang visited ?", "check 'Did the US launch FORGE in February 2026?'",
                      "Who launched FORGE", "check visited", "?x frobnicated Ganzhou and ?y visited ?z and ?z located in "
                      "Jiangxi", "find ?s, ?q where ?s visited ?o [quote ?q] limit 2", "path from Li Qiang to Nowhere")
        def answer(program, statement):
            shown = program.ask(statement).splitlines()
            return shown[len("kg> " + statement) // program.screen.columns + 1:-1]
        wide = self.start(columns=400, PAGER="cat")
        whole = [self.words("\n".join(answer(wide, statement))) for statement in statements]
        for columns in 40, 100:
            program = self.start(columns=columns, PAGER="cat")
            for statement, words in zip(statements, whole):
                shown = answer(program, statement)
                self.assertLessEqual(max(map(len, shown)), columns)
                self.assertEqual(self.words("\n".join(shown)) - words - {"="}, set(), "\n".join(shown))

    def test_tables_that_do_not_fit(self):
        self.assertRegex(self.start(columns=100, PAGER="cat").ask("conflicts"), r"\n +claim = China mining share ~70 %")
        wide = self.start(columns=170, PAGER="cat").ask("conflicts")
        self.assertRegex(wide, r"\nconflict +claim +source +quote +other claim +other source +other quote\n")
        self.assertRegex(wide, r"share ~70 % .* share 69 % ")
        # What comes after the rows that decided about the widths is broken in its column.
        path = os.path.join(self.directory, "late.nt")
        with open(path, "w") as f:
            f.write("".join(f'<http://e/a{i:04}> <http://e/p> "short" .\n' for i in range(1000)))
            f.write('<http://e/b> <http://e/p> "much longer than all of those before it" .\n')
        self.kg("load", path)
        program = self.start(columns=50, rows=40, PAGER="tail -n 12")
        self.assertRegex(program.ask("find ?s, ?o where ?s <http://e/p> ?o order by ?s"),
                         r"\nhttp://e/b +much longer than\n +all of those before\n")

    def test_a_marked_line_is_broken_with_its_marks(self):
        program = self.start(columns=40)
        shown = program.ask("find ?somebody, ?something, ?anything, where Li Qiang visited").splitlines()
        marks = next(line for line in shown if set(line) == {" ", "^"})
        above = shown[shown.index(marks) - 1]
        self.assertEqual(above[marks.index("^"):len(marks)], "where")

    def test_no_color_and_dumb(self):
        program = self.start(NO_COLOR="1")
        program.ask("find ?x where Li Qiang visited ?x")
        self.assertNotRegex(program.raw.decode(), r"\x1b\[[0-9;]*[1-9][0-9;]*m")
        program = self.start(TERM="dumb", rows=20)
        program.ask("find ?x where Li Qiang visited ?x")
        program.ask(LongAnswers.ALL)
        self.assertNotIn("\x1b", program.raw.decode())
        program = self.start()
        program.ask("find ?x where Li Qiang visited ?x")
        self.assertIn("\x1b[", program.raw.decode())


if __name__ == "__main__":
    KG, SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    cli_test.KG, cli_test.SEEDS = KG, SEEDS
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
