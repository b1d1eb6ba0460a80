"""The benchmarks of `scripts/bench`, one file each."""
