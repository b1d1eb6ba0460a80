"""Articles per second from `langnghe import` to flagged, stored and searchable, beside tantivy alone (one
thread, title and body with positions, stored) on the same texts. The time of `import` is that of the whole command;
of tantivy only adding and committing counts. Mark: at least 0.4."""

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from .common import ROOT, build, corpora, in_turns, processors, run, show, verdict

MARK = 0.4


def arguments(parser):
    parser.add_argument("--articles", type=int, default=10_000, help="generated articles (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side (default: %(default)s)")


def raw_tantivy(release, file, work):
    """Articles per second of tantivy alone."""
    folder = work / "raw"
    shutil.rmtree(folder, ignore_errors=True)
    return json.loads(run(release / "examples" / "raw_tantivy", file, folder))["articles_per_second"]


def pipeline(release, file, work, count):
    """Articles per second of `langnghe import` into an empty home, with the shipped topics."""
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ROOT / "config", home / "config")
    langnghe = [release / "langnghe", "--config", home / "config", "--json"]
    start = time.monotonic()
    said = json.loads(run(*langnghe, "import", file))
    seconds = time.monotonic() - start
    if said["articles"] == 0:
        sys.exit(f"nothing was imported from {file}: {said}")
    for line in run(*langnghe, "doctor").splitlines():
        check = json.loads(line)
        if check["what"] in ("store", "index") and check["severity"] != "good":
            sys.exit(f"after the import the {check['what']} is not up to date: {check['state']}")
    return count / seconds


def measure(given):
    """True when every mark was reached."""
    release = build()
    reached = True
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        work = Path(folder)
        for name, file in corpora(release, work, given.articles):
            with file.open("rb") as lines:
                count = sum(1 for _ in lines)
            size = file.stat().st_size / count
            peer, ours = in_turns(
                given.runs,
                lambda: raw_tantivy(release, file, work),
                lambda: pipeline(release, file, work, count),
            )
            print(f"{name}: {count} articles of {size:.0f} bytes on average, {given.runs} runs, {processors()}")
            show("langnghe import", ours, "articles/s")
            show("tantivy alone", peer, "articles/s")
            reached &= verdict("ratio", statistics.median(ours) / statistics.median(peer), MARK)
    return reached
