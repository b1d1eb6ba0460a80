"""Microseconds per article of watching 10,000 topics (60,000 phrases) from raw text, everything included (Unicode
forms, tokens, phrases, trees, places, evidence), beside (a) the limit: lower-case, words by bytes, numbers, and an
automaton over the numbers alone, mark at most 2 times; (b) daachorse charwise with lower-casing and a check of syllable
limits, mark at most 1 times; (c) every topic's query put to tantivy over an index of the one article, mark at least 300
times faster with the same answers. Memory, compile time and the growth with the number of topics are printed. Then one
topic's backtest over an archive, beside matching every article, mark at least 20 times faster with the same answer."""

import json
import statistics
import tempfile
from pathlib import Path

from .common import ROOT, build, corpora, processors, run, show, verdict


def arguments(parser):
    parser.add_argument("--articles", type=int, default=20_000, help="generated articles (default: %(default)s)")
    parser.add_argument("--topics", type=int, default=10_000, help="topics of six phrases (default: %(default)s)")
    parser.add_argument("--sample", type=int, default=20, help="articles put to tantivy (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each side (default: %(default)s)")


def measure(given):
    """True when every mark was reached."""
    release = build(
        ["-p", "langnghe-newsroom", "--example", "corpus"],
        ["-p", "langnghe-watch", "--example", "matching"],
        ["-p", "langnghe-indexer", "--example", "percolation"],
    )
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        for name, file in corpora(release, Path(folder), given.articles):
            reached &= watching(release, name, file, given)
    return reached


def watching(release, name, file, given):
    """Matching beside the limit, daachorse and tantivy."""
    example = release / "examples"
    said = json.loads(run(example / "matching", file, ROOT / "config/places.tsv", given.topics, given.runs))
    print(
        f"{name}: {said['articles']} articles, {said['topics']} topics of {said['phrases']} phrases; "
        f"{said['phrases_per_article']:.0f} phrases and {said['matches_per_article']:.2f} topics found in an article, "
        f"{given.runs} runs, {processors()}"
    )
    print(f"  compiled in {said['compile_ms']:.0f} ms, {said['memory_mb']:.0f} MB more in memory")
    for side in ("watch", "limit", "daachorse"):
        show(side, said[side], "us/article")
    tokens, places, matching = said["parts"]
    print(f"  of which tokens {tokens:.0f}, places {places:.0f}, matching {matching:.0f} (clocks included)")
    growth = ", ".join(f"{topics}: {micros:.0f}" for topics, micros in said["growth"])
    print(f"  us/article by the number of topics: {growth}")
    middle = {side: statistics.median(said[side]) for side in ("watch", "limit", "daachorse")}
    reached = verdict("watch / limit", middle["watch"] / middle["limit"], 2, at_least=False)
    reached &= verdict("watch / daachorse", middle["watch"] / middle["daachorse"], 1, at_least=False)

    said = json.loads(run(example / "percolation", file, given.topics, given.sample, min(given.runs, 3)))
    show(f"tantivy, {said['articles']} articles", said["tantivy"], "us/article")
    show("watch, the same ones", said["watch"], "us/article")
    print(f"  topics met {said['hits']}, articles with different answers {said['articles_with_different_hits']}")
    reached &= said["articles_with_different_hits"] == 0
    return reached & verdict(
        "tantivy / watch", statistics.median(said["tantivy"]) / statistics.median(said["watch"]), 300
    )
