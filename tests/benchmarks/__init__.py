"""Measurements: each module's `main` prints a Markdown table; `python -m tests.benchmarks` runs them."""
