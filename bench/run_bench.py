#!/usr/bin/env python3
"""Runs the workload on kg and on its peers, on the same generated data, and compares.

    bench/run_bench.py [--lines 1000000] [--engines kg,oxigraph,kuzu,duckdb,sqlite] [--queries q01,q06]

Builds nothing: `./test` or `cmake --build build/release` makes the programs it needs. Peers come from their
Python packages, in a virtual environment in build/; one that cannot be installed is reported as skipped.
Data and stores are kept in build/bench-data, for the next run. Every engine runs in processes of its own; a
query gets 30 seconds. Answers are compared: the number of rows, and a hash of the rows in canonical form
that does not depend on their order.

Results go to bench/results/<lines>.json and, with --report, into docs/benchmarks.md.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import report

ROOT = Path(__file__).resolve().parent.parent
WORKLOAD = ROOT / "bench" / "workload"
PEERS = {"oxigraph": "pyoxigraph", "kuzu": "kuzu", "duckdb": "duckdb", "sqlite": None}
LANGUAGE = {"kg": ("kg", "kg"), "oxigraph": ("sparql", "rq"), "kuzu": ("cypher", "cypher"),
            "duckdb": ("sql", "sql"), "sqlite": ("sql", "sql")}
QUERY_SECONDS = 30
LOAD_SECONDS = 1800
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(command, seconds, **options):
    """Runs a command; its output, wall and CPU seconds, and peak memory. `failure` says what went wrong."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    try:
        out, err = process.communicate(timeout=seconds)
        failure = None if process.returncode == 0 else (err.decode(errors="replace").strip() or "failed").splitlines()[-1]
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
        failure = f"over {seconds} s"
    return {"wall_s": time.perf_counter() - begin, "output": out.decode(errors="replace"), "failure": failure}


def measure_usage(command, seconds):
    """Like measure(), with CPU time and peak memory of the process: it runs under a small reaper."""
    reaper = ("import json,resource,subprocess,sys\n"
              "code=subprocess.run(sys.argv[1:],stdout=sys.stderr).returncode\n"
              "u=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
              "print(json.dumps({'cpu_s':u.ru_utime+u.ru_stime,'peak_mb':u.ru_maxrss/1024}))\n"
              "sys.exit(code)")
    result = measure([sys.executable, "-c", reaper, *command], seconds)
    if not result["failure"]:
        result.update(json.loads(result["output"].splitlines()[-1]))
    del result["output"]
    return result


def directory_bytes(path):
    return sum(file.stat().st_blocks * 512 for file in Path(path).rglob("*") if file.is_file())


def canonical_cell(text):
    if NUMBER.fullmatch(text):
        return format(Decimal(text).normalize(), "f")
    return text


def answer_hash(path):
    """Number of rows, and the sum of the rows' hashes: equal for equal bags of rows."""
    rows = total = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = "\t".join(canonical_cell(cell) for cell in line.rstrip("\n").split("\t"))
            total += int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest(), "big")
            rows += 1
    return f"{rows}:{total % 2**64:016x}"


