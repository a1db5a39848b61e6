"""The headings that people give to the columns of plans and claims, in English, Swedish, German and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from matchers.intake.currencies import currency_code, is_iso_code
from matchers.intake.table import Cell, Heading, as_text

# For each of our columns its headings, the most telling first: of two columns that could be meant, the earlier wins.
Aliases = Mapping[str, tuple[str, ...]]

CURRENCY = (
    "currency", "currency code", "valuta", "valutakod", "währung", "waehrung", "währungscode", "devise", "monnaie",
    "code devise",
)  # fmt: skip
PARTNER = (
    "partner", "partner name", "partner id", "partner location", "partner location id", "location id", "mpn id",
    "partnernamn", "partnernummer", "partnername", "nom du partenaire", "partenaire", "id partenaire",
)  # fmt: skip
LINE_ID = (
    "line id", "plan line id", "plan line", "line item id", "line item", "line no", "line number", "line", "rad id",
    "radnummer", "planrad", "rad", "positionsnummer", "planposition", "zeilen id", "position", "pos", "ligne de plan",
    "numéro de ligne", "n° de ligne", "id ligne", "ligne",
)  # fmt: skip

PLAN: Aliases = {
    "line_id": (*LINE_ID, "id"),
    "campaign_name": (
        "campaign name", "campaign", "campaign title", "kampanjnamn", "kampanj", "kampagnenname", "kampagne",
        "name der kampagne", "nom de la campagne", "nom de campagne", "campagne", "name",
    ),
    "activity_type": (
        "activity type", "type of activity", "activity category", "aktivitetstyp", "typ av aktivitet",
        "aktivitätstyp", "aktivitaetstyp", "art der aktivität", "type d'activité", "type activité",
    ),
    "activity": ("activity", "activity name", "aktivitet", "aktivität", "activité", "nom de l'activité"),
    "start_date": (
        "start date", "activity start", "campaign start", "start", "starts", "begin", "begin date", "from",
        "date from", "startdatum", "från", "från och med", "from date", "beginn", "anfangsdatum", "von",
        "date de début", "date début", "début", "du",
    ),
    "end_date": (
        "end date", "activity end", "campaign end", "end", "ends", "finish", "to", "until", "date to",
        "to date", "slutdatum", "slut", "till", "till och med", "enddatum", "ende", "bis", "date de fin",
        "date fin", "fin", "au",
    ),
    "approved_amount": (
        "approved amount", "approved", "amount approved", "approved budget", "budget limit", "godkänt belopp",
        "godkänt", "beviljat belopp", "beviljat", "genehmigter betrag", "genehmigt", "bewilligter betrag",
        "montant approuvé", "montant accordé", "approuvé", "budget", "amount", "belopp", "betrag", "montant",
    ),
    "currency": CURRENCY,
    "reference": (
        "reference", "references", "reference number", "ref", "document numbers", "referens", "referenser",
        "referensnummer", "referenz", "referenzen", "referenznummer", "référence", "références", "order number",
        "purchase order", "po number", "ordernummer", "bestellnummer", "numéro de commande",
    ),
    "programme": (
        "programme", "program", "programme name", "program name", "fund", "programm", "programmet",
        "programme de financement",
    ),
    "period": (
        "period", "usage period", "budget period", "programperiod", "zeitraum", "nutzungszeitraum", "période",
        "période d'utilisation",
    ),
    "partner": PARTNER,
    "plan": ("plan", "plan name", "plan id", "plannamn", "planname", "nom du plan"),
    "countries": (
        "countries", "country", "market", "markets", "land", "länder", "marknad", "markt", "märkte", "pays",
        "marché", "marchés",
    ),
    "preapproval_id": (
        "preapproval id", "pre-approval id", "preapproval", "pre-approval", "prior approval id", "approval id",
        "förgodkännande id", "förgodkännande", "vorabgenehmigungs id", "vorabgenehmigung",
        "id de préapprobation", "préapprobation",
    ),
    "expected_evidence": (
        "expected evidence", "evidence", "expected proof", "required evidence", "proof of execution", "poe",
        "förväntade underlag", "underlag", "bevis", "erwartete nachweise", "nachweise", "nachweis",
        "justificatifs attendus", "justificatifs", "preuves",
    ),
}  # fmt: skip

CLAIMS: Aliases = {
    "claim_id": (
        "claim id", "claim number", "claim no", "claim", "anspråksnummer", "anspråk id", "anspråk",
        "ersättningskrav", "antragsnummer", "anspruchsnummer", "antrags id", "antrag", "numéro de demande",
        "n° de demande", "id demande", "demande", "id",
    ),
    "line_id": LINE_ID,
    "poe_name": (
        "poe name", "poe", "proof of execution", "claim name", "namn", "nachweis", "nom", "name",
        "nom de la preuve",
    ),
    "poe_date": (
        "poe date", "date of execution", "execution date", "claim date", "datum", "utförandedatum",
        "datum för genomförande", "ausführungsdatum", "datum der durchführung", "date d'exécution", "date",
    ),
    "claimed_amount": (
        "claimed amount", "amount claimed", "claim amount", "claimed", "requested amount", "begärt belopp",
        "begärt", "beantragter betrag", "beantragt", "geforderter betrag", "montant demandé", "montant réclamé",
        "demandé", "amount", "belopp", "betrag", "montant", "quantité",
    ),
    "currency": CURRENCY,
    "documents": (
        "documents", "document", "files", "file", "file names", "attachments", "evidence", "invoices",
        "dokument", "filer", "underlag", "bilagor", "dokumente", "dateien", "anlagen", "belege",
        "pièces jointes", "fichiers", "justificatifs",
    ),
    "partner": PARTNER,
    "submitted": (
        "submitted", "submitted on", "submission date", "date submitted", "inskickad", "inskickat", "inlämnad",
        "eingereicht", "eingereicht am", "einreichungsdatum", "soumis", "soumis le", "date de soumission",
    ),
}  # fmt: skip


def normalised(heading: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def recognise(cells: Sequence[Cell], aliases: Aliases) -> dict[str, Heading]:
    """Return the headings of a row by our names of the columns; of two that could be meant, the more telling."""
    ranks = {normalised(text): (rank, column) for column in aliases for rank, text in enumerate(aliases[column])}
    ranks |= {normalised(column): (-1, column) for column in aliases}
    best: dict[str, tuple[int, Heading]] = {}
    for position, cell in enumerate(cells):
        for name, currency in _readings(as_text(cell)):
            rank, column = ranks.get(normalised(name), (0, ""))
            if column and (column not in best or rank < best[column][0]):
                best[column] = (rank, Heading(position, as_text(cell), currency))
    return {column: heading for column, (_, heading) in best.items()}


def _readings(text: str) -> list[tuple[str, str]]:
    """Return the heading as it stands, or, where it names a currency, what is left without it."""
    words = re.findall(r"[A-Z]{1,2}\$|[\w'’°.-]+|[^\w\s()\[\],:/]", text)
    for place, word in enumerate(words):
        currency = currency_code(word)
        if currency and (word.isupper() or not is_iso_code(word)) and len(words) > 1:
            rest = [other for other in words[:place] + words[place + 1 :] if other not in ("in", "i", "en")]
            return [(" ".join(rest), currency)]
    return [(text, "")]
