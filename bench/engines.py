"""One engine at a time, in a process of its own: loads the prepared data, or times one query.

    engines.py ENGINE load STORE DATA-DIRECTORY
    engines.py ENGINE query STORE DATA-DIRECTORY QUERY-FILE RUNS SECONDS [ROWS-FILE]
    engines.py ENGINE update STORE DATA-DIRECTORY COMMITS
    engines.py ENGINE once STORE DATA-DIRECTORY QUERY-FILE

Writes one JSON object to standard output. The caller measures the process as a whole.
"""

import json
import os
import re
import statistics
import sys
import time

BASE = "http://example.org/"


class Oxigraph:
    def __init__(self, store, _data, read_only=True):
        import pyoxigraph
        self.ox = pyoxigraph
        self.store = pyoxigraph.Store.read_only(store) if read_only else pyoxigraph.Store(store)

    def load(self, data):
        self.store.bulk_load(path=os.path.join(data, "data.nt"), format=self.ox.RdfFormat.N_TRIPLES)
        self.store.optimize()

    def prepare(self, text):
        return text

    def run(self, text):
        return [[term.value for term in row] for row in self.store.query(text)]

    def update(self, i):
        node = self.ox.NamedNode
        self.store.add(self.ox.Quad(node(f"{BASE}person/{i * 7}"), node(f"{BASE}benchMark"), self.ox.Literal(i)))


class Sql:
    """What SQLite and DuckDB share: triples(s, p, o) and terms(id, text, number), numbered outside."""

    def prepare(self, text):
        names = {name: f"{BASE}{name}" for name in re.findall(r"\{([\w/]+)\}", text)}
        ids = {name: self.rows("SELECT id FROM terms WHERE text = ?", [iri]) for name, iri in names.items()}
        return re.sub(r"\{([\w/]+)\}", lambda match: str(ids[match[1]][0][0] if ids[match[1]] else -1), text)

    def run(self, text):
        return self.rows(text, [])

    def update(self, i):
        person = self.rows("SELECT id FROM terms WHERE text = ?", [f"{BASE}person/{i * 7}"])[0][0]
        self.rows("INSERT INTO triples VALUES (?, ?, ?)", [person, 2_000_000_000, i])


class Sqlite(Sql):
    def __init__(self, store, _data, read_only=True):
        import sqlite3
        os.makedirs(store, exist_ok=True)
        path = os.path.join(store, "graph.sqlite")
        self.connection = sqlite3.connect(f"file:{path}?mode=ro" if read_only else path, uri=read_only,
                                          isolation_level=None)
        self.connection.execute("PRAGMA cache_size = -262144")
        if not read_only:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")

    def rows(self, text, parameters):
        return self.connection.execute(text, parameters).fetchall()

    def load(self, data):
        import duckdb
        run = self.connection.execute
        run("CREATE TABLE terms (id INTEGER PRIMARY KEY, text TEXT, number REAL)")
        run("CREATE TABLE triples (s INTEGER, p INTEGER, o INTEGER, PRIMARY KEY (s, p, o)) WITHOUT ROWID")
        source = duckdb.connect()
        for table, columns, order in (("terms", 3, "id"), ("triples", 3, "s, p, o")):
            run("BEGIN")
            cursor = source.execute(f"SELECT * FROM '{data}/{table}.parquet' ORDER BY {order}")
            marks = ", ".join("?" * columns)
            while chunk := cursor.fetchmany(100_000):
                self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", chunk)
            run("COMMIT")
        run("CREATE INDEX triples_pos ON triples (p, o, s)")
        run("CREATE INDEX triples_pso ON triples (p, s, o)")
        run("CREATE INDEX terms_text ON terms (text)")
        run("ANALYZE")
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


class DuckDb(Sql):
    def __init__(self, store, _data, read_only=True):
        import duckdb
        os.makedirs(store, exist_ok=True)
        self.connection = duckdb.connect(os.path.join(store, "graph.duckdb"), read_only=read_only)

    def rows(self, text, parameters):
        return self.connection.execute(text, parameters).fetchall()

    def load(self, data):
        self.connection.execute(f"CREATE TABLE terms AS SELECT * FROM '{data}/terms.parquet' ORDER BY id")
        self.connection.execute(f"CREATE TABLE triples AS SELECT * FROM '{data}/triples.parquet' ORDER BY p, s, o")
        self.connection.execute("CHECKPOINT")
        self.connection.close()


