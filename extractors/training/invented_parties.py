"""Invented companies, offices and people: names of syllables, with the legal forms and addresses of their countries."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass

SCRIPTS = {
    "bg": ("бвгдклмнпрст", "аеиоу"), "ru": ("бвгдклмнпрст", "аеиоу"), "uk": ("бвгдклмнпрст", "аеиоу"),
    "el": ("βγδκλμνπρστ", "αειου"),
    "ja": ("山川田中村林森石島松", ""), "ko": ("김이박최정강조윤장임", ""),
}  # fmt: skip
LATIN = ("bdfgklmnprstv", "aeiou")
FORMS = {
    "sv": ("AB", "AB (publ)", "HB"), "nb": ("AS", "ASA"), "da": ("A/S", "ApS", "IVS"), "fi": ("Oy", "Oyj", "Ky"),
    "nl": ("B.V.", "BV", "N.V.", "V.O.F."), "fr": ("SARL", "SAS", "S.A.", "SASU", "EURL", "SCOP"),
    "es": ("S.L.", "S.A.", "S.L.U.", "S.Coop."), "pt": ("Lda", "S.A.", "Unipessoal Lda."),
    "it": ("S.r.l.", "S.p.A.", "S.n.c.", "srl"), "pl": ("Sp. z o.o.", "S.A.", "sp. j."),
    "cs": ("s.r.o.", "a.s.", "spol. s r.o."), "sk": ("s.r.o.", "a.s."), "hu": ("Kft.", "Zrt.", "Bt."),
    "ro": ("S.R.L.", "S.A."), "tr": ("A.Ş.", "Ltd. Şti."),
    "de": ("GmbH", "AG", "KG", "e.K.", "GmbH & Co. KG", "OHG", "e.V.", "eG", "UG (haftungsbeschränkt)", "a.G."),
    "en": ("Ltd", "Limited", "PLC", "LLP", "Inc.", "LLC"), "id": ("Tbk",),
    "bg": ("ЕООД", "АД"), "ru": ("ООО",), "uk": ("ТОВ",), "el": ("Α.Ε.", "ΕΠΕ"),
    "ja": ("株式会社",), "ko": ("주식회사",),
}  # fmt: skip
TRADES = {
    "de": ("Druckerei", "Autohaus", "Bäckerei", "Taxi", "Physiotherapie", "Versicherungsverein", "Stadtwerke",
           "Werbeagentur", "Lieferant", "Muster-Kunde", "Handelshaus", "Praxis", "Kaufhaus", "Elektrotechnik"),
    "fr": ("Imprimerie", "Boulangerie", "Garage", "Au Bon", "Ma Petite", "Société", "Moulin", "Boutique", "Agence",
           "Fournisseur", "Client", "Maison", "Atelier", "Transports"),
    "it": ("Tipografia", "Officina", "Società", "Studio", "Ristorante", "Fornitore"),
    "es": ("Imprenta", "Talleres", "Suministros", "Distribuciones", "Empresa", "Comercial"),
    "nl": ("Drukkerij", "Bakkerij", "Handelsonderneming", "Adviesbureau", "Garage"),
    "sv": ("Tryckeri", "Bygg", "Leverantören", "Konsult", "Åkeri"),
}  # fmt: skip
TAILS = ("Media", "Service", "Handel", "Design", "Print", "Events", "Studio", "Consulting", "Group", "Systems", "Parts")
DEPARTMENTS = {
    "de": ("Buchhaltung", "Einkauf", "z. Hd. {}", "Abteilung {}", "Inh. {}", "c/o {}", "Frau {}"),
    "fr": ("Service achats", "Comptabilité", "À l'attention de {}", "c/o {}", "Mme {}", "Bâtiment B"),
    "en": ("Accounts Payable", "Attn: {}", "c/o {}", "Finance Department", "Unit 4, {} House"),
    "it": ("Ufficio acquisti", "c/o {}"), "es": ("Departamento de compras", "A/A {}"),
    "nl": ("T.a.v. {}", "Crediteurenadministratie"), "sv": ("Ekonomiavdelningen", "Att: {}", "c/o {}"),
}  # fmt: skip
STREETS = {
    "de": ("{}straße {}", "{}str. {}", "{}weg {}", "Am {} {}", "{} Allee {}", "{}platz {}", "Postfach {1} {1}"),
    "fr": ("{1} rue de {0}", "{1}, avenue {0}", "{1} bis, rue {0}", "{1} place de la {0}", "ZI {0} - BP {1}"),
    "sv": ("{}gatan {}", "{}vägen {} B", "Box {1}"), "nb": ("{}veien {}", "{}gata {}"), "da": ("{}vej {}", "{}gade {}"),
    "nl": ("{}straat {}", "{}laan {}-a", "Postbus {1}"), "it": ("Via {} {}", "Piazza {} n. {}", "Viale {}, {}"),
    "es": ("Calle {}, {}", "C/ {} {}", "Avda. {}, {}"), "pt": ("Rua {} {}", "Av. {}, n.º {}"),
    "pl": ("ul. {} {}", "al. {} {}/12"), "fi": ("{}katu {}", "{}tie {} A 5"),
    "en": ("{1} {0} Road", "{1} {0} Street", "{1}-{1} {0} Ave", "P.O. Box {1}"), "ru": ("ул. {} {}",),
    "cs": ("{} {}/12", "{} {}"), "hu": ("{} utca {}",),
}  # fmt: skip
PLACES = {
    "sv": ("### ## X", "### ## X", "SE-### ## X"), "nb": ("#### X",), "da": ("#### X", "DK-#### X"), "fi": ("##### X",),
    "de": ("##### X", "##### X", "##### X", "D-##### X", "DE ##### X", "CH-#### X", "A-#### X", "##### X am X"),
    "fr": ("##### X", "##### X", "F-##### X", "FR ##### X", "##### X CEDEX 0#"), "nl": ("#### AB X", "####CD X"),
    "it": ("##### X (XX)", "##### X BG", "IT-##### X"), "es": ("##### X", "##### X (X)"), "pt": ("####-### X",),
    "pl": ("##-### X",), "cs": ("### ## X",), "sk": ("### ## X",), "hu": ("#### X", "X, ####"),
    "en": ("X AB# #CD", "X, NY #####", "X EC#A #BB"), "ro": ("###### X",), "ja": ("〒###-#### X",), "el": ("### ## X",),
    "ru": ("###### X", "г. X, ######"), "uk": ("##### X",), "tr": ("##### X",), "vi": ("X ######",),
}  # fmt: skip
"""How postal codes and places are written: # is a digit, X a place."""
COUNTRIES = {
    "de": "Deutschland", "fr": "France", "en": "United Kingdom", "it": "Italia", "es": "España", "nl": "Nederland",
    "sv": "Sverige", "da": "Danmark", "nb": "Norge", "fi": "Suomi", "pl": "Polska", "pt": "Portugal",
}  # fmt: skip
SALUTATIONS = {
    "de": ("Herrn", "Frau", "Firma", "An"),
    "fr": ("Monsieur", "Madame"),
    "it": ("Spett.le",),
    "es": ("Sr.",),
}


