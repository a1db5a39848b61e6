"""Which of Tesseract's languages a document is read in: the one its text turns out to be in, not all there are."""

from __future__ import annotations

from extractors.model import Problem
from extractors.reading.tesseract import INSTALL, installed_languages
from extractors.settings import ReaderSettings

TESSERACT_CODES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
    "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "nb": "nor",
    "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sv": "swe", "th": "tha", "tr": "tur",
    "uk": "ukr", "vi": "vie", "zh-Hans": "chi_sim", "zh-Hant": "chi_tra",
}  # fmt: skip
ENOUGH_TEXT = 5000
SCRIPTS = {
    "Arabic": ("ara",),
    "Cyrillic": ("rus", "ukr", "bul"),
    "Devanagari": ("hin",),
    "Greek": ("ell",),
    "Han": ("chi_sim", "chi_tra"),
    "Hangul": ("kor",),
    "Hebrew": ("heb",),
    "Japanese": ("jpn",),
    "Korean": ("kor",),
    "Thai": ("tha",),
}
"""What the scripts that Tesseract's detector names may be read in; Latin is what is tried first anyhow."""


class Tongue:
    """The languages in which the pages of one document are read: a first guess, then what the document's text says."""

    def __init__(self, settings: ReaderSettings) -> None:
        """Begin with the settings' first installed language, looked up when a picture has to be read."""
        self._expected = settings.languages
        self._codes: tuple[str, ...] = ()
        self.problems: list[Problem] = []
        self._settled = False
        self._overheard = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the languages to read the next picture in."""
        if self._overheard:
            self.hear(self._overheard)
            self._overheard = ""
        if not self._codes:
            self._codes = tuple(code for code in self._expected if code in installed_languages())[:1] or ("eng",)
        return self._codes

    def overhear(self, text: str) -> None:
        """Keep a page's text: should a later page have to be read by OCR, it says in which language."""
        if len(self._overheard) < ENOUGH_TEXT:
            self._overheard += text + "\n"

    def hear(self, text: str) -> bool:
        """Learn from a text of the document; tell whether pages should now be read in another language."""
        from extractors.language.detect import language_of

        if self._settled:
            return False
        code = TESSERACT_CODES.get(language_of(text) or "")
        return self._settle((code,)) if code else False

    def see(self, script: str) -> bool:
        """Learn from the script of a page; tell whether pages should now be read in another language."""
        return not self._settled and script in SCRIPTS and self._settle(SCRIPTS[script])

    def _settle(self, codes: tuple[str, ...]) -> bool:
        self._settled = True
        usable = tuple(code for code in codes if code in installed_languages())
        if not usable:
            self.problems.append(_missing(codes[0]))
            return False
        changed = usable != self._codes
        self._codes = usable
        return changed


def _missing(code: str) -> Problem:
    package = code.replace("_", "-")
    message = f"Tesseract lacks the language data {code}; the text was read without. Run: {INSTALL}{package}"
    return Problem("language_pack_missing", message)
