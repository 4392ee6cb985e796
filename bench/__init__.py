"""Benchmarks beside the reference libraries, in one run, as ratios: `make bench`."""
