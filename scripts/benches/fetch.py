"""Pages per second through the whole fetcher, with gap 0, over many hosts on this machine (127.7.x.y), beside a bare
loop of reqwest with the same requests under way at a time. Both ask the same servers, which run in a process of their
own; what the fetcher asks beside the pages (robots.txt of each host) counts against it. Mark: at least 0.7."""

import json
import statistics
import subprocess
import sys

from .common import build, in_turns, processors, run, show, verdict

MARK = 0.7


def arguments(parser):
    parser.add_argument("--hosts", type=int, default=200, help="hosts (default: %(default)s)")
    parser.add_argument("--pages", type=int, default=20_000, help="pages of all hosts together (default: %(default)s)")
    parser.add_argument("--bytes", type=int, default=30_000, help="size of a page, unpacked (default: %(default)s)")
    parser.add_argument("--concurrency", type=int, default=64, help="requests under way (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each side (default: %(default)s)")


def measure(given):
    """True when the mark was reached."""
    examples = build() / "examples"
    command = [examples / "many_hosts", str(given.hosts), str(given.bytes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as servers:
        port = servers.stdout.readline().strip()
        if not port:
            sys.exit("the servers did not start")

        def side(name):
            counts = [given.hosts, given.pages, given.concurrency]
            said = json.loads(run(examples / "read_pages", name, port, *counts))
            if said["bytes"] < given.pages * given.bytes:
                sys.exit(f"{name} read only {said['bytes']} bytes")
            return said["pages_per_second"]

        bare, ours = in_turns(given.runs, lambda: side("reqwest"), lambda: side("fetcher"))
        servers.stdin.close()
    print(
        f"{given.pages} pages of {given.bytes} bytes on {given.hosts} hosts, {given.concurrency} at a time, "
        f"{given.runs} runs, {processors()}"
    )
    show("the fetcher", ours, "pages/s")
    show("reqwest alone", bare, "pages/s")
    return verdict("ratio", statistics.median(ours) / statistics.median(bare), MARK)