@dataclass(frozen=True)
class Party:
    """A company, an office or a person with an address and what letterheads add to it."""

    name: str
    person: str
    salutation: str
    more: tuple[str, ...]
    street: str
    city: str
    country: str
    site: str
    phone: str
    account: str

    @property
    def lines(self) -> list[str]:
        """Return the name and the address as they are printed below each other."""
        return [self.name, *self.address]

    @property
    def address(self) -> list[str]:
        """Return the lines below the name."""
        return [*self.more, self.street, self.city, *([self.country] if self.country else [])]

    @property
    def mail(self) -> str:
        """Return its address for mails."""
        return f"info@{self.site}"


def party_of(rng: random.Random, language: str) -> Party:
    """Return a party as it may live where the language is spoken; some are people."""
    private = rng.random() < 0.2
    person = f"{_word(rng, language)} {_word(rng, language)}"
    name = person if private else _company(rng, language, person)
    more = rng.choice(DEPARTMENTS.get(language, ("{}",))).format(person)
    site = "".join(filter(str.isalnum, name.split()[0].casefold())) if rng.random() < 0.7 else _word(rng, "en").lower()
    return Party(
        name.upper() if rng.random() < 0.15 else name,
        person,
        rng.choice(SALUTATIONS.get(language, ("",))) if rng.random() < (0.5 if private else 0.1) else "",
        (more,) if rng.random() < 0.2 else (),
        rng.choice(STREETS.get(language, ("{} {}",))).format(_word(rng, language), rng.randrange(1, 150)),
        _place(rng, language),
        COUNTRIES.get(language, "") if rng.random() < 0.25 else "",
        f"{site}.{rng.choice(('de', 'com', 'example', 'eu'))}",
        f"+{rng.randrange(10, 99)} {rng.randrange(100, 999)} {rng.randrange(10000, 99999)}-0",
        f"{rng.randrange(10, 99)} {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)} 0000 {rng.randrange(10, 99)}",
    )


def _place(rng: random.Random, language: str) -> str:
    form = rng.choice(PLACES.get(language, ("##### X",)))
    letters = (rng.choice(string.digits[1:]) if sign == "#" else sign for sign in form)
    return "".join(_word(rng, language) if sign == "X" else sign for sign in letters)


def _company(rng: random.Random, language: str, person: str) -> str:
    words = [_word(rng, language) for _ in range(rng.choice((1, 1, 2)))]
    if language not in SCRIPTS and rng.random() < 0.7:
        place = rng.choice((0, 0, len(words)))
        words.insert(place, rng.choice(TRADES.get(language, TAILS) if place == 0 else TAILS))
    if rng.random() < 0.1:
        words[-1:] = [words[-1], rng.choice(("&", "und", "+", "et", "-")), _word(rng, language)]
    if rng.random() < 0.85:
        words.append(rng.choice(FORMS.get(language, ("S.A.",))))
    elif language == "de" and rng.random() < 0.3:
        words += ["Inh.", *person.split()]
    if language not in SCRIPTS and rng.random() < 0.1:
        words.append(_word(rng, language))
    return " ".join(words) if len(" ".join(words)) > 4 else f"{words[0]} {_word(rng, language)}"


def _word(rng: random.Random, language: str) -> str:
    consonants, vowels = SCRIPTS.get(language, LATIN)
    if not vowels:
        return "".join(rng.choice(consonants) for _ in range(rng.choice((2, 3))))
    word = "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.choice((2, 3, 3))))
    return (word + rng.choice(("", "n", "r", "s"))).capitalize()
