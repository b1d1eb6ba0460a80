"""Microseconds per article of watching 10,000 topics (60,000 phrases) from raw text, everything included (Unicode
forms, tokens, phrases, trees, places, evidence), beside (a) the limit: lower-case, words by bytes, numbers, and an
automaton over the numbers alone, mark at most 2 times; (b) daachorse charwise with lower-casing and a check of syllable
limits, mark at most 1 times; (c) every topic's query put to tantivy over an index of the one article, mark at least 300
times faster with the same answers. Memory, compile time and the growth with the number of topics are printed. Then one
topic's backtest over an archive, beside matching every article, mark at least 20 times faster with the same answer."""

import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from .common import ROOT, build, corpora, processors, run, show, verdict


def arguments(parser):
    parser.add_argument("--articles", type=int, default=20_000, help="generated articles (default: %(default)s)")
    parser.add_argument("--topics", type=int, default=10_000, help="topics of six phrases (default: %(default)s)")
    parser.add_argument("--archive", type=int, default=60_000, help="articles to backtest on (default: %(default)s)")
    parser.add_argument("--sample", type=int, default=20, help="articles put to tantivy (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each side (default: %(default)s)")


def measure(given):
    """True when every mark was reached."""
    release = build()
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        for name, file in corpora(release, Path(folder), given.articles):
            reached &= watching(release, name, file, given)
        reached &= backtesting(release, Path(folder), given)
    return reached


def backtesting(release, work, given):
    """One topic's backtest beside matching every article; both times are those of the whole command."""
    home, archive, topic = work / "home", work / "archive.jsonl", work / "thu.toml"
    shutil.copytree(ROOT / "config", home / "config")
    archive.write_text(run(release / "examples" / "corpus", given.archive))
    topic.write_text(random_topic(archive))
    langnghe = [release / "langnghe", "--config", home / "config", "--json"]
    run(*langnghe, "import", archive)
    times = {"candidates": [], "every article": []}
    found = {}
    for _ in range(given.runs):
        for side, option in (("candidates", []), ("every article", ["--every-article"])):
            start = time.monotonic()
            found[side] = run(*langnghe, "topics", "backtest", topic, *option)
            times[side].append((time.monotonic() - start) * 1e3)
    if found["candidates"] != found["every article"] or not found["candidates"]:
        sys.exit("the two ways of backtesting found different articles, or none")
    print(f"backtest over {given.archive} articles: {len(found['candidates'].splitlines())} found, the same both ways")
    for side, figures in times.items():
        show(side, figures, "ms")
    ratio = statistics.median(times["every article"]) / statistics.median(times["candidates"])
    return verdict("every article / candidates", ratio, 20)


def random_topic(archive):
    """A topic of phrases that stand in the archive."""
    chance = random.Random(3)
    with archive.open() as lines:
        texts = [json.loads(next(lines))["text"] for _ in range(min(1000, sum(1 for _ in archive.open())))]
    phrases = []
    while len(phrases) < 6:
        words = chance.choice(texts).split(".")[0].replace(",", "").split()
        at = chance.randrange(max(1, len(words) - 1))
        phrase = words[at : at + 2]
        if len(phrase) == 2 and all(word.isalpha() for word in phrase):
            phrases.append('"' + " ".join(phrase).lower() + '"')
    first, second, third = f"{phrases[0]} OR {phrases[1]}", f"{phrases[2]} OR {phrases[3]}", " NEAR/12 ".join(phrases[4:])
    terms = "".join(
        f"[[term]]\nquery = '{query}'\nweight = {weight}\n" for query, weight in ((first, 6), (second, 5), (third, 5))
    )
    return f'name = "Thử"\nwhy = "Đo"\nowner = "van-phong"\nthreshold = 5\n{terms}'


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
