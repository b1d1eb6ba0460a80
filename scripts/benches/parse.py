"""The parser's speed: feeds (parse_feeds) and pages (parse_pages), one after the other, with their own defaults."""

import argparse
import importlib
from importlib.util import find_spec


def arguments(parser):
    pass


def measure(given):
    """True when every mark of both halves was reached."""
    reached = True
    for name in ("parse_feeds", "parse_pages"):
        if find_spec(f"benches.{name}") is None:
            print(f"{name}: skipped: not there")
            continue
        bench = importlib.import_module(f"benches.{name}")
        parser = argparse.ArgumentParser()
        bench.arguments(parser)
        print(f"{name}:")
        reached &= bench.measure(parser.parse_args([]))
    return reached