class Kuzu:
    def __init__(self, store, _data, read_only=True):
        import kuzu
        os.makedirs(store, exist_ok=True)
        self.database = kuzu.Database(os.path.join(store, "graph.kuzu"), read_only=read_only)
        self.connection = kuzu.Connection(self.database)
        self.connection.execute("CALL var_length_extend_max_depth = 200")
        self.kinds = []

    def load(self, data):
        graph = os.path.join(data, "graph")
        with open(os.path.join(graph, "schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        run = self.connection.execute
        for kind, columns in schema["nodes"].items():
            properties = "".join(f"{name} {data_type}, " for name, data_type in columns.items())
            run(f"CREATE NODE TABLE {kind} (id INT64, {properties} PRIMARY KEY (id))")
            run(f"COPY {kind} FROM '{graph}/{kind}.parquet'")
        for relation, kind, to_kind in schema["links"]:
            table = relation + "_" if relation in schema["nodes"] else relation
            run(f"CREATE REL TABLE {table} (FROM {kind} TO {to_kind})")
            run(f"COPY {table} FROM '{graph}/{relation}.{kind}.{to_kind}.parquet'")
        run("ALTER TABLE person ADD benchMark INT64")
        run("CHECKPOINT")
        self.connection.close()
        self.database.close()

    def prepare(self, text):
        """Nodes are numbers here: the line "// columns: person -" says whose number a column is."""
        match = re.search(r"^// columns: (.*)$", text, re.MULTILINE)
        self.kinds = match[1].split() if match else []
        return text

    def run(self, text):
        rows = self.connection.execute(text).get_all()
        if not self.kinds:
            return rows
        return [[value if kind == "-" else f"{BASE}{kind}/{value}" for kind, value in zip(self.kinds, row)]
                for row in rows]

    def update(self, i):
        self.connection.execute(f"MATCH (x:person {{id: {i * 7}}}) SET x.benchMark = {i}")


ENGINES = {"oxigraph": Oxigraph, "sqlite": Sqlite, "duckdb": DuckDb, "kuzu": Kuzu}


def query(engine, path, runs, seconds, rows_file):
    with open(path, encoding="utf-8") as file:
        text = engine.prepare(file.read())
    begin = time.perf_counter()
    rows = engine.run(text)
    first = time.perf_counter() - begin
    if rows_file:
        with open(rows_file, "w", encoding="utf-8") as file:
            for row in rows:
                cells = [str(cell).replace("\n", "\\n").replace("\t", "\\t") for cell in row]
                file.write("\t".join(cells) + "\n")
    times = []
    start = time.perf_counter()
    while len(times) < runs and (not times or time.perf_counter() - start < seconds):
        begin = time.perf_counter()
        engine.run(text)
        times.append(time.perf_counter() - begin)
    return {"rows": len(rows), "median_ms": statistics.median(times) * 1000, "best_ms": min(times) * 1000,
            "first_ms": first * 1000, "runs": len(times)}


def update(engine, commits):
    times = []
    for i in range(commits):
        begin = time.perf_counter()
        engine.update(i)
        times.append(time.perf_counter() - begin)
    return {"commits": commits, "median_ms": statistics.median(times) * 1000,
            "commits_per_second": commits / sum(times)}


def main():
    name, verb, store, data = sys.argv[1:5]
    rest = sys.argv[5:]
    engine = ENGINES[name](store, data, read_only=verb in ("query", "once"))
    result = {}
    if verb == "load":
        engine.load(data)
    elif verb == "query":
        result = query(engine, rest[0], int(rest[1]), float(rest[2]), rest[3] if len(rest) > 3 else None)
    elif verb == "update":
        result = update(engine, int(rest[0]))
    else:
        with open(rest[0], encoding="utf-8") as file:
            result = {"rows": len(engine.run(engine.prepare(file.read())))}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
