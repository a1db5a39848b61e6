"""Invented companies and people: names of syllables, with the legal forms of their countries."""

from __future__ import annotations

import random
from dataclasses import dataclass

SCRIPTS = {
    "bg": ("бвгдклмнпрст", "аеиоу"), "ru": ("бвгдклмнпрст", "аеиоу"), "uk": ("бвгдклмнпрст", "аеиоу"),
    "el": ("βγδκλμνπρστ", "αειου"),
    "ja": ("山川田中村林森石島松", ""), "ko": ("김이박최정강조윤장임", ""),
}  # fmt: skip
LATIN = ("bdfgklmnprstv", "aeiou")
FORMS = {
    "sv": ("AB",), "nb": ("AS",), "da": ("A/S", "ApS"), "fi": ("Oy", "Oyj"), "nl": ("B.V.",),
    "fr": ("SARL", "SAS", "S.A."),
    "es": ("S.L.", "S.A."), "pt": ("Lda", "S.A."), "it": ("S.r.l.", "S.p.A."), "pl": ("Sp. z o.o.", "S.A."),
    "cs": ("s.r.o.", "a.s."), "sk": ("s.r.o.",), "hu": ("Kft.", "Zrt."), "ro": ("S.R.L.",), "tr": ("A.Ş.", "Ltd. Şti."),
    "de": ("GmbH", "AG", "KG", "e.K.", "GmbH & Co. KG"), "en": ("Ltd", "Limited", "PLC", "LLP"), "id": ("Tbk",),
    "bg": ("ЕООД", "АД"), "ru": ("ООО",), "uk": ("ТОВ",), "el": ("Α.Ε.", "ΕΠΕ"),
    "ja": ("株式会社",), "ko": ("주식회사",),
}  # fmt: skip
TRADES = ("Media", "Service", "Handel", "Design", "Print", "Events", "Studio", "Consulting", "Group", "Werbung")
STREETS = {
    "de": "{}straße {}", "fr": "{1} rue de {0}", "sv": "{}gatan {}", "nb": "{}veien {}", "da": "{}vej {}",
    "nl": "{}straat {}", "it": "Via {} {}", "es": "Calle {}, {}", "pt": "Rua {} {}", "pl": "ul. {} {}",
    "fi": "{}katu {}",
    "en": "{1} {0} Road", "ru": "ул. {} {}", "cs": "{} {}", "hu": "{} utca {}",
}  # fmt: skip


@dataclass(frozen=True)
class Party:
    """A company or a person with an address."""

    name: str
    street: str
    city: str
    person: str

    @property
    def lines(self) -> list[str]:
        """Return the address as it is printed."""
        return [self.name, self.street, self.city]


def party_of(rng: random.Random, language: str) -> Party:
    """Return a party as it may live where the language is spoken; some are people."""
    person = f"{_word(rng, language)} {_word(rng, language)}"
    name = person if rng.random() < 0.15 else _company(rng, language)
    street = STREETS.get(language, "{} {}").format(_word(rng, language), rng.randrange(1, 150))
    city = f"{rng.randrange(10000, 99999)} {_word(rng, language)}"
    return Party(name.upper() if rng.random() < 0.15 else name, street, city, person)


def _company(rng: random.Random, language: str) -> str:
    words = [_word(rng, language) for _ in range(rng.choice((1, 1, 2)))]
    if language not in SCRIPTS and rng.random() < 0.5:
        words.append(rng.choice(TRADES))
    if rng.random() < 0.85:
        words.append(rng.choice(FORMS.get(language, ("S.A.",))))
    return " ".join(words) if len(" ".join(words)) > 4 else f"{words[0]} {_word(rng, language)}"


def _word(rng: random.Random, language: str) -> str:
    consonants, vowels = SCRIPTS.get(language, LATIN)
    if not vowels:
        return "".join(rng.choice(consonants) for _ in range(rng.choice((2, 3))))
    word = "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.choice((2, 3, 3))))
    return (word + rng.choice(("", "n", "r", "s"))).capitalize()
