"""How well and how fast Firsthand reads: `python -m benchmarks.reading`, `python -m benchmarks.startup`."""
