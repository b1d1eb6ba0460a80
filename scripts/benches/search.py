"""Searches: queries per second and p50/p95 of one word, two words, a phrase, NEAR and a prefix, each for a first page of
10 answers with snippets and without, beside tantivy alone (its default tokenizer, query parser and snippet generator),
SQLite's FTS5 and, without snippets and for one and two words, PostgreSQL where it is installed, over the same texts with
the same queries; facets of the same queries (no peer); articles per second while indexing, the size of the index, and
the time of adding, committing and finding one article. Ours folds copies, as the pages do. All queries are asked one
after the other, once to warm up and once measured; ours and tantivy take turns. Marks: with snippets at most tantivy's
time, p50 and p95; without, p95 ahead of FTS5 and PostgreSQL; indexing at least 0.5 of tantivy alone; index with stored
text at most 1.3 of the text; one article at most 3 times tantivy's time, and found within a second."""

import json
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from .common import build, corpora, in_turns, processors, run, verdict
from .postgres import Postgres

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
            # Stop words alone are no query of ours.
            if query[0] and len(queries[kind]) < count and not STOP.issuperset(query[0].split()):
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


def indexed(release, file, work, name):
    """Fills both indexes twice, turn by turn: their folders, and the ratio of articles per second."""
    folders = [work / f"{name}-ours", work / f"{name}-raw"]
    def fill(program, folder):
        shutil.rmtree(folder, ignore_errors=True)
        return json.loads(run(release / "examples" / program, file, folder))["articles_per_second"]
    rates = in_turns(2, *(lambda side=side: fill(*side) for side in zip(("writer", "raw_tantivy"), folders)))
    ours, raw = map(statistics.median, rates)
    return folders, verdict(f"indexing {ours:.0f}/s beside {raw:.0f}/s:", ours / raw, 0.5)


def appended(release, file, folders, count=50):
    """One article more, again and again, in both indexes."""
    def append(side, folder):
        lines = run(release / "examples/append", side, folder, file, count).splitlines()
        # The first ones open what later ones find open.
        return [json.loads(line)["micros"] / 1000 for line in lines][5:]
    runs = in_turns(2, *(lambda side=side: append(*side) for side in zip(("ours", "raw"), folders)))
    ours, raw = ([time for times in each for time in times] for each in runs)
    said = f"one article {statistics.median(ours):.1f} ms beside {statistics.median(raw):.1f} ms:"
    reached = verdict(said, statistics.median(ours) / statistics.median(raw), 3.0, at_least=False)
    return verdict("slowest of them found after seconds:", max(ours) / 1000, 1.0, at_least=False) and reached


def asked_all(release, folders, lite, postgres, queries):
    """Asks every kind of query of every side, prints the figures, and gives all times: with snippets -> side -> list."""
    everything = {True: {}, False: {}}
    def show(kind, how, side, times):
        p50, p95, rate = figures(times)
        print(f"  {kind:10} {how:14} {side:10} {rate:8.0f}/s  p50 {p50:8.0f} µs  p95 {p95:8.0f} µs", flush=True)
    for kind, asked_for in queries.items():
        ours, raw, light = ([query[side] for query in asked_for] for side in range(3))
        for snippet in (True, False):
            chars = SNIPPET if snippet else 0
            pair = {"ours": lambda: asked(release, "folded", folders[0], ours, chars)}
            if raw[0]:
                pair["tantivy"] = lambda: asked(release, "raw", folders[1], raw, chars)
            # Ours and tantivy take turns, so that a machine whose speed drifts is fair to both.
            runs = in_turns(2, *pair.values())
            sides = {side: [time for times in each for time in times] for side, each in zip(pair, runs)}
            sides["FTS5"] = lite(light, snippet)
            if postgres and not snippet and kind in ("one word", "two words"):
                postgres.ask(ours, PAGE)
                sides["PostgreSQL"] = [micros for _, micros in postgres.ask(ours, PAGE)]
            for side, times in sides.items():
                show(kind, "with snippets" if snippet else "without", side, times)
                if kind != "prefix":
                    everything[snippet].setdefault(side, []).extend(times)
                if kind in ("one word", "two words") and not snippet:
                    everything.setdefault("words", {}).setdefault(side, []).extend(times)
        show(kind, "facets", "ours", asked(release, "facets", folders[0], ours, 0))
    return everything


def measure(given):
    """True when every mark was reached."""
    release = build()
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        work = Path(folder)
        for name, file in corpora(release, work, given.articles):
            articles = [json.loads(line) for line in file.read_text().splitlines()]
            articles = [{key: article.get(key) or "" for key in ("title", "summary", "text")} for article in articles]
            text = sum(len(part.encode()) for article in articles for part in article.values())
            print(f"{name}: {len(articles)} articles, {text / 1e6:.1f} MB of text, {processors()}")
            folders, fast = indexed(release, file, work, name)
            reached &= fast
            ours, raw = map(size, folders)
            reached &= verdict(f"index {ours / 1e6:.1f} MB (tantivy {raw / 1e6:.1f} MB), of the text:", ours / text, 1.3,
                               at_least=False)
            postgres = Postgres.start()
            try:
                if postgres:
                    postgres.fill(articles)
                else:
                    print("PostgreSQL: skipped: no server is installed")
                queries = draw(articles, given.queries, given.seed)
                everything = asked_all(release, folders, fts5(articles), postgres, queries)
            finally:
                if postgres:
                    postgres.stop()
            p50, p95 = ({how: {side: figures(times)[which] for side, times in sides.items()}
                         for how, sides in everything.items()} for which in (0, 1))
            print("  all but prefix:")
            for which, p in (("p50", p50), ("p95", p95)):
                reached &= verdict(f"with snippets, {which} of tantivy's", p[True]["ours"] / p[True]["tantivy"], 1.0,
                                   at_least=False)
            print(f"  without snippets, p95 of tantivy's {p95[False]['ours'] / p95[False]['tantivy']:.2f} (no mark)")
            reached &= verdict("without snippets, p95 of FTS5's", p95[False]["ours"] / p95[False]["FTS5"], 1.0,
                               at_least=False)
            if postgres:
                reached &= verdict("one and two words without snippets, p95 of PostgreSQL's",
                                   p95["words"]["ours"] / p95["words"]["PostgreSQL"], 1.0, at_least=False)
            reached &= appended(release, file, folders)
    if not reached:
        print("a mark was missed", file=sys.stderr)
    return reached
