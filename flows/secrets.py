"""Secrets that addresses name but do not hold: `$NAME` stands for what the environment or a Prefect block has under it.

An address is a password's worst place: it is shown in Prefect's UI, kept in the record of runs and written to logs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import cast
from urllib.parse import quote, urlsplit, urlunsplit

from flows.faults import UsageError

SIGN = "$"


def holds_secret(url: str) -> bool:
    """Say whether an address has a password in it, and not the name of one."""
    password = urlsplit(url).password
    return bool(password) and not str(password).startswith(SIGN)


def without_secret(url: str) -> str:
    """Return an address as it may be shown: without a password that stands in it."""
    parts = urlsplit(url)
    if not holds_secret(url):
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:...@{parts.netloc.rpartition('@')[2]}"))


def with_secret(url: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return an address that a program can open: the whole of it, or its password, may be the name of a secret."""
    if url.startswith(SIGN):
        return secret(url, environment)
    parts = urlsplit(url)
    password = parts.password or ""
    if not password.startswith(SIGN):
        return url
    known = f"{parts.username}:{quote(secret(password, environment), safe='')}"
    return urlunsplit(parts._replace(netloc=f"{known}@{parts.netloc.rpartition('@')[2]}"))


def secret(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return what `$NAME` stands for: an environment variable, or a Prefect block (`$NORTH_MAIL`: north-mail)."""
    bare = name.removeprefix(SIGN)
    found = environment.get(bare) or _block(bare.lower().replace("_", "-"))
    if not found:
        raise UsageError(f"there is no secret {name}. Set the environment variable {bare}, or make a Prefect block.")
    return found


def _block(name: str) -> str:
    # Only what runs under Prefect has a server to ask; without one it would take ten seconds to start one.
    if "prefect" not in sys.modules:
        return ""
    from prefect.blocks.system import Secret

    try:
        block = cast("Secret[str]", Secret.load(name))
    except ValueError:
        return ""
    return str(block.get())
