"""How a language says what partners are asked for. English is written here; phrasebooks of other languages are data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """How one language says each ask, and what it calls the things that are asked for.

    `about` has the place {subject}, `amount` has {amount}, `needed` has {things}.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", frozen=True)

    language: str
    about: str
    amount: str
    needed: str
    asks: dict[str, str]
    things: dict[str, str]


ENGLISH = Phrasebook(
    language="en",
    about="About {subject}: ",
    amount="It concerns {amount}.",
    needed="Needed: {things}.",
    asks={
        "send_invoice": "We could not find an invoice for the whole amount. Please send the final invoice.",
        "claim_or_say": "Nothing has been claimed yet. Please send your claim with its proof, or tell us "
        "that there will be none.",
        "name_line": "We could not find this in the approved plan. Please tell us which approved activity it "
        "belongs to.",
        "lower_amount": "The claimed amount is higher than what can be paid. Please correct it, or send "
        "proof of the rest.",
        "show_dates": "The dates do not fit the approved activity, or are not shown. Please send proof of "
        "when it was carried out.",
        "right_document": "The document seems to belong to another campaign. Please send the one for this claim.",
        "another_document": "This seems to have been handed in before. Please send the right document, or "
        "tell us why it counts twice.",
        "send_proof": "Proof of the activity is missing. Please send it.",
        "state_figures": "The claim does not say what the activity achieved. Please tell us its figures.",
        "check_figures": "The figures of the claim differ from those in its proof. Please check them.",
        "add_note": "Please add a short note that says what each proof shows.",
        "preapproval": "This activity needs a pre-approval ID. Please tell us which one you were given.",
        "full_invoice": "Something on the invoice is missing or does not agree. Please check it and send a "
        "corrected invoice.",
        "sign_certificate": "The certificate of your own costs must state the amount and who certifies it. "
        "Please send a signed one.",
        "show_address": "Please send a screenshot that shows the landing page's address.",
        "readable_copy": "We could not read the file. Please send a readable copy without a password, such as a PDF.",
        "all_pages": "Some pages are missing. Please send the whole document.",
        "late": "The claim was not submitted while its period was open. Please contact us if you think this is wrong.",
        "take_off": "The invoice has lines that cannot be paid for. Please lower the claim by them.",
        "raise_limit": "You earned more than your plan allows us to pay. Please have its limit raised.",
        "payment_profile": "Your bank or tax profile is not complete. Please complete it so that you can be paid.",
        "enrolment": "You were not enrolled when the activity took place. Please contact us if you think "
        "this is wrong.",
        "other_programme": "This belongs to another incentive. Please hand it in there.",
    },
    things={
        "invoice": "invoice",
        "credit_note": "credit note",
        "order": "order",
        "receipt": "receipt",
        "purchase_order": "purchase order",
        "quote": "quote",
        "pro_forma": "pro forma invoice",
        "statement": "account statement",
        "agenda": "agenda",
        "attendee_list": "attendee list",
        "screenshot": "screenshot",
        "email": "e-mail",
        "photograph": "photograph",
        "report": "report",
        "other": "other document",
        "document_number": "invoice number",
        "document_date": "invoice date",
        "vendor": "vendor",
        "bill_to": "customer",
        "total_amount": "total amount",
        "reach": "number of people reached",
        "calls": "number of calls",
        "contacts": "number of successful contacts",
        "registrations": "number of registrations",
        "attendees": "number of attendees",
        "results": "summary of results",
    },
)


def parse_phrasebook(language: str, text: str) -> Phrasebook:
    """Return the phrasebook in a TOML text; raise `ValueError` naming every phrase that it lacks or has too many."""
    try:
        book = TypeAdapter(Phrasebook).validate_python({"language": language, **tomllib.loads(text)})
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ValueError(f"the phrasebook of {language} cannot be used: {error}") from error
    wrong = [*_differing("asks", book.asks, ENGLISH.asks), *_differing("things", book.things, ENGLISH.things)]
    if wrong:
        raise ValueError(f"the phrasebook of {language} cannot be used: {'; '.join(wrong)}")
    return book


def _differing(table: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    lacking = [f"{table}.{key} is missing" for key in sorted(theirs.keys() - ours.keys())]
    return lacking + [f"{table}.{key} is not asked for" for key in sorted(ours.keys() - theirs.keys())]
