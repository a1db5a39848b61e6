"""Which places on which pages show what a finding says, and their pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.model import Box, Extraction, Reading
from matchers.model import Finding
from review.batch import PublishedBatch
from review.crops import data_uri, marked_strip

# A report is mailed, and opened on small machines. What there is no room for is told in words.
MOST_PICTURES = 300
MOST_BYTES = 15_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Boxes on one page of one document that show one finding; without boxes, the page as such."""

    document: str
    sha256: str
    page: int
    boxes: tuple[Box, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A place with its picture as a data URI."""

    place: Place
    uri: str
    width: int
    height: int


class PlaceFinder:
    """Finds where findings can be seen in a batch's documents."""

    def __init__(self, batch: PublishedBatch) -> None:
        self._extractions = batch.extractions
        self._contents = {item.name: item.sha256 for item in batch.submissions}
        self._claimed = {claim.claim_id: claim.documents for claim in batch.reconciliation.claims}

    def places(self, finding: Finding) -> tuple[Place, ...]:
        """Return where a finding can be seen: in its own document, and in the one that it is compared with."""
        readings: dict[str, list[Reading]] = {name: [] for name in (finding.document, finding.related_document) if name}
        for reading in finding.evidence:
            readings.setdefault(self._owner(finding, reading), []).append(reading)
        own, twin = self._read(finding.document), self._read(finding.related_document)
        if own and twin and not readings[finding.related_document]:
            readings[finding.related_document] = list(_same_fields(own, twin, finding.evidence))
        shown = ((name, self._contents[name], found) for name, found in readings.items() if name in self._contents)
        return tuple(place for name, sha256, found in shown for place in _by_page(name, sha256, found))

    def _owner(self, finding: Finding, reading: Reading) -> str:
        """Return the document that a reading comes from: a finding about a claim may cite several."""
        for name in (finding.document, finding.related_document, *self._claimed.get(finding.claim_id, ())):
            read = self._read(name)
            if read and any(reading in (item.chosen, *item.others) for item in read.evidence):
                return name
        return finding.document

    def _read(self, document: str) -> Extraction | None:
        return self._extractions.get(self._contents.get(document, ""))


def _same_fields(own: Extraction, twin: Extraction, cited: Sequence[Reading]) -> Iterator[Reading]:
    """Give what the twin says in the fields that are cited from the finding's own document."""
    fields = {item.name for item in own.evidence if item.chosen in cited}
    return (item.chosen for item in twin.evidence if item.name in fields)


def _by_page(document: str, sha256: str, readings: Iterable[Reading]) -> Iterator[Place]:
    pages: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.page is not None:
            pages[reading.page].append(reading)
    for page, found in sorted(pages.items()):
        boxes = tuple(reading.box for reading in found if reading.box)
        yield Place(document, sha256, page, boxes, tuple(reading.text for reading in found))
    if not pages:
        yield Place(document, sha256, 1, (), ())


def pictures(batch: PublishedBatch, wanted: Sequence[Place]) -> dict[Place, Picture]:
    """Return pictures of the first places that there is room for; each page is rendered once."""
    pages: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for place in list(dict.fromkeys(wanted))[:MOST_PICTURES]:
        pages[place.sha256, place.page].append(place)
    taken = {
        picture.place: picture
        for (sha256, page), there in pages.items()
        for picture in _taken(batch, sha256, page, there)
    }
    return _within_bytes(taken, wanted)


def _taken(batch: PublishedBatch, sha256: str, page: int, there: list[Place]) -> Iterator[Picture]:
    image = batch.page_image(sha256, page)
    size = batch.page_size(sha256, page)
    if image is None or size is None:
        return
    for place in there:
        strip = marked_strip(image, size, place.boxes)
        yield Picture(place, data_uri(strip), strip.width, strip.height)


def _within_bytes(taken: Mapping[Place, Picture], wanted: Sequence[Place]) -> dict[Place, Picture]:
    kept: dict[Place, Picture] = {}
    room = MOST_BYTES
    for place in dict.fromkeys(wanted):
        if place in taken and len(taken[place].uri) <= room:
            kept[place] = taken[place]
            room -= len(taken[place].uri)
    return kept
