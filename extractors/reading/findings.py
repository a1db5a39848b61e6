"""What reading one document brings together."""

from __future__ import annotations

from extractors.model import EmbeddedFile, Page, Problem
from extractors.reading.tongue import Tongue
from extractors.settings import ReaderSettings


class Findings:
    """Pages, embedded files and problems of one document, and the language in which its pictures are read."""

    def __init__(self, name: str, settings: ReaderSettings) -> None:
        """Begin with nothing."""
        self.name = name
        self.settings = settings
        self.tongue = Tongue(settings)
        self.pages: list[Page] = []
        self.embedded: list[EmbeddedFile] = []
        self.problems: list[Problem] = []

    def add(self, *problems: Problem) -> None:
        """Keep problems, each once."""
        self.problems += [problem for problem in problems if problem not in self.problems]
