"""Measurements. Each module has a `main` that prints a Markdown table; `python -m tests.benchmarks` runs what is asked."""
