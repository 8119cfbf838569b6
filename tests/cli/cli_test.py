"""Drives the program as other programs do: commands, formats, exit status, streams (docs/cli.md).

Usage: cli_test.py KG SEEDS [unittest arguments]
"""
import gzip
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

KG = SEEDS = None


def seed_files():
    facts = os.path.join(SEEDS, "facts")
    return [os.path.join(SEEDS, "vocabulary.kg")] + sorted(
        os.path.join(facts, name) for name in os.listdir(facts) if name.endswith(".kg"))


def seed_documents():
    documents = os.path.join(SEEDS, "documents")
    return sorted(os.path.join(documents, name) for name in os.listdir(documents))


class Program(unittest.TestCase):
    """A new directory with a store for each test."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="kg-cli-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.store = os.path.join(self.directory, "store")
        self.environment = dict(os.environ, KG_STORE=self.store, XDG_STATE_HOME=self.directory)

    def run_kg(self, *arguments, stdin="", status=0, quiet=True, env=None):
        done = subprocess.run([KG, *arguments], input=stdin.encode() if isinstance(stdin, str) else stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env or self.environment, timeout=60)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, f"{arguments}: {out}{err}")
        if quiet and status in (0, 1):
            self.assertEqual(err, "", "a successful run leaves standard error empty")
        return out, err

    def make(self, text=None):
        self.run_kg("create")
        if text is not None:
            self.run_kg("load", "--format", "nt", "-", stdin=text)

    PEOPLE = (
        '<http://e/ada> <http://e/knows> <http://e/grace> .\n'
        '<http://e/ada> <http://e/age> "36"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        '<http://e/grace> <http://e/age> "85"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        '<http://e/ada> <http://e/note> "a\\tb, \\"c\\"\\n=1" .\n')


class Checks(Program):
    def setUp(self):
        super().setUp()
        self.run_kg("create")
        self.run_kg("load", seed_files()[0])
        self.run_kg("document", "add", *seed_documents())
        self.run_kg("load", *seed_files()[1:])

    def test_verdict_and_exit_status(self):
        out, _ = self.run_kg("check", "Li Qiang visited Ganzhou [on 2026-02]")
        self.assertTrue(out.startswith("supported: Li Qiang visited Ganzhou"), out)
        self.run_kg("check", "REEx founded on 2023", status=1)
        self.run_kg("query", "check REEx founded on 2023", status=1)
        self.run_kg("check", "China mining share 72 % [of \"rare earths\"]", "--from", "brief-3", status=1)
        self.run_kg("check", "China mining share 72 % [of \"rare earths\"]", "--from", "brief-3", "--tolerance", "5")
        self.run_kg("check", status=2)
        self.run_kg("check", "\"Project Vault\" has funding 12 %", status=3)

    def test_record_has_every_part(self):
        for claim, status in ("REEx founded on 2023", 1), ("Nobody visited Ganzhou", 1), ("Ganzhou visited by Li Qiang", 0):
            record = json.loads(self.run_kg("check", claim, "--format", "json", status=status)[0])
            self.assertEqual(list(record), ["claim", "id", "verdict", "reasons", "reading", "supporting", "refuting",
                                            "proof", "nearest", "others", "not_understood", "notes", "statements"])
            self.assertEqual(list(record["reading"]), ["subject", "relation", "object", "qualifiers", "negated"])
        self.assertEqual(record["reading"]["object"], "Li Qiang")
        self.assertEqual(record["proof"][0]["source"], "brief-1")

    def test_a_pipe_is_read_where_there_are_no_statements(self):
        self.assertEqual(self.run_kg("query", stdin="Li Qiang visited Ganzhou")[0], "yes\n")

    def test_what_was_not_written_is_no_success(self):
        for arguments in ("dump",), ("query", "Li Qiang visited ?"), ("check", "Li Qiang visited Ganzhou"), ("stats",), ("help",):
            for target in "/dev/full", None:
                done = subprocess.run(["sh", "-c", '"$0" "$@" >' + ("&-" if target is None else target), KG, *arguments],
                                      env=self.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)
                self.assertEqual(done.returncode, 5, arguments)
                self.assertIn(b"the output could not be written", done.stderr)
        self.run_kg("verify")

    def test_an_error_is_placed_in_its_line(self):
        path = os.path.join(self.directory, "one.kg")
        with open(path, "w") as f:
            f.write("Li Qiang visited ?; Li Qiang visited Ganzhou\n;Li Qiang visited Ganzhou; ?x visited and")
        self.assertIn(f"{path}:2:39: ", self.run_kg("query", "-f", path, status=3)[1])

    def test_a_wrong_command_line_says_what_was_meant(self):
        for arguments, hint in ((("qurey", "x"), "did you mean `query`?"), (("query", "--json", "x"), "--format json"),
                                (("query", "--formt", "csv", "x"), "did you mean `--format`?"),
                                (("query", "--timeout", "1s", "x"), "in milliseconds"),
                                (("help", "pathes"), "did you mean `paths`?"), (("nonsense",), "there are create")):
            self.assertIn(hint, self.run_kg(*arguments, status=2)[1])
        self.assertIn("add \"Hu Jun\"", self.run_kg("help", "add")[0])

    def test_batch_keeps_order_and_goes_on(self):
        lines = ['Li Qiang visited Ganzhou', '{"id": [7], "claim": "REEx founded on 2023"}', '', '{broken',
                 '{"id": 1}', 'no [claim', '{"claim": "REEx founded on 2024", "id": "x"}']
        out, _ = self.run_kg("check", "--batch", "-", stdin="\n".join(lines), status=1)
        records = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([r.get("verdict") for r in records], ["supported", "refuted", None, None, None, "supported"])
        self.assertEqual([r["id"] for r in records], [None, [7], None, None, None, "x"])
        self.assertEqual([r["error"]["line"] for r in records[2:5]], [4, 5, 6])
        self.run_kg("check", "--batch", "-", stdin="Li Qiang visited Ganzhou\n")

    def test_lint(self):
        counts = json.loads(self.run_kg("lint", "--format", "json")[0])
        self.assertEqual(len(counts), 9)
        self.assertEqual({row["check"]: row["findings"] for row in counts}["no-evidence"], 0)
        self.run_kg("query", 'add Li Qiang visited "Paris"')
        out, _ = self.run_kg("lint", "no-evidence", "types")
        self.assertIn('"Li Qiang" visited Paris', out)
        _, err = self.run_kg("lint", "spelling", status=2)
        self.assertIn("there is no check `spelling`", err)
        self.assertIn("no-evidence, no-claim", err)

    def test_batch_streams(self):
        process = subprocess.Popen([KG, "check", "--batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env=self.environment)
        self.addCleanup(process.stdout.close)
        process.stdin.write(b"Li Qiang visited Ganzhou\n")
        process.stdin.flush()
        self.assertIn(b"supported", process.stdout.readline())
        process.stdin.close()
        self.assertEqual(process.wait(20), 0)


class Stores(Program):
    def test_create_only_in_an_empty_place(self):
        self.run_kg("create")
        _, err = self.run_kg("create", status=5)
        self.assertIn("store", err)

    def test_a_missing_store_is_named(self):
        _, err = self.run_kg("query", "a b ?", status=5)
        self.assertIn(self.store, err)
        self.assertIn("kg create", err)

    def test_a_directory_that_is_no_store_is_left_alone(self):
        os.mkdir(self.store)
        with open(os.path.join(self.store, "file"), "w") as f:
            f.write("mine")
        self.run_kg("query", "? ? ?", status=5)
        self.run_kg("create", status=5)
        self.assertEqual(os.listdir(self.store), ["file"])

    def test_writers_wait_for_each_other(self):
        self.make()
        jobs = [subprocess.Popen([KG, "--wait", "30000", "query", f'add "n{i}" "follows" "m{i}"'], env=self.environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for i in range(8)]
        for job in jobs:
            out = job.communicate(timeout=60)[0].decode()
            self.assertEqual((job.returncode, out.split(" ")[0]), (0, "added"), out)
        self.assertEqual(self.run_kg("query", "find count(*) as ?n where ?x follows ?y")[0], "n\n8\n")

    def test_second_writer_is_told_who_holds_the_store(self):
        self.make()
        held = subprocess.Popen([KG, "load", "--format", "nt", "-"], stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL, env=self.environment)
        try:
            time.sleep(0.5)
            start = time.time()
            _, err = self.run_kg("query", 'add "A" "knows" "B"', status=5)
            self.assertLess(time.time() - start, 2)
            self.assertIn(str(held.pid), err)
            self.run_kg("stats")  # readers work beside a writer
        finally:
            held.kill()
            held.communicate()


class Loading(Program):
    def test_load_and_dump_round_trip(self):
        self.make(self.PEOPLE)
        out, _ = self.run_kg("dump")
        self.assertEqual(sorted(out.splitlines()), sorted(self.PEOPLE.splitlines()))

    def test_gzip(self):
        self.run_kg("create")
        path = os.path.join(self.directory, "people.nt.gz")
        with gzip.open(path, "wt") as f:
            f.write(self.PEOPLE)
        out, _ = self.run_kg("load", path)
        self.assertIn("4 new triples", out)

    def test_bad_record_stops_everything_with_its_place(self):
        self.make(self.PEOPLE)
        path = os.path.join(self.directory, "bad.nt")
        with open(path, "w") as f:
            f.write("<http://e/x> <http://e/y> <http://e/z> .\n<http://e/x> <http://e/y .\n")
        _, err = self.run_kg("load", path, status=4)
        self.assertIn(path + ":2:", err)
        out, _ = self.run_kg("query", "find count(*) as ?n where ?a ?b ?c")
        self.assertEqual(out, "n\n4\n")

    def test_lenient_skips_and_reports(self):
        self.run_kg("create")
        path = os.path.join(self.directory, "bad.nt")
        rejects = os.path.join(self.directory, "rejects")
        with open(path, "w") as f:
            f.write("bad\n" + self.PEOPLE + "<a>\n")
        out, _ = self.run_kg("load", "--lenient", "--rejects", rejects, path)
        self.assertIn("4 new triples, 2 records skipped", out)
        with open(rejects) as f:
            text = f.read()
        self.assertIn(path + ":1:", text)
        self.assertIn(path + ":6:", text)

    def test_unknown_format_is_a_usage_error(self):
        self.run_kg("create")
        _, err = self.run_kg("load", "graph.xml", status=2)
        self.assertIn("--format", err)

    def test_a_missing_file(self):
        self.run_kg("create")
        _, err = self.run_kg("load", "absent.nt", status=4)
        self.assertIn("absent.nt", err)

    def test_verify(self):
        self.make(self.PEOPLE)
        out, _ = self.run_kg("verify")
        self.assertIn("sound: 4 triples", out)


class Queries(Program):
    def setUp(self):
        super().setUp()
        self.make(self.PEOPLE)
        self.ages = "find ?who, ?age where ?who <http://e/age> ?age order by ?age"

    def test_tsv_is_the_default_in_a_pipe(self):
        out, _ = self.run_kg("query", self.ages)
        self.assertEqual(out, "who\tage\nhttp://e/ada\t36\nhttp://e/grace\t85\n")

    def test_json_keeps_numbers(self):
        out, _ = self.run_kg("query", "--format", "json", self.ages)
        self.assertEqual(json.loads(out), [{"who": "http://e/ada", "age": 36}, {"who": "http://e/grace", "age": 85}])

    def test_empty_json_is_an_empty_array(self):
        out, _ = self.run_kg("query", "--format", "json", "find ?x where ?x <http://e/age> 1")
        self.assertEqual(json.loads(out), [])

    def test_ndjson_is_one_object_a_line(self):
        out, _ = self.run_kg("query", self.ages, "--format", "ndjson")
        self.assertEqual([json.loads(line)["age"] for line in out.splitlines()], [36, 85])

    def test_paths_in_text_and_json(self):
        path = "path from <http://e/grace> to <http://e/ada>"
        out, _ = self.run_kg("query", path)
        self.assertEqual(out, "path\tlength\nhttp://e/grace <-[http://e/knows]- http://e/ada\t1\n")
        out, _ = self.run_kg("query", "--format", "json", path)
        claim = {"subject": "http://e/ada", "relation": "http://e/knows", "object": "http://e/grace"}
        self.assertEqual(json.loads(out), [{"path": {"nodes": ["http://e/grace", "http://e/ada"], "claims": [claim],
                                                     "length": 1}, "length": 1}])
        out, _ = self.run_kg("query", "--format", "json", "--typed", path)
        value = json.loads(out)[0]["path"]
        self.assertEqual(value["value"], "<http://e/grace> <-<http://e/knows>- <http://e/ada>")
        self.assertEqual(value["path"]["nodes"][1], {"type": "uri", "value": "http://e/ada"})

    def test_csv_quotes(self):
        import csv
        out, _ = self.run_kg("query", "--format", "csv", "<http://e/ada> <http://e/note> ?note")
        self.assertEqual(list(csv.reader(out.splitlines(keepends=True))), [["note"], ['a\tb, "c"\n=1']])

    def test_tsv_escapes(self):
        out, _ = self.run_kg("query", "<http://e/ada> <http://e/note> ?note")
        self.assertEqual(out, 'note\na\\tb, "c"\\n=1\n')

    def test_exit_status(self):
        self.run_kg("query", "<http://e/ada> <http://e/knows> <http://e/grace>")
        self.run_kg("query", "<http://e/grace> <http://e/knows> <http://e/ada>", status=1)
        self.run_kg("query", "--exit-status", "find ?x where ?x <http://e/age> 1", status=1)
        self.run_kg("query", "--fail-on-rows", "find ?x where ?x <http://e/age> 1")
        self.run_kg("query", "--fail-on-rows", "find ?x where ?x <http://e/age> ?n", status=1)
        self.run_kg("query", "--fail-on-rows", "--exit-status", "find ?x where ?x <http://e/age> ?n", status=2)
        self.run_kg("query", "find", status=3)
        self.run_kg("query", "--format", "nonsense", "? ? ?", status=2)
        self.run_kg("nonsense", status=2)

    def test_timeout(self):
        many = "".join(f"<http://e/n{i}> <http://e/p> <http://e/n{j}> .\n" for i in range(150) for j in range(150))
        self.run_kg("load", "--format", "nt", "-", stdin=many)
        _, err = self.run_kg("query", "--timeout", "50",
                             "find count(*) as ?n where ?a <http://e/p> ?b and ?c <http://e/p> ?d and ?e <http://e/p> ?f",
                             status=6)
        self.assertIn("time limit", err)

    def test_max_rows(self):
        self.run_kg("load", "--format", "nt", "-", stdin="".join(f"<http://e/n{i}> <http://e/p> <http://e/m> .\n" for i in range(3000)))
        query = "find ?x where ?x <http://e/p> ?y"
        for wanted in (0, 1, 255, 2999):
            out, err = self.run_kg("query", "--max-rows", str(wanted), query, status=6)
            self.assertEqual(len(out.splitlines()), wanted + 1)  # a header too
            self.assertIn(f"more than {wanted} rows", err)
        out, _ = self.run_kg("query", "--max-rows", "3000", query)
        self.assertEqual(len(out.splitlines()), 3001)
        self.run_kg("query", "--max-rows", "0", query + " and ?y <http://e/p> ?x")

    def test_errors_in_json(self):
        _, err = self.run_kg("query", "--format", "json", "find ?x whre", status=3)
        error = json.loads(err)
        self.assertEqual(error["code"], "query")
        self.assertEqual(error["line"], 1)

    def test_scripts_and_their_places(self):
        path = os.path.join(self.directory, "script.kg")
        with open(path, "w") as f:
            f.write("# two statements\nshow stats;\n\nfind ?x wher ?x <http://e/age> 1;\n")
        _, err = self.run_kg("query", "-f", path, status=3)
        self.assertIn(path + ":4:", err)

    def test_parameters_are_data(self):
        out, _ = self.run_kg("query", "-p", "age=36", "find ?who where ?who <http://e/age> $age")
        self.assertEqual(out, "who\nhttp://e/ada\n")

    def test_standard_input_is_a_script(self):
        out, _ = self.run_kg(stdin=self.ages + ";")
        self.assertEqual(len(out.splitlines()), 3)
        out, _ = self.run_kg("query", "-", stdin=self.ages)
        self.assertEqual(len(out.splitlines()), 3)

    def test_a_closed_pipe_ends_quietly(self):
        many = "".join(f"<http://e/n{i}> <http://e/p> <http://e/n{i + 1}> .\n" for i in range(50000))
        self.run_kg("load", "--format", "nt", "-", stdin=many)
        done = subprocess.run(f"{KG} query '? <http://e/p> ?o' | head -1", shell=True, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
        self.assertEqual(done.stderr, b"")

    def test_transaction_in_a_script(self):
        script = 'begin; add "A" "likes" "B"; rollback; add "A" "likes" "C";'
        self.run_kg("query", script)
        out, _ = self.run_kg("query", "find ?x where A likes ?x")
        self.assertEqual(out, "x\nC\n")


class Terminal(Program):
    """What reaches a real terminal."""

    def spawn(self, *arguments):
        pid, descriptor = pty.fork()
        if pid == 0:
            os.environ.update(self.environment, TERM="xterm")
            os.execv(KG, [KG, *arguments])
        self.addCleanup(self.reap, pid, descriptor)
        return pid, descriptor

    @staticmethod
    def reap(pid, descriptor):
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        try:
            os.close(descriptor)
        except OSError:
            pass

    @staticmethod
    def read_until(descriptor, text, seconds=10):
        seen = b""
        end = time.time() + seconds
        while time.time() < end:
            ready, _, _ = select.select([descriptor], [], [], 0.1)
            if not ready:
                continue
            try:
                piece = os.read(descriptor, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
            if text.encode() in seen:
                return seen.decode(errors="replace")
        raise AssertionError(f"`{text}` did not appear in: {seen.decode(errors='replace')}")

    def test_the_store_as_it_was(self):
        self.make(self.PEOPLE)
        self.run_kg("query", "add <http://e/ada> <http://e/knows> <http://e/alan>")
        out, _ = self.run_kg("query", "--format", "ndjson", "show commits")
        commits = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([(c["commit"], c["kind"]) for c in commits], [(2, "changes"), (1, "load")])
        times = [c["time"] if isinstance(c["time"], str) else c["time"]["value"] for c in commits]
        known = "find count(*) as ?n where ?x <http://e/knows> ?y"
        for moment, rows in ((times[1], 1), (times[0], 2), (times[0][:10], 2), ("1", 1), ("2", 2)):
            out, _ = self.run_kg("query", f"as of {moment} {known}")
            self.assertEqual(out, f"n\n{rows}\n", moment)
        _, err = self.run_kg("query", f"as of 3 {known}", status=3)
        self.assertIn(f"the store has the commits 1 ({times[1]}) to 2 ({times[0]})", err)

    def test_control_characters_are_shown_not_sent(self):
        self.make('<http://e/x> <http://e/says> "\\u001B[31mred\\u202Egnol" .\n')
        _, descriptor = self.spawn("query", "? <http://e/says> ?what")
        seen = self.read_until(descriptor, "1 row")
        self.assertNotIn("\x1b[31m", seen)
        self.assertNotIn("\u202e", seen)
        self.assertIn("\\x1B[31mred", seen)

    def expect(self, descriptor, text):
        """Reads until `text`, then until the prompt that follows it; what is typed before that may get lost."""
        seen = self.read_until(descriptor, text)
        if "kg> " not in seen[seen.rindex(text):]:
            self.read_until(descriptor, "kg> ")
        time.sleep(0.05)  # the line editor shows the prompt a moment before it takes the terminal over

    def test_prompt(self):
        self.make(self.PEOPLE)
        pid, descriptor = self.spawn()
        self.read_until(descriptor, "kg> ")
        os.write(descriptor, b"find ?x where {\n")
        self.read_until(descriptor, " {> ")
        os.write(descriptor, b"?x <http://e/age> 36 }\n")
        self.expect(descriptor, "1 row")
        os.write(descriptor, b"find ?x whre\n")
        self.expect(descriptor, "hint:")
        os.write(descriptor, b"half a line")
        self.read_until(descriptor, "half a line")
        os.write(descriptor, b"\x03")
        self.read_until(descriptor, "kg> ")
        os.write(descriptor, b".help\n")
        self.expect(descriptor, ".quit")
        os.write(descriptor, b"\x04")
        end = time.time() + 5
        while time.time() < end:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self.assertEqual(os.waitstatus_to_exitcode(status), 0)
                return
            time.sleep(0.02)
        self.fail("Ctrl-D did not leave")

    def test_interrupt_gives_the_prompt_back(self):
        many = "".join(f"<http://e/n{i}> <http://e/p> <http://e/n{j}> .\n" for i in range(150) for j in range(150))
        self.make(many)
        _, descriptor = self.spawn()
        self.read_until(descriptor, "kg> ")
        os.write(descriptor, b"find count(*) as ?n where ?a <http://e/p> ?b and ?c <http://e/p> ?d and "
                             b"?e <http://e/p> ?f and ?a != ?d\n")
        time.sleep(0.5)
        start = time.time()
        os.write(descriptor, b"\x03")
        self.expect(descriptor, "interrupted")
        self.assertLess(time.time() - start, 1.0)


class Seeds(Program):
    def test_the_first_question(self):
        self.run_kg("create")
        self.run_kg("load", *seed_files())
        out, _ = self.run_kg("query", "Li Qiang visited ?")
        self.assertIn("Ganzhou", out.splitlines())
        self.run_kg("query", "Li Qiang visited Ganzhou")
        out, _ = self.run_kg("verify")
        self.assertIn("sound", out)


if __name__ == "__main__":
    KG, SEEDS = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
