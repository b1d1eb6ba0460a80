"""Searches: queries per second and p50/p95 of one word, two words, a phrase, NEAR and a prefix, each for a first page of
10 answers with snippets and without, beside tantivy alone (its default tokenizer, query parser and snippet generator)
and SQLite's FTS5, over the same texts with the same queries; also articles per second while indexing, and the size of
the index. All queries are asked one after the other, once to warm up and once measured. Marks: with snippets at most
tantivy's time, p50 and p95; without, p95 ahead of FTS5; indexing at least 0.5 of tantivy alone; index with stored text
at most 1.3 of the text."""

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from .common import build, corpora, processors, run, verdict

PAGE = 10
SNIPPET = 240
KINDS = ("one word", "two words", "phrase", "NEAR", "prefix")


def arguments(parser):
    parser.add_argument("--articles", type=int, default=20_000, help="generated articles (default: %(default)s)")
    parser.add_argument("--queries", type=int, default=300, help="queries of each kind (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=6)


def draw(articles, count, seed):
    """The queries: kind -> list of (ours, tantivy's, FTS5's); tantivy's query parser has no prefix of a word."""
    chance = random.Random(seed)
    queries = {kind: [] for kind in KINDS}
    while min(map(len, queries.values())) < count:
        words = [word for word in chance.choice(articles)["text"].split()[:200] if word.isalpha()]
        if len(words) < 20:
            continue
        # The first letters of a sentence aside, words stand as people type them.
        at = chance.randrange(len(words) - 6)
        one, other = words[at].lower(), words[at + 1].lower()
        near = words[at + 4].lower()
        if min(map(len, (one, other, near))) < 2 or one == near:
            continue
        sides = {
            "one word": (one, f'"{one}"', f'"{one}"'),
            "two words": (f"{one} {near}", f'"{one}" AND "{near}"', f'"{one}" AND "{near}"'),
            "phrase": (f'"{one} {other}"',) * 3,
            "NEAR": (f"{one} NEAR/5 {near}", f'"{one} {near}"~5', f'NEAR("{one}" "{near}", 5)'),
            "prefix": (f"{one[:3]}*" if len(one) > 2 else None, None, f'"{one[:3]}"*'),
        }
        for kind, query in sides.items():
            # A stop word alone is no query of ours.
            if query[0] and len(queries[kind]) < count and query[0] not in STOP:
                queries[kind].append(query)
    return queries


STOP = set("các cho có của đã được không là một những trong và với".split())


def asked(release, side, folder, queries, snippet):
    """Microseconds of each query of one process, after it was asked all of them once."""
    lines = "\n".join([*queries, *queries]) + "\n"
    said = run(release / "examples/ask", side, folder, PAGE, snippet, input=lines).splitlines()
    return [json.loads(line)["micros"] for line in said[len(queries) :]]


def fts5(articles):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE a USING fts5(title, summary, text, tokenize = 'unicode61 remove_diacritics 2')")
    rows = ([article.get(key) or "" for key in ("title", "summary", "text")] for article in articles)
    base.executemany("INSERT INTO a(title, summary, text) VALUES (?, ?, ?)", rows)
    def ask(queries, snippet):
        shown = "snippet(a, 2, '[', ']', '…', 50)" if snippet else "rowid"
        order = f"SELECT title, {shown} FROM a WHERE a MATCH ? ORDER BY rank LIMIT {PAGE}"
        times = []
        for query in [*queries, *queries]:
            start = time.perf_counter()
            base.execute(order, (query,)).fetchall()
            # The page tells how many there are, as the others do.
            base.execute("SELECT count(*) FROM a WHERE a MATCH ?", (query,)).fetchone()
            times.append((time.perf_counter() - start) * 1e6)
        return times[len(queries) :]
    return ask


def figures(times):
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)], 1e6 * len(ordered) / sum(ordered)


def size(folder):
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def measure(given):
    """True when every mark was reached."""
    release = build(*(["-p", "langnghe-indexer", "--example", name] for name in ("writer", "raw_tantivy", "ask")),
                    ["-p", "langnghe-newsroom", "--example", "corpus"])
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        work = Path(folder)
        for name, file in corpora(release, work, given.articles):
            articles = [json.loads(line) for line in file.read_text().splitlines()]
            text = sum(len((a.get(key) or "").encode()) for a in articles for key in ("title", "summary", "text"))
            ours, raw = work / f"{name}-ours", work / f"{name}-raw"
            rates = [json.loads(run(release / "examples" / program, file, into))["articles_per_second"]
                     for program, into in (("writer", ours), ("raw_tantivy", raw))]
            print(f"{name}: {len(articles)} articles, {text / 1e6:.1f} MB of text, {processors()}")
            reached &= verdict(f"indexing {rates[0]:.0f}/s beside {rates[1]:.0f}/s:", rates[0] / rates[1], 0.5)
            reached &= verdict(f"index {size(ours) / 1e6:.1f} MB (tantivy {size(raw) / 1e6:.1f} MB), of the text:",
                               size(ours) / text, 1.3, at_least=False)
            lite = fts5(articles)
            everything = {True: {}, False: {}}
            for kind, queries in draw(articles, given.queries, given.seed).items():
                for snippet in (True, False):
                    chars = SNIPPET if snippet else 0
                    sides = {"ours": asked(release, "ours", ours, [query[0] for query in queries], chars)}
                    if queries[0][1]:
                        sides["tantivy"] = asked(release, "raw", raw, [query[1] for query in queries], chars)
                    sides["FTS5"] = lite([query[2] for query in queries], snippet)
                    for side, times in sides.items():
                        if kind != "prefix":
                            everything[snippet].setdefault(side, []).extend(times)
                        p50, p95, rate = figures(times)
                        print(f"  {kind:10} {'with snippets' if snippet else 'without':14} {side:8} "
                              f"{rate:8.0f}/s  p50 {p50:8.0f} µs  p95 {p95:8.0f} µs", flush=True)
            for snippet, sides in everything.items():
                print(f"  all but prefix, {'with' if snippet else 'without'} snippets:")
                p = {side: figures(times) for side, times in sides.items()}
                if snippet:
                    reached &= verdict("p50 of tantivy's", p["ours"][0] / p["tantivy"][0], 1.0, at_least=False)
                    reached &= verdict("p95 of tantivy's", p["ours"][1] / p["tantivy"][1], 1.0, at_least=False)
                else:
                    print(f"  p95 of tantivy's {p['ours'][1] / p['tantivy'][1]:.2f} (no mark)")
                    reached &= verdict("p95 of FTS5's", p["ours"][1] / p["FTS5"][1], 1.0, at_least=False)
    if not reached:
        print("a mark was missed", file=sys.stderr)
    return reached
