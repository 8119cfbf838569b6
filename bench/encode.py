"""Prepares the generated N-Triples for engines that do not read RDF, outside of what is timed.

Runs inside the benchmark's virtual environment (it needs DuckDB). Writes into a directory:
  triples.parquet  s, p, o as numbers             (SQLite, DuckDB)
  terms.parquet    id, text, number               (text: IRI or lexical form; number: of numeric literals)
  graph/*.parquet  one table for each kind of node and each relation, typed   (Kuzu)
  graph/schema.json
"""

import json
import os
import sys

import duckdb

BASE = "http://example.org/"
TYPES = {"integer": "BIGINT", "decimal": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN", "": "VARCHAR"}
KUZU_TYPES = {"integer": "INT64", "decimal": "DOUBLE", "date": "DATE", "boolean": "BOOL", "": "STRING"}


def read_statements(connection, path):
    """The file's distinct statements as three columns of N-Triples terms."""
    connection.execute(f"""
        CREATE TABLE lines AS SELECT line, strpos(line, ' ') AS a,
               strpos(substr(line, strpos(line, ' ') + 1), ' ') AS b
        FROM (SELECT DISTINCT line FROM read_csv('{path}', columns = {{'line': 'VARCHAR'}}, delim = '\x01',
              quote = '', escape = '', header = false))""")
    connection.execute("""
        CREATE TABLE statements AS SELECT substr(line, 1, a - 1) AS s, substr(line, a + 1, b - 1) AS p,
               substr(line, a + b + 1, length(line) - a - b - 2) AS o FROM lines""")
    connection.execute("DROP TABLE lines")


def encode_numbers(connection, directory):
    connection.execute(r"""
        CREATE TABLE terms AS SELECT (row_number() OVER (ORDER BY term) - 1)::INTEGER AS id, term,
          CASE WHEN term[1] = '<' THEN term[2:-2]
               ELSE replace(regexp_extract(term, '^"((?:[^"\\]|\\.)*)"', 1), '\"', '"') END AS text,
          CASE WHEN term LIKE '%XMLSchema#integer>' OR term LIKE '%XMLSchema#decimal>'
               THEN try_cast(regexp_extract(term, '^"([^"]*)"', 1) AS DOUBLE) END AS number
        FROM (SELECT s AS term FROM statements UNION SELECT p FROM statements UNION SELECT o FROM statements)""")
    connection.execute(f"""
        COPY (SELECT s.id AS s, p.id AS p, o.id AS o FROM statements t JOIN terms s ON s.term = t.s
              JOIN terms p ON p.term = t.p JOIN terms o ON o.term = t.o) TO '{directory}/triples.parquet'""")
    connection.execute(f"COPY (SELECT id, text, number FROM terms ORDER BY id) TO '{directory}/terms.parquet'")


def encode_graph(connection, directory):
    """Literals become properties of their node's table, links become relation tables."""
    graph = os.path.join(directory, "graph")
    os.makedirs(graph, exist_ok=True)
    start = len(f"<{BASE}") + 1
    connection.execute(f"""
        CREATE TABLE parts AS SELECT split_part(substr(s, {start}), '/', 1) AS kind,
          rtrim(split_part(substr(s, {start}), '/', 2), '>')::BIGINT AS id, substr(p, {start}, length(p) - {start}) AS relation,
          CASE WHEN o[1] = '<' THEN split_part(substr(o, {start}), '/', 1) END AS to_kind,
          CASE WHEN o[1] = '<' THEN rtrim(split_part(substr(o, {start}), '/', 2), '>')::BIGINT END AS to_id,
          CASE WHEN o[1] = '"' THEN regexp_extract(o, 'XMLSchema#(\\w+)>$', 1) END AS type, o FROM statements""")
    rows = connection.execute("""SELECT DISTINCT kind, relation, to_kind, type FROM parts
                                 WHERE relation <> 'type' ORDER BY ALL""").fetchall()
    properties = {}
    links = []
    for kind, relation, to_kind, data_type in rows:
        properties.setdefault(kind, {})
        if to_kind is None:
            properties[kind][relation] = data_type
        else:
            properties.setdefault(to_kind, {})
            links.append((relation, kind, to_kind))
    for kind, columns in properties.items():
        values = "".join(
            f""", try_cast(max(replace(regexp_extract(o, '^"((?:[^"\\\\]|\\\\.)*)"', 1), '\\"', '"'))
                 FILTER (kind = '{kind}' AND relation = '{name}') AS {TYPES[data_type]}) AS "{name}" """
            for name, data_type in columns.items())
        connection.execute(f"""
            COPY (SELECT id {values} FROM (
                    SELECT kind, id, relation, o FROM parts WHERE kind = '{kind}' UNION ALL
                    SELECT NULL, to_id, NULL, NULL FROM parts WHERE to_kind = '{kind}')
                  GROUP BY id ORDER BY id) TO '{graph}/{kind}.parquet'""")
    for relation, kind, to_kind in links:
        connection.execute(f"""
            COPY (SELECT id AS "from", to_id AS "to" FROM parts
                  WHERE relation = '{relation}' AND kind = '{kind}' AND to_kind = '{to_kind}'
                  ORDER BY id) TO '{graph}/{relation}.{kind}.{to_kind}.parquet'""")
    schema = {"nodes": {kind: {name: KUZU_TYPES[data_type] for name, data_type in columns.items()}
                        for kind, columns in properties.items()}, "links": links}
    with open(os.path.join(graph, "schema.json"), "w", encoding="utf-8") as file:
        json.dump(schema, file, indent=1)


def main():
    path, directory = sys.argv[1:3]
    os.makedirs(directory, exist_ok=True)
    scratch = os.path.join(directory, "scratch.duckdb")
    connection = duckdb.connect(scratch)
    read_statements(connection, path)
    encode_numbers(connection, directory)
    encode_graph(connection, directory)
    connection.close()
    os.remove(scratch)


if __name__ == "__main__":
    main()
