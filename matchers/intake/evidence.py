"""The kinds of proof that a plan expects, as people name them."""

from __future__ import annotations

from extractors.model import DocumentKind
from matchers.intake.headings import normalised

_NAMES = {
    DocumentKind.INVOICE: ("invoices", "faktura", "fakturor", "rechnung", "rechnungen", "facture", "factures"),
    DocumentKind.RECEIPT: ("receipts", "kvitto", "quittung", "reçu", "recibo"),
    DocumentKind.ORDER: ("orders", "insertion order", "auftrag", "commande"),
    DocumentKind.AGENDA: ("agendas", "programme", "program", "schedule", "tagesordnung", "ordre du jour"),
    DocumentKind.ATTENDEE_LIST: (
        "attendee lists", "attendees", "participant list", "list of participants", "deltagarlista", "teilnehmerliste",
        "liste des participants", "lista de asistentes",
    ),
    DocumentKind.SCREENSHOT: (
        "screenshots", "screen shot", "ad screenshot", "skärmbild", "skärmdump", "bildschirmfoto", "capture d'écran",
        "captura de pantalla",
    ),
    DocumentKind.EMAIL: ("e-mail", "emails", "e-post", "courriel", "correo"),
    DocumentKind.PHOTOGRAPH: (
        "photographs", "photo", "photos", "picture", "pictures", "foto", "foton", "fotos", "fotografi", "bild",
        "photographie", "fotografía",
    ),
    DocumentKind.INVITATION: ("invitations", "inbjudan", "einladung", "uitnodiging", "invito", "convite", "invitación"),
    DocumentKind.PRESENTATION: ("presentations", "slides", "slide deck", "präsentation", "présentation"),
    DocumentKind.SCRIPT: ("scripts", "call script", "telemarketing script", "manus", "gesprächsleitfaden", "guion"),
    DocumentKind.LANDING_PAGE: ("landing pages", "web page", "website", "landningssida", "landingpage", "page web"),
    DocumentKind.STATEMENT_OF_WORK: ("sow", "service agreement", "scope of work", "uppdragsavtal"),
    DocumentKind.CERTIFICATION: (
        "csr", "certification statement", "certification statement and report", "certification service report",
        "eigenleistungsnachweis",
    ),
    DocumentKind.REPORT: ("reports", "results report", "click report", "rapport", "bericht", "informe"),
}  # fmt: skip
_KINDS = {normalised(name): kind.value for kind, names in _NAMES.items() for name in names} | {
    normalised(kind.value): kind.value for kind in DocumentKind
}


def evidence_name(text: str) -> str:
    """Return the kind of document that a text names, or else the text as it stands."""
    return _KINDS.get(normalised(text), text)
