"""Wall time and memory of `langnghe fetch` over many channels on many hosts of this machine, with patient, slow,
failing and redirecting ones among them, beside the least time that politeness allows: the busiest host's requests
times the gap. From the servers' own logs: never two requests at a time on a host, no gap under the set one, no path
that robots.txt forbids. Marks: wall time at most 1.2 times the bound, peak memory at most 150 MB."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .common import ROOT, build, processors, verdict

TIME, MEMORY = 1.2, 150


def arguments(parser):
    parser.add_argument("--hosts", type=int, default=400, help="hosts (default: %(default)s)")
    parser.add_argument("--channels", type=int, default=5, help="channels of each (default: %(default)s)")
    parser.add_argument("--entries", type=int, default=3, help="articles of each channel (default: %(default)s)")
    parser.add_argument("--gap", type=float, default=5.0, help="seconds between two requests (default: %(default)s)")


def measure(given):
    """True when every mark was reached."""
    release = build()
    # Each host is a listener.
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as folder:
        home = Path(folder)
        config = home / "config"
        subprocess.run(["cp", "-r", ROOT / "config", config], check=True)
        (config / "langnghe.toml").write_text(
            f'[fetch]\ncontact = "bench@localhost"\ngap = "{round(given.gap * 1000)}ms"\nconcurrency = 64\n'
            'allow_private = ["127.0.0.0/8"]\n'
        )
        crowd = subprocess.Popen(
            [
                release / "examples" / "crowd",
                *map(str, (given.hosts, given.channels, given.entries, int(given.gap + 1), round(given.gap * 1000))),
                config / "sources.toml",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if crowd.stdout.readline() != "ready\n":
            sys.exit("the crowd did not start")
        start = time.monotonic()
        fetch = subprocess.Popen(
            [release / "langnghe", "--config", config, "--json", "fetch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "LANGNGHE_LOG__LEVEL": "error"},
        )
        said = fetch.stdout.read()
        _, status, usage = os.wait4(fetch.pid, 0)
        wall = time.monotonic() - start
        told = json.loads(crowd.communicate()[0])
        if status:
            sys.exit(f"langnghe fetch ended with status {status}")
        summary = json.loads(said)
    print(
        f"{given.hosts * given.channels} channels on {given.hosts} hosts, gap {given.gap} s, {processors()}: "
        f"{told['requests']} requests, {summary['articles']} of {told['readable']} articles, {summary['failed']} failed"
    )
    print(f"  wall time {wall:.1f} s, bound {told['bound']:.1f} s, peak memory {usage.ru_maxrss / 1024:.0f} MB")
    for fault in told["first_faults"]:
        print(f"  impolite: {fault}")
    print(f"  impolite requests: {told['faults']}")
    reached = told["faults"] == 0 and summary["articles"] == told["readable"]
    reached &= verdict("wall time / bound", wall / told["bound"], TIME, at_least=False)
    reached &= verdict("memory in MB", usage.ru_maxrss / 1024, MEMORY, at_least=False)
    return reached
