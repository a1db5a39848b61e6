"""Placeholder while the room is being built."""

from __future__ import annotations

import argparse

from flows.verbs.options import Verbs


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare nothing yet."""
