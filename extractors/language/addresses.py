"""What a line of an address is: a street, a place with its postal code, a country, a way to reach somebody."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from extractors.language.plain import fold
from extractors.language.tables import table_rows


class AddressPart(StrEnum):
    """What a line of an address says; names are what is left."""

    STREET = "street"
    PLACE = "place"
    COUNTRY = "country"
    CONTACT = "contact"
    NUMBER = "number"
    SALUTATION = "salutation"
    OTHER = "other"


STREET_WORDS = re.compile(
    r"\w*(?:strasse|straße|str\.)(?!\w)|\w+(?:gasse|weg|platz|allee|ufer|damm)(?!\w)"
    r"|(?<!\w)(?:rue|avenue|av|avda|boulevard|bd|quai|chemin|impasse|route|zi|za|bp|via|viale|piazza|piazzale|corso|largo"
    r"|calle|c/|plaza|paseo|carrer|rua|travessa|ul|al|os|jalan|jln|jl|cad|cd|sok|cadde|mah|ул|улица|вул|пр|бул"
    r"|street|st|road|rd|lane|ln|drive|dr|ave|court|suite|floor|highway|hwy|square|unit"
    r"|postfach|postbus|box|boks|po box|p\.o\. box|apartado|casella postale|c/o)(?!\w)"
    r"|\w+(?:gatan|gata|vägen|väg|veien|vei|vej|gade|katu|tie|straat|laan|plein|kade|weg|utca|iela)(?!\w)"
    r"|(?<!\w)(?:utca|út|tér|οδος|οδός|đường|phố)(?!\w)",
    re.I,
)
NUMBER_FIRST = re.compile(r"^\d{1,5}(?:[-/]\d+)?\s?(?:bis|ter|quater|[a-z])?,?\s+[^\W\d]{2}", re.I)
NUMBER_LAST = re.compile(
    r"^[^\W\d][^\d:@]{2,}[.,]?\s(?:n\.?\s?[º°]?\s?)?\d{1,4}(?:\s?[a-z])?(?:\s?[-/]\s?\d{1,4}\s?[a-z]?|-[a-z])?$", re.I
)
WORD = re.compile(r"[^\W\d_]{2}")
HAS_NUMBER = re.compile(r"\d")
PLACES = re.compile(
    r"^(?:[A-Z]{1,3}[- ]{1,3})?\d{4,6}(?:[- ]\d{2,4})?,?\s*[^\W\d_]{3}"  # 12345 Town, D-12345 Town, 1234 Town
    r"|^(?:[A-Z]{2}[- ])?\d{3} \d{2},? +[^\W\d]{2}"  # 123 45 Town
    r"|^(?:PL-)?\d{2}-\d{3},? [^\W\d]{2}|^\d{4}-\d{3},? [^\W\d]{2}|^\d{5}-\d{3} [^\W\d]"  # Poland, Portugal, Brazil
    r"|^(?:NL-)?\d{4} ?[A-Z]{2},? [^\W\d]{2}"  # the Netherlands
    r"|(?<!\w)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$"  # the United Kingdom
    r"|^[^\d:@]+,? [A-Z]{2}\.?,? \d{5}(?:-\d{4})?$|[A-Z]\d[A-Z] ?\d[A-Z]\d$"  # the United States, Canada
    r"|^〒?\d{3}-\d{4}|^[^\d:@]{3,40},? (?:г\. )?\d{5,7}$|^[^\d:@]{3,30}, \d{4,7}$"  # Japan; a code behind the town
)
COMPANIES = re.compile(
    r"(?<!\w)(?:inc|llc|ltd|limited|gmbh|ag|kg|ab|a/s|oyj?|corp|plc|sarl|sasu?|bv|bhd|s/b|srl|s\.r\.l|s\.p\.a|kft|s\.r\.o)"
    r"\.?(?:\s*\([^)]*\))?$",
    re.I,
)
CONTACTS = re.compile(
    r"@|www\.|https?:|(?<!\w)(?:tel|fon|fax|phone|telefon|mobil|t[eé]l[eé]phone)\w*\W|^\+?[\d ()/-]{7,}$", re.I
)
NUMBERS = re.compile(
    r"(?<!\w)(?:iban|bic|swift|gln|gtin|siret|siren|rcs|hrb|hra|ust|vat|tva|iva|btw|mwst|uid|cvr|nip|dič|ičo|kvk|cif|nif"
    r"|p\.? ?iva|orgnr|org\.?nr|tax id|steuer\w*|tax\w* no)(?!\w)|(?<!\w)[A-Z]{2}\d{2} ?\d{4}(?: ?\w{4}){2}",
    re.I,
)
SALUTATION = re.compile(
    r"(?:herrn?|frau|firma|fa|familie|an|eheleute|monsieur|madame|m|mme|mlle|mm|sra?|señora?|señores|dª?|spett|le|spettle"
    r"|spettabile|sig|sigra|gent|mr|mrs|ms|messrs|to|de|heer|mevrouw|dhr|mevr|herra|rouva|sayin|kepada|yth)"
)
LONGEST = 70


@lru_cache(maxsize=16384)
def part_of(text: str) -> AddressPart:
    """Return what a line of an address says, judged by its words and figures alone."""
    if len(text) > LONGEST:
        return AddressPart.OTHER
    if CONTACTS.search(text):
        return AddressPart.CONTACT
    if HAS_NUMBER.search(text) and (NUMBERS.search(text) or not WORD.search(text)):
        return AddressPart.NUMBER
    if is_salutation(text):
        return AddressPart.SALUTATION
    if COMPANIES.search(text):
        return AddressPart.OTHER
    if ":" not in text and HAS_NUMBER.search(text):
        street = bool(STREET_WORDS.search(text))
        if PLACES.search(text) and not (street and NUMBER_FIRST.match(text)):
            return AddressPart.PLACE
        if street or NUMBER_FIRST.match(text) or NUMBER_LAST.match(text):
            return AddressPart.STREET
    return AddressPart.COUNTRY if fold(text).strip(" .,()") in _countries() else AddressPart.OTHER


@lru_cache(maxsize=16384)
def is_salutation(text: str) -> bool:
    """Tell whether a line only addresses somebody whose name follows: "Herrn", "Spett.le", "Monsieur"."""
    words = fold(text).replace(".", " ").replace(":", " ").split()
    return 0 < len(words) <= 3 and all(map(SALUTATION.fullmatch, words))


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(name) for _, names in table_rows("countries.tsv") for name in names.split("|"))
