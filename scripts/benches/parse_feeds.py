"""Feeds per second of the parser, beside Python's feedparser (mark: at least 30 times as many) and beside a bare scan
of the XML events by quick-xml (mark: at most 12 times its time), on feeds of real size: invented ones of 50 entries,
and the recorded ones of 10 KB and more. Run it with a Python that has feedparser; without it that side is left out."""

import json
import random
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from .common import ROOT, build, in_turns, processors, run, show, verdict

MARK_FEEDPARSER = 30
MARK_SCAN = 12
FIXTURES = ROOT / "../shared/data/feed-fixtures/fixtures.tar.zst"
WORDS = ("lễ hội xuân huyện xã bản làng người dân du khách đông vui sáng nay trước sân đền thờ múa rồng hát giao duyên "
         "thi đấu bóng đá giải trẻ tỉnh miền núi thác nước suối ruộng bậc thang nhà sàn đường đèo mùa lúa chín").split()


def arguments(parser):
    parser.add_argument("--runs", type=int, default=5, help="runs of each side (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="how long each run lasts (default: %(default)s)")


def sentence(random, length):
    words = random.choices(WORDS, k=length)
    return " ".join(words).capitalize() + "."


def invented(folder):
    """Feeds as papers send them: half with a picture and a sentence in CDATA, half with the full text."""
    random_ = random.Random(5)
    for number in range(10):
        items = []
        for item in range(50):
            address = f"https://bao.example/van-hoa/tin-{number}-{item}.html"
            body = f'<a href="{address}"><img src="https://anh.bao.example/{item}.jpg" /></a></br>{sentence(random_, 40)}'
            full = "" if number % 2 else "<content:encoded><![CDATA[" + "".join(
                f"<p>{sentence(random_, 60)}</p>" for _ in range(6)) + "]]></content:encoded>"
            items.append(f"<item><title>{sentence(random_, 12)}</title><link>{address}?utm_source=rss</link>"
                         f"<guid isPermaLink=\"false\">{number}-{item}</guid>"
                         f"<pubDate>Mon, 23 Nov 2026 0{item % 10}:{item:02}:00 +0700</pubDate>"
                         f"<description><![CDATA[{body}]]></description>{full}</item>")
        file = folder / f"invented-{number}.xml"
        file.write_text('<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
                        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo Non Nước</title>'
                        f'<link>https://bao.example/</link><ttl>30</ttl>{"".join(items)}</channel></rss>')
        yield file


def recorded(folder):
    """The recorded feeds of some size that are well-formed, so that the bare scan gets to their end."""
    from xml.etree import ElementTree

    subprocess.run(f"zstd -dc '{FIXTURES}' | tar -x -C '{folder}'", shell=True, check=True)
    for file in sorted(folder.rglob("*.xml")):
        data = file.read_bytes()
        if len(data) < 10_000 or b"<item" not in data and b"<entry" not in data:
            continue
        try:
            data.decode()
            ElementTree.fromstring(data)
        except (ElementTree.ParseError, UnicodeDecodeError, ValueError):
            continue
        yield file


def feedparser_rate(feedparser, files, seconds):
    texts = [file.read_bytes() for file in files]
    start, count = time.monotonic(), 0
    while True:
        for text in texts:
            feedparser.parse(text)
            count += 1
            if time.monotonic() - start >= seconds and count % len(texts) == 0:
                return count / (time.monotonic() - start)


def measure(given):
    """True when every mark was reached."""
    try:
        import feedparser
    except ImportError:
        feedparser = None
        print("feedparser: skipped: not installed for this Python")
    binary = build() / "examples/feed_speed"
    rate = lambda what, files: json.loads(run(binary, what, given.seconds, *files))["feeds_per_second"]
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as work:
        sets = [("invented", list(invented(Path(work))))]
        if FIXTURES.exists():
            folder = Path(work) / "recorded"
            folder.mkdir()
            sets.append(("recorded", list(recorded(folder))))
        else:
            print("recorded feeds: skipped: no shared data")
        for name, files in sets:
            sides = [lambda: rate("parse", files), lambda: rate("scan", files)]
            if feedparser:
                sides.append(lambda: feedparser_rate(feedparser, files, given.seconds))
            ours, scan, *peer = in_turns(given.runs, *sides)
            size = sum(file.stat().st_size for file in files) / len(files)
            print(f"{name}: {len(files)} feeds of {size:.0f} bytes on average, {given.runs} runs, {processors()}")
            show("the parser", ours, "feeds/s")
            show("bare XML events", scan, "feeds/s")
            if peer:
                show("Python feedparser", peer[0], "feeds/s")
                reached &= verdict("times feedparser's rate", median(ours) / median(peer[0]), MARK_FEEDPARSER)
            reached &= verdict("times the bare scan's time", median(scan) / median(ours), MARK_SCAN, at_least=False)
    return reached
