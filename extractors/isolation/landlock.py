"""A worker opens programs and libraries to read, its own folder to write, and nothing else, where Linux has Landlock.

The numbers are those of `linux/landlock.h`; its system calls have the same numbers on every architecture.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from enum import IntFlag
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1
SINCE_TCP, SINCE_SCOPES = 4, 6
"""Versions of Landlock from which it also holds connections, and signals to others and abstract sockets."""
ALL_TCP = ALL_SCOPES = 0b11


class Right(IntFlag):
    """What may be done with a file or beneath a folder."""

    EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
    CHANGE_FOLDERS = 0b1_1111_1111 << 4
    REFER, TRUNCATE = 1 << 13, 1 << 14


LOOK = Right.EXECUTE | Right.READ | Right.LIST
OF_FILES = Right.EXECUTE | Right.READ | Right.WRITE | Right.TRUNCATE
SINCE = {1: LOOK | Right.WRITE | Right.CHANGE_FOLDERS, 2: Right.REFER, 3: Right.TRUNCATE}


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    # The header packs this structure.
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def restrict_files(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Let this process and its children open nothing else; say whether the kernel does that."""
    version = _call(CREATE_RULESET, None, 0, ASK_VERSION)
    if version < 1:
        return False
    handled = Right(0)
    for since, rights in SINCE.items():
        handled |= rights if version >= since else Right(0)
    tcp, scopes = ALL_TCP * (version >= SINCE_TCP), ALL_SCOPES * (version >= SINCE_SCOPES)
    # Kernels that know fewer fields take the longer structure too, as long as the further ones are nought.
    ruleset = _Ruleset(handled, tcp, scopes)
    rules = _call(CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    if rules < 0:
        return False
    try:
        allowed = [(path, LOOK) for path in readable] + [(path, handled) for path in writable]
        return all(_allow(rules, path, rights & handled) for path, rights in allowed) and _restrict(rules)
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: Right) -> bool:
    """Add a rule; what is not there needs none."""
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        beneath = _Beneath(rights if path.is_dir() else rights & OF_FILES, folder)
        return _call(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(beneath), 0) == 0
    finally:
        os.close(folder)


def _restrict(rules: int) -> bool:
    return _call(RESTRICT_SELF, rules, 0) == 0


def _call(number: int, *arguments: object) -> int:
    made: int = ctypes.CDLL(None).syscall(number, *arguments)
    return made
