"""Which submissions a claim means by the names of its documents."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from matchers.model import Claim, Submission

Index = Mapping[str, Sequence[str]]


def cited(claims: Sequence[Claim], submissions: Sequence[Submission]) -> tuple[Claim, ...]:
    """Return the claims with their documents under the names of the submissions that they mean.

    A claim may name a document by its path, by the end of its path, or by its file's name alone, in whatever case; an
    archive or a mail brings all that was in it. The path may begin above the folder that was handed in. A name that
    means nothing, or documents of different content, stays.
    """
    contents = {item.name: item.sha256 for item in submissions}
    index = _index(tuple(contents))
    return tuple(replace(claim, documents=tuple(_meant(claim.documents, index, contents))) for claim in claims)


def _meant(documents: Sequence[str], index: Index, contents: Mapping[str, str]) -> Iterator[str]:
    yield from dict.fromkeys(name for document in documents for name in _one(document, index, contents))


def _one(document: str, index: Index, contents: Mapping[str, str]) -> Sequence[str]:
    key = _key(document)
    found = (document,) if document in contents else index.get(key, ()) or _below(key, index)
    if len({contents[name] for name in found}) > 1:
        return (document,)
    inside = index.get(f"{key}/", ())
    if found:
        return (found[0], *(name for name in inside if name.startswith(f"{found[0]}/")))
    return inside or (document,)


def _below(key: str, index: Index) -> Sequence[str]:
    """Return the document whose whole name ends a longer path: that of the folder that was handed in, and its own."""
    steps = key.split("/")
    ends = ("/".join(steps[start:]) for start in range(1, len(steps)))
    return next(([name] for end in ends for name in index.get(end, ()) if _key(name) == end), ())


def _index(names: Sequence[str]) -> Index:
    """Return names by each end of their paths, and by each container that they lie in (its key ends in a stroke)."""
    index: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        steps = _key(name).split("/")
        for start in range(len(steps)):
            index["/".join(steps[start:])].append(name)
            for end in range(start + 1, len(steps)):
                index["/".join(steps[start:end]) + "/"].append(name)
    return index


def _key(name: str) -> str:
    steps = (step.strip() for step in name.replace("\\", "/").split("/"))
    return unicodedata.normalize("NFC", "/".join(step for step in steps if step not in ("", "."))).casefold()
