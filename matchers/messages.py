"""What a partner is told about a finding: which document or claim it is about, what to send or to put right.

Findings ask for a few things only, so each code has an ask, and each ask a text in each language. Signs of fraud and
matters of the programme's own have no ask: the partner is told nothing before a person has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from matchers.model import Finding

LANGUAGES = ("en", "sv", "de", "fr")

ASK_OF_CODE: Mapping[str, str] = {
    "missing_evidence": "send_invoice",
    "missing_claim": "claim_or_say",
    "unplanned_claim": "name_line",
    "excess_claim": "lower_amount",
    "overclaimed": "lower_amount",
    "outside_window": "show_dates",
    "wrong_campaign": "right_document",
    "duplicate_evidence": "another_document",
    "proof_kinds": "send_proof",
    "preapproval_id": "preapproval",
    "partial_proof": "send_invoice",
    "invoice_fields": "full_invoice",
    "service_date": "show_dates",
    "vendor_content": "send_proof",
    "landing_url": "show_address",
    "sending_date": "show_dates",
    "proof_of_payment": "send_proof",
    "unreadable": "readable_copy",
    "missing_pages": "all_pages",
    "unread_language": "",
    "gross_claimed": "lower_amount",
    "cap_exceeded": "lower_amount",
    "share_exceeded": "lower_amount",
    "shared_too_far": "lower_amount",
    "credit_not_deducted": "lower_amount",
    "exchange_gain": "lower_amount",
    "outside_usage": "show_dates",
    "invoice_outside_usage": "show_dates",
    "late_claim": "late",
    "paid_in_advance": "show_dates",
    "future_invoice": "full_invoice",
    "other_customer": "full_invoice",
    "no_conversion": "",
    "arithmetic": "full_invoice",
    "event_date": "show_dates",
    "wrong_period": "late",
    "lookalike_number": "another_document",
    "reused_picture": "",
    "activity_twice": "another_document",
    "reused_list": "",
    "own_vendor": "",
    "tax_id": "",
    "sequential_numbers": "",
    "exactly_approved": "",
    "refused_kind": "send_invoice",
    "alcohol": "take_off",
    "agency_lines": "take_off",
    "excluded_goods": "take_off",
    "fees_and_interest": "take_off",
    "booth_labour": "take_off",
    "hotel_extras": "take_off",
    "unlisted_activity": "name_line",
    "file_type": "readable_copy",
    "personal_data": "",
}

_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "send_invoice": (
        "We could not find an invoice for the whole amount. Please send the final invoice.",
        "Vi hittar ingen faktura på hela beloppet. Skicka gärna den slutliga fakturan.",
        "Wir finden keine Rechnung über den vollen Betrag. Bitte senden Sie die endgültige Rechnung.",
        "Nous ne trouvons pas de facture pour la totalité du montant. Merci d'envoyer la facture définitive.",
    ),
    "claim_or_say": (
        "Nothing has been claimed yet. Please send your claim with its proof, or tell us that there will be none.",
        "Inget anspråk har kommit in. Skicka det med underlag, eller meddela att inget kommer.",
        "Es ist noch kein Antrag eingegangen. Bitte senden Sie ihn mit Nachweisen oder teilen Sie uns mit, "
        "dass keiner folgt.",
        "Aucune demande n'est parvenue. Merci de l'envoyer avec ses justificatifs, ou de nous dire qu'il n'y en a pas.",
    ),
    "name_line": (
        "We could not find this in the approved plan. Please tell us which approved activity it belongs to.",
        "Vi hittar inte detta i den godkända planen. Meddela vilken godkänd aktivitet det hör till.",
        "Wir finden dies nicht im genehmigten Plan. Bitte nennen Sie uns die genehmigte Aktivität.",
        "Nous ne trouvons pas cet élément dans le plan approuvé. Merci d'indiquer l'activité approuvée concernée.",
    ),
    "lower_amount": (
        "The claimed amount is higher than what can be paid. Please correct it, or send proof of the rest.",
        "Det begärda beloppet är högre än vad som kan betalas. Rätta det eller skicka underlag för resten.",
        "Der beantragte Betrag ist höher als der erstattungsfähige. Bitte berichtigen Sie ihn oder weisen Sie den Rest "
        "nach.",
        "Le montant demandé dépasse ce qui peut être payé. Merci de le corriger ou de justifier le reste.",
    ),
    "show_dates": (
        "The dates do not fit the approved activity, or are not shown. Please send proof of when it was carried out.",
        "Datumen stämmer inte med den godkända aktiviteten eller syns inte. Skicka underlag på när den utfördes.",
        "Die Daten passen nicht zur genehmigten Aktivität oder fehlen. Bitte weisen Sie nach, wann sie stattfand.",
        "Les dates ne correspondent pas à l'activité approuvée ou manquent. Merci de justifier quand elle a eu lieu.",
    ),
    "right_document": (
        "The document seems to belong to another campaign. Please send the one for this claim.",
        "Dokumentet verkar höra till en annan kampanj. Skicka det som hör till detta anspråk.",
        "Das Dokument scheint zu einer anderen Kampagne zu gehören. Bitte senden Sie das zu diesem Antrag gehörende.",
        "Le document semble concerner une autre campagne. Merci d'envoyer celui de cette demande.",
    ),
    "another_document": (
        "This seems to have been handed in before. Please send the right document, or tell us why it counts twice.",
        "Detta verkar ha lämnats in tidigare. Skicka rätt dokument eller förklara varför det ska räknas två gånger.",
        "Dies scheint schon eingereicht worden zu sein. Bitte senden Sie das richtige Dokument oder erläutern Sie, "
        "warum es zweimal zählt.",
        "Cet élément semble avoir déjà été remis. Merci d'envoyer le bon document ou d'expliquer pourquoi il compte "
        "deux fois.",
    ),
    "send_proof": (
        "Proof of the activity is missing. Please send it.",
        "Bevis på att aktiviteten har utförts saknas. Skicka det gärna.",
        "Der Nachweis der Durchführung fehlt. Bitte senden Sie ihn.",
        "La preuve d'exécution manque. Merci de l'envoyer.",
    ),
    "preapproval": (
        "This activity needs a pre-approval ID. Please tell us which one you were given.",
        "Aktiviteten kräver ett förgodkännande-ID. Meddela vilket ni har fått.",
        "Diese Aktivität benötigt eine Vorabgenehmigungs-ID. Bitte teilen Sie sie uns mit.",
        "Cette activité nécessite un ID de pré-approbation. Merci de nous le communiquer.",
    ),
    "full_invoice": (
        "Something on the invoice is missing or does not agree. Please check it and send a corrected invoice.",
        "Något på fakturan saknas eller stämmer inte. Kontrollera den och skicka en rättad faktura.",
        "Auf der Rechnung fehlt etwas oder stimmt etwas nicht. Bitte prüfen Sie sie und senden Sie eine berichtigte.",
        "Un élément de la facture manque ou ne concorde pas. Merci de la vérifier et d'envoyer une facture corrigée.",
    ),
    "show_address": (
        "Please send a screenshot that shows the landing page's address.",
        "Skicka en skärmbild där landningssidans adress syns.",
        "Bitte senden Sie einen Screenshot, der die Adresse der Zielseite zeigt.",
        "Merci d'envoyer une capture d'écran qui montre l'adresse de la page.",
    ),
    "readable_copy": (
        "We could not read the file. Please send a readable copy without a password, such as a PDF.",
        "Vi kan inte läsa filen. Skicka en läsbar kopia utan lösenord, till exempel en PDF.",
        "Wir können die Datei nicht lesen. Bitte senden Sie eine lesbare Kopie ohne Kennwort, etwa als PDF.",
        "Nous ne pouvons pas lire le fichier. Merci d'envoyer une copie lisible sans mot de passe, par exemple un PDF.",
    ),
    "all_pages": (
        "Some pages are missing. Please send the whole document.",
        "Några sidor saknas. Skicka hela dokumentet.",
        "Einige Seiten fehlen. Bitte senden Sie das ganze Dokument.",
        "Des pages manquent. Merci d'envoyer le document complet.",
    ),
    "late": (
        "The claim was not submitted while its period was open. Please contact us if you think this is wrong.",
        "Anspråket lämnades inte in medan perioden var öppen. Kontakta oss om ni anser att detta är fel.",
        "Der Antrag wurde nicht im offenen Zeitraum eingereicht. Bitte melden Sie sich, falls das nicht stimmt.",
        "La demande n'a pas été déposée pendant sa période. Merci de nous contacter si c'est une erreur.",
    ),
    "take_off": (
        "The invoice has lines that cannot be paid for. Please lower the claim by them.",
        "Fakturan har rader som inte ersätts. Minska anspråket med dem.",
        "Die Rechnung enthält Posten, die nicht erstattet werden. Bitte ziehen Sie sie vom Antrag ab.",
        "La facture comporte des lignes non remboursables. Merci de les déduire de la demande.",
    ),
}
_ABOUT = ("About", "Gäller", "Betrifft", "Concerne")


def compose(finding: Finding, language: str) -> Finding:
    """Return the finding with its message for the partner, in English where the language is not one of `LANGUAGES`.

    Findings that ask nothing of the partner keep an empty message; one that was filled in stays.
    """
    ask = ASK_OF_CODE.get(finding.code, "")
    if not ask or finding.partner_message:
        return finding
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    subject = finding.document or finding.claim_id or finding.line_id
    about = f"{_ABOUT[place]} {subject}: " if subject else ""
    return replace(finding, partner_message=about + _TEXTS[ask][place])