class Bench:
    def __init__(self, options):
        self.options = options
        self.build = Path(options.build).resolve()
        self.data = Path(options.data).resolve() / str(options.lines)
        self.data.mkdir(parents=True, exist_ok=True)
        self.venv = ROOT / "build" / "bench-venv"
        self.python = str(self.venv / "bin" / "python")
        self.result = {"lines": options.lines, "machine": self.machine(), "skipped": {}, "load": {}, "queries": {},
                       "cold": {}, "updates": {}}

    @staticmethod
    def machine():
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        model = ""
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    model = line.split(":", 1)[1].strip()
                    break
        return {"processors": os.cpu_count(), "processor": model, "memory_gib": round(memory / 2**30, 1),
                "system": platform.system(), "date": time.strftime("%Y-%m-%d")}

    # ---- preparation

    def program(self, name):
        path = self.build / name
        if not path.exists():
            sys.exit(f"{path} is missing: build it first, for example with ./test or cmake --build {self.build}")
        return str(path)

    def engines(self):
        """The engines asked for that can run here; installs peers on the way."""
        wanted = self.options.engines.split(",")
        if wanted == ["kg"]:
            return wanted
        if not Path(self.python).exists():
            made = subprocess.run([sys.executable, "-m", "venv", str(self.venv)], capture_output=True, text=True)
            if made.returncode != 0:
                sys.exit("cannot make a virtual environment (package python3-venv?): " + made.stdout.strip())
        usable = []
        versions = {}
        for engine in wanted:
            if engine != "kg" and not self.install(engine, versions):
                self.result["skipped"][engine] = "its package cannot be installed here"
                say(f"{engine}: skipped, cannot be installed")
                continue
            usable.append(engine)
        self.result["versions"] = versions
        return usable

    def install(self, engine, versions):
        package = PEERS[engine]
        packages = [name for name in {package, "duckdb"} if name]  # duckdb also prepares the data
        for name in packages:
            if subprocess.run([self.python, "-c", f"import {name}"], capture_output=True).returncode != 0:
                say(f"installing {name}")
                if subprocess.run([self.python, "-m", "pip", "install", "-q", name]).returncode != 0:
                    return False
        code = f"import {package or 'sqlite3'} as m; print(getattr(m, 'sqlite_version', None) or m.__version__)"
        versions[engine] = subprocess.run([self.python, "-c", code], capture_output=True, text=True).stdout.strip()
        return True

    def prepare(self, engines):
        graph = self.data / "data.nt"
        if not graph.exists():
            say(f"generating {self.options.lines} lines")
            draft = graph.with_suffix(".new")
            with open(draft, "wb") as out:
                subprocess.run([self.program("bench/kg-bench-generate"), "--lines", str(self.options.lines)],
                               stdout=out, check=True)
            draft.rename(graph)
        if set(engines) & {"kuzu", "duckdb", "sqlite"} and not (self.data / "graph" / "schema.json").exists():
            say("preparing the data for engines that do not read RDF")
            subprocess.run([self.python, str(ROOT / "bench" / "encode.py"), str(graph), str(self.data)], check=True)
        self.result["input_bytes"] = graph.stat().st_size

    def query_file(self, engine, query):
        folder, ending = LANGUAGE[engine]
        path = WORKLOAD / folder / f"{query}.{ending}"
        if engine == "sqlite" and (WORKLOAD / folder / f"{query}.sqlite.sql").exists():
            path = WORKLOAD / folder / f"{query}.sqlite.sql"
        if not path.exists():
            return None
        if self.options.lines >= 1_000_000:
            return path
        # A small graph has no work of that number.
        small = self.data / "workload" / path.name
        small.parent.mkdir(exist_ok=True)
        small.write_text(re.sub(r"\b12000\b", "1200", path.read_text(encoding="utf-8")), encoding="utf-8")
        return small

    # ---- measurements

    def store(self, engine):
        return self.data / "stores" / engine

    def peer(self, engine, verb, *arguments):
        return [self.python, str(ROOT / "bench" / "engines.py"), engine, verb, str(self.store(engine)), str(self.data),
                *map(str, arguments)]

    def load(self, engine):
        store = self.store(engine)
        record = store.with_suffix(".load.json")
        if record.exists() and store.exists() and not self.options.reload:
            self.result["load"][engine] = json.loads(record.read_text(encoding="utf-8"))
            return True
        shutil.rmtree(store, ignore_errors=True)
        store.parent.mkdir(exist_ok=True)
        say(f"{engine}: loading")
        if engine == "kg":
            kg = self.program("kg")
            subprocess.run([kg, "--store", str(store), "create"], check=True, stdout=subprocess.DEVNULL)
            command = [kg, "--store", str(store), "load", str(self.data / "data.nt")]
        else:
            command = self.peer(engine, "load")
        measured = measure_usage(command, LOAD_SECONDS)
        measured["disk_bytes"] = directory_bytes(store)
        self.result["load"][engine] = measured
        if measured["failure"]:
            say(f"{engine}: load failed: {measured['failure']}")
            shutil.rmtree(store, ignore_errors=True)
            return False
        record.write_text(json.dumps(measured), encoding="utf-8")
        return True

    def query(self, engine, query):
        path = self.query_file(engine, query)
        if path is None:
            return None
        rows_file = self.data / f"rows.{engine}"
        runs, seconds = self.options.runs, QUERY_SECONDS * 0.6
        if engine == "kg":
            command = [self.program("bench/kg-bench-run"), "queries", "--store", str(self.store(engine)), "--runs", str(runs),
                       "--seconds", str(seconds), "--rows", str(rows_file), str(path)]
        else:
            command = self.peer(engine, "query", path, runs, seconds, rows_file)
        rows_file.unlink(missing_ok=True)
        measured = measure(command, QUERY_SECONDS * 2)
        if not measured["failure"] and json.loads(measured["output"])["best_ms"] > QUERY_SECONDS * 1000:
            measured["failure"] = f"over {QUERY_SECONDS} s"
        if measured["failure"]:
            return {"failure": measured["failure"]}
        outcome = json.loads(measured["output"])
        outcome.pop("file", None)
        outcome["answer"] = answer_hash(rows_file)
        if query == "q07":
            outcome["triples"] = sum(int(line.split("\t")[1]) for line in rows_file.read_text(encoding="utf-8").splitlines())
        rows_file.unlink()
        return outcome

    def cold(self, engine):
        """A whole process that opens the store and answers q01; a Python peer pays for Python as well."""
        if engine == "bare python":
            command = [self.python, "-c", "pass"]
        elif engine == "kg":
            command = [self.program("kg"), "--store", str(self.store(engine)), "query", "-f",
                       str(self.query_file(engine, "q01"))]
        else:
            command = self.peer(engine, "once", self.query_file(engine, "q01"))
        runs = [measure(command, QUERY_SECONDS) for _ in range(15)]
        if runs[0]["failure"]:
            return {"failure": runs[0]["failure"]}
        times = sorted(run["wall_s"] * 1000 for run in runs)
        return {"median_ms": times[len(times) // 2], "best_ms": times[0]}

    def updates(self, engine):
        # On a copy: the timed store stays as it was loaded.
        scratch = self.store(engine).with_suffix(".updates")
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(self.store(engine), scratch)
        if engine == "kg":
            command = [self.program("bench/kg-bench-run"), "updates", "--store", str(scratch), "--commits"]
            commands = [command + ["500"], command + ["5000", "--no-sync"]]
        else:
            command = self.peer(engine, "update", 200)
            command[command.index(str(self.store(engine)))] = str(scratch)
            commands = [command]
        measured = [measure(command, 120) for command in commands]
        shutil.rmtree(scratch)
        return [json.loads(run["output"]) if not run["failure"] else {"failure": run["failure"]} for run in measured]

    def run(self):
        engines = self.engines()
        self.prepare(engines)
        engines = [engine for engine in engines if self.load(engine)]
        queries = sorted(path.stem for path in (WORKLOAD / "kg").glob("*.kg"))
        if self.options.queries:
            queries = [query for query in queries if query in self.options.queries.split(",")]
        for query in queries:
            outcomes = {engine: self.query(engine, query) for engine in engines}
            outcomes = {engine: outcome for engine, outcome in outcomes.items() if outcome}
            self.result["queries"][query] = outcomes
            say(f"{query}  " + "  ".join(
                f"{engine} {outcome.get('failure') or format(outcome['median_ms'], '.3g') + ' ms'}"
                for engine, outcome in outcomes.items()))
            answers = {outcome["answer"] for outcome in outcomes.values() if "answer" in outcome}
            if len(answers) > 1:
                say(f"{query}: ANSWERS DIFFER: " + str({e: o.get("answer") for e, o in outcomes.items()}))
        if not self.options.queries:
            self.result["cold"] = {engine: self.cold(engine) for engine in engines}
            if set(engines) & set(PEERS):
                self.result["cold"]["bare python"] = self.cold("bare python")
            self.result["updates"] = {engine: self.updates(engine) for engine in engines}
        return self.result


def parse_lines(text):
    units = {"k": 1_000, "m": 1_000_000}
    return int(float(text[:-1]) * units[text[-1].lower()]) if text[-1].lower() in units else int(text)


def main():
    parser = argparse.ArgumentParser(description="Runs the workload on kg and its peers")
    parser.add_argument("--lines", type=parse_lines, default=1_000_000, help="lines to generate: 100k, 1M, 10M")
    parser.add_argument("--engines", default="kg,oxigraph,kuzu,duckdb,sqlite")
    parser.add_argument("--queries", default="", help="some of them, for example q01,q06; leaves out updates")
    parser.add_argument("--runs", type=int, default=7, help="runs of each query after a first one")
    parser.add_argument("--reload", action="store_true", help="load again where a store is kept from an earlier run")
    parser.add_argument("--build", default=str(ROOT / "build" / "release"), help="where kg was built")
    parser.add_argument("--data", default=str(ROOT / "build" / "bench-data"), help="where data and stores are kept")
    parser.add_argument("--report", action="store_true", help="write the tables of docs/benchmarks.md")
    options = parser.parse_args()
    result = Bench(options).run()
    differing = report.differing_answers(result)
    if not options.queries:
        path = ROOT / "bench" / "results" / f"{options.lines}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(report.tables(result))
    if options.report:
        report.write(ROOT / "docs" / "benchmarks.md", result)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
