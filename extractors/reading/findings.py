"""What reading one document brings together."""

from __future__ import annotations

import time
from collections.abc import Iterable

from extractors.model import EmbeddedFile, Page, Problem
from extractors.reading.tongue import Tongue
from extractors.settings import ReaderSettings

POSTPONED = "scan left for later"
TIME_FOR_OCR = 0.6
"""After this share of the time allowed no further page is read by OCR: a part of a document is better than none."""


class Findings:
    """Pages, embedded files and problems of one document, and the language in which its pictures are read."""

    def __init__(self, name: str, settings: ReaderSettings, known: Iterable[Page] | None = None) -> None:
        """Begin with nothing, or with the pages known from an earlier look; then no scan is left for later."""
        self.name = name
        self.settings = settings
        self.tongue = Tongue(settings)
        self.pages: list[Page] = []
        self.embedded: list[EmbeddedFile] = []
        self.problems: list[Problem] = []
        self.broken: list[int] = []
        self.known = {page.number: page for page in known or () if page.reason != POSTPONED}
        self.late = False
        self._whole = known is not None
        self._end = time.monotonic() + TIME_FOR_OCR * settings.limits.seconds

    def postpones(self, number: int, count: int) -> bool:
        """Tell whether a scanned page of so many is left for later: the middle of long ones, and when time is up."""
        self.late = self.late or time.monotonic() > self._end
        ends = self.settings.ends
        return self.late or (not self._whole and ends < number <= count - ends)

    def add(self, *problems: Problem) -> None:
        """Keep problems, each once."""
        self.problems += [problem for problem in problems if problem not in self.problems]
