"""Turns a benchmark result into the tables of docs/benchmarks.md."""

import re

NAMES = {"kg": "kg", "oxigraph": "Oxigraph", "kuzu": "Kuzu", "duckdb": "DuckDB", "sqlite": "SQLite",
         "bare python": "Python alone"}
BASELINE = "sqlite"  # what ratios are relative to: it runs wherever Python does
ABOUT = {
    "q01": "lookup of subject and relation", "q02": "count of one relation", "q03": "star of four, counted",
    "q04": "chain of four, bound end, counted", "q05": "three hops from a node, counted",
    "q06": "triangles, counted", "q07": "group by relation", "q08": "top ten by number", "q09": "numeric range, counted",
    "q10": "distinct objects, counted", "q11": "transitive path, counted", "q12": "string prefix",
    "q13": "regular expression", "q14": "large result with strings", "q15": "chain of two, rows",
    "q16": "chain of three, rows", "q17": "star of four, rows", "q18": "left join, counted",
    "q19": "anti-join, counted", "q20": "aggregates by group, top ten",
}


def number(value):
    """Three significant digits, without exponents."""
    if value < 0.001:
        return "< 0.001"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def differing_answers(result):
    return [query for query, outcomes in result["queries"].items()
            if len({outcome["answer"] for outcome in outcomes.values() if "answer" in outcome}) > 1]


def load_table(result):
    lines = [row(["engine", "wall s", "CPU s", "lines/s", "peak MB", "bytes on disk per triple", f"wall / {NAMES[BASELINE]}"]),
             "|---|---|---|---|---|---|---|"]
    triples = distinct_triples(result)
    base = result["load"].get(BASELINE, {})
    for engine, load in result["load"].items():
        if load["failure"]:
            lines.append(row([NAMES[engine], load["failure"], "", "", "", "", ""]))
            continue
        ratio = number(load["wall_s"] / base["wall_s"]) if base and not base["failure"] else "-"
        lines.append(row([NAMES[engine], number(load["wall_s"]), number(load["cpu_s"]),
                          f"{result['lines'] / load['wall_s'] / 1000:.0f} k", number(load["peak_mb"]),
                          number(load["disk_bytes"] / triples) if triples else "-", ratio]))
    return lines


def distinct_triples(result):
    """From the answer to q07, whose counts add up to the whole graph."""
    for outcome in result["queries"].get("q07", {}).values():
        if outcome.get("triples"):
            return outcome["triples"]
    return 0


def query_table(result):
    engines = [engine for engine in NAMES if any(engine in outcomes for outcomes in result["queries"].values())]
    peers = [engine for engine in engines if engine != "kg"]
    lines = [row(["query", "rows", *(f"{NAMES[engine]} ms" for engine in engines), "kg / fastest peer", f"kg / {NAMES[BASELINE]}"]),
             "|---" * (len(engines) + 4) + "|"]
    for query, outcomes in result["queries"].items():
        times = {engine: outcome["median_ms"] for engine, outcome in outcomes.items() if "median_ms" in outcome}
        rows = next((outcome["rows"] for outcome in outcomes.values() if "rows" in outcome), "-")
        cells = []
        for engine in engines:
            outcome = outcomes.get(engine)
            cells.append("-" if outcome is None else number(times[engine]) if engine in times else outcome["failure"])
        fastest = min((times[peer] for peer in peers if peer in times), default=None)
        ours = times.get("kg")
        ratios = [number(ours / other) if ours is not None and other else "-" for other in (fastest, times.get(BASELINE))]
        lines.append(row([f"{query} {ABOUT.get(query, '')}", rows, *cells, *ratios]))
    return lines


def other_table(result):
    lines = [row(["engine", "cold process, one lookup, ms", "commit of one triple, median ms", "commits/s"]), "|---|---|---|---|"]
    for engine, cold in result["cold"].items():
        label = NAMES[engine]
        time = cold.get("failure") or number(cold["median_ms"])
        updates = result["updates"].get(engine) or [{}]
        for update in updates:
            name = label + ("" if update.get("sync", True) else ", not waiting for the disk")
            if "failure" in update:
                lines.append(row([name, time, update["failure"], ""]))
            elif update:
                lines.append(row([name, time, number(update["median_ms"]), f"{update['commits_per_second']:.0f}"]))
            else:
                lines.append(row([name, time, "-", "-"]))
            time = ""
    return lines


def tables(result):
    machine = result["machine"]
    text = [f"{result['lines']:,} lines, {result['input_bytes'] / 1e6:.0f} MB of N-Triples, "
            f"{distinct_triples(result):,} distinct triples. {machine['processors']} processors "
            f"({machine['processor'] or 'unnamed'}), {machine['memory_gib']} GiB, {machine['date']}. "
            + ", ".join(f"{NAMES[engine]} {version}" for engine, version in result.get("versions", {}).items()) + ".", ""]
    text += load_table(result) + [""] + query_table(result)
    if result["cold"]:
        text += [""] + other_table(result)
    differing = differing_answers(result)
    text += ["", "Answers " + (f"DIFFER on {', '.join(differing)}." if differing else "agree on every query.")]
    if result["skipped"]:
        text += ["Skipped: " + "; ".join(f"{NAMES[engine]}: {why}" for engine, why in result["skipped"].items()) + "."]
    return "\n".join(text) + "\n"


def write(path, result):
    """Replaces the part of the page between the two marks for this size."""
    page = path.read_text(encoding="utf-8")
    begin, end = f"<!-- figures {result['lines']} -->\n", f"<!-- end {result['lines']} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(page):
        page += f"\n## {result['lines']:,} lines\n\n{begin}{end}\n"
    path.write_text(pattern.sub(lambda _: begin + tables(result) + end, page), encoding="utf-8")
