"""Article pages per second of the parser beside Python trafilatura in its default mode, on the sample pages of the
shared data: pages of which nothing is known, and the fast way for pages whose layout is known, where each page is read
with selectors. Both sides read all pages once before the clock runs: the first time they read word lists and compile
patterns. Marks: at least 4 for unknown pages, aim 10 by selectors."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from .common import ROOT, build, in_turns, processors, run, show, verdict

MARK = 4
AIM = 10
# The elements that hold the text on most of the sample's pages; a page without them is read as an unknown one.
LAYOUT = {"body": "article, [itemprop=articleBody], .entry-content, .article-body, main"}

PEER = """
import gzip, json, sys, time
import trafilatura
pages = [gzip.open(json.loads(line)["file"]).read().decode("utf-8", "replace") for line in sys.stdin]
for page in pages:
    trafilatura.extract(page)
start = time.perf_counter()
for page in pages:
    trafilatura.extract(page)
print(len(pages) / (time.perf_counter() - start))
"""


def arguments(parser):
    parser.add_argument("--page-runs", type=int, default=3, help="runs of each side over the pages (default: %(default)s)")
    parser.add_argument("--python", default=os.environ.get("LANGNGHE_BENCH_PYTHON", sys.executable),
                        help="interpreter that has trafilatura and lxml[html-clean] (default: $LANGNGHE_BENCH_PYTHON)")


def measure(given):
    """True when every mark was reached."""
    archive = ROOT / "../shared/data/article-extraction/pages.tar.zst"
    if not archive.exists():
        print("article pages: skipped: no shared data")
        return True
    if subprocess.run([given.python, "-c", "import trafilatura"], capture_output=True).returncode:
        print(f"article pages: skipped: {given.python} has no trafilatura (see --python)")
        return True
    release = build()
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        with subprocess.Popen(["zstd", "-dc", archive], stdout=subprocess.PIPE) as zstd:
            subprocess.run(["tar", "x", "-C", folder], stdin=zstd.stdout, check=True)
        files = [str(file) for file in sorted(Path(folder).rglob("*.html.gz"))]
        bare = "".join(json.dumps({"file": file}) + "\n" for file in files)
        known = "".join(json.dumps({"file": file, "selectors": LAYOUT}) + "\n" for file in files)

        def ours(lines):
            said = run(release / "examples" / "article_json", "--rounds", "1", input=lines)
            return json.loads(said)["pages_per_second"]

        peer, unknown, layout = in_turns(
            given.page_runs,
            lambda: float(run(given.python, "-c", PEER, input=bare)),
            lambda: ours(bare),
            lambda: ours(known),
        )
        ways = [
            [json.loads(line).get("way") for line in run(release / "examples" / "article_json", input=lines).splitlines()]
            for lines in (bare, known)
        ]
    print(f"article pages: {len(files)}, {given.page_runs} runs, {processors()}, one thread each")
    show("trafilatura (Python)", peer, "pages/s")
    show("langnghe, unknown pages", unknown, "pages/s")
    show("langnghe, selectors", layout, "pages/s")
    print(f"  of the unknown pages {ways[0].count('density')} were read without the library")
    print(f"  with selectors {ways[1].count('selectors')} pages went the fast way, the rest as unknown ones")
    middle = statistics.median(peer)
    reached = verdict("unknown pages beside trafilatura", statistics.median(unknown) / middle, MARK)
    return verdict("selectors beside trafilatura (aim)", statistics.median(layout) / middle, AIM) and reached
