"""An Outlook message as bytes; no library writes them (the formats are MS-CFB, compound files, and MS-OXMSG)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

SECTOR, SMALL = 512, 64
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT, BYTES, NUMBER, TIME = 0x001F, 0x0102, 0x0003, 0x0040
SENT = 134_179_524_000_000_000
"""14 March 2026, 09:00 UTC, in ticks of 100 nanoseconds since 1601."""


@dataclass
class Storage:
    """A folder of a compound file: streams by name, and folders by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


def message(sender: str, to: str, subject: str, body: str, attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return a message with files attached."""
    root = _with_properties(
        32,
        {0x001A: "IPM.Note", 0x0037: subject, 0x0C1A: "Nora", 0x0C1F: sender, 0x5D01: sender, 0x1000: body},
        {(0x0039, TIME): SENT},
    )
    root.storages["__recip_version1.0_#00000000"] = _with_properties(8, {0x3001: "Desk", 0x3003: to, 0x39FE: to}, {})
    for number, (name, content) in enumerate(attachments):
        attached = _with_properties(8, {0x3707: name}, {(0x3705, NUMBER): 1}, content)
        root.storages[f"__attach_version1.0_#{number:08X}"] = attached
    return compound_file(root)


def _with_properties(
    head: int, texts: dict[int, str], numbers: dict[tuple[int, int], int], content: bytes | None = None
) -> Storage:
    storage, entries = Storage(), bytes(head)
    values = {(number, TEXT): text.encode("utf-16-le") for number, text in texts.items()}
    if content is not None:
        values[0x3701, BYTES] = content
    for (number, kind), value in values.items():
        storage.streams[f"__substg1.0_{number:04X}{kind:04X}"] = value
        entries += struct.pack("<HHIII", kind, number, 6, len(value) + 2 * (kind == TEXT), 0)
    for (number, kind), amount in numbers.items():
        entries += struct.pack("<HHIQ", kind, number, 6, amount)
    storage.streams["__properties_version1.0"] = entries
    return storage


@dataclass
class _Entry:
    """A line of the directory."""

    name: str
    kind: int
    start: int = END
    size: int = 0
    right: int = FREE
    child: int = FREE


class _Writer:
    """Directory entries and the sectors that they point to."""

    def __init__(self) -> None:
        self.entries = [_Entry("Root Entry", 5)]
        self.sectors: list[bytes] = []
        self.chain: list[int] = []
        self.small = b""
        self.small_chain: list[int] = []

    def add(self, name: str, kind: int, content: bytes = b"") -> int:
        start = self.place(content) if kind == 2 and len(content) >= 4096 else self.place_small(content)
        self.entries.append(_Entry(name, kind, start if content else END, len(content)))
        return len(self.entries) - 1

    def place(self, content: bytes) -> int:
        first, pieces = len(self.sectors), [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        self.sectors += [piece.ljust(SECTOR, b"\0") for piece in pieces]
        self.chain += [*range(first + 1, first + len(pieces)), END]
        return first

    def place_small(self, content: bytes) -> int:
        first, count = len(self.small) // SMALL, -(-len(content) // SMALL)
        self.small += content.ljust(count * SMALL, b"\0")
        self.small_chain += [*range(first + 1, first + count), END][: max(count, 0)]
        return first

    def fill(self, place: int, storage: Storage) -> None:
        inside: list[tuple[str, bytes | Storage]] = [*storage.streams.items(), *storage.storages.items()]
        before = None
        for name, content in sorted(inside, key=lambda each: (len(each[0]), each[0].upper())):
            here = self.add(name, 2, content) if isinstance(content, bytes) else self.add(name, 1)
            if before is None:
                self.entries[place].child = here
            else:
                self.entries[before].right = here
            before = here
            if isinstance(content, Storage):
                self.fill(here, content)


def compound_file(root: Storage) -> bytes:
    """Return a compound file of version 3; siblings are chained to the right."""
    writer = _Writer()
    writer.fill(0, root)
    writer.entries[0].start, writer.entries[0].size = writer.place(writer.small), len(writer.small)
    small_table = writer.place(_numbers(writer.small_chain))
    directory = writer.place(b"".join(map(_entry, writer.entries)))
    tables = -(-(len(writer.chain) + 8) // (SECTOR // 4))
    places = list(range(len(writer.chain), len(writer.chain) + tables))
    writer.chain += [FAT] * tables
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIII", 62, 3, 0xFFFE, 9, 6, 0, tables, directory)
    )
    small_sectors = -(-len(writer.small_chain) * 4 // SECTOR)
    head += struct.pack("<IIIIII", 0, 4096, small_table, small_sectors, END, 0)
    head += _numbers([*places, *[FREE] * (109 - tables)])
    return head + b"".join(writer.sectors) + _numbers(writer.chain).ljust(tables * SECTOR, b"\xff")


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _entry(entry: _Entry) -> bytes:
    text = entry.name.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<HBBIII", len(text), entry.kind, 1, FREE, entry.right, entry.child)
    return text.ljust(64, b"\0") + head + bytes(36) + struct.pack("<IQ", entry.start, entry.size)
