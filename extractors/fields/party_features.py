"""What speaks for a name being the seller's or the buyer's: the address that it heads, and where that stands."""

from __future__ import annotations

from extractors.fields.candidates import Candidate
from extractors.fields.parties import Block, Parties, named
from extractors.fields.surroundings import FAR
from extractors.fields.view import View
from extractors.language.addresses import AddressPart, is_salutation, part_of

WINDOW_TOP, WINDOW_BOTTOM = 0.11, 0.36
FOOT = 0.85
"""Where, in heights of the page, envelopes have their window and letters their foot."""
SENDER_ABOVE = 45.0
"""The sender's address in small letters stands at most so many points above the window's first line."""

PARTY_NAMES = (
    "names an address",
    "lines into an address",
    "words beyond the name",
    "is in a line of an address",
    "address is a sender's",
    "addresses before it",
    "other addresses",
    "addresses of the name",
    "name is in a sender's line",
    "name is at the foot",
    "address is in the window",
    "address is at the right",
    "sender's line right above",
    "a site bears the name",
    "says where, not who",
    "says how or a number",
    "below a salutation",
    "labels itself a name",
)


def party_features(view: View, candidate: Candidate) -> list[float]:
    """Return what the addresses on the page say of a name."""
    parties = view.parties
    name = named(candidate.value)
    block, place = parties.at.get((candidate.line, candidate.first), (None, -1))
    part = part_of(candidate.value)
    same = parties.named(name)
    heads = block is not None and place == 0
    return [
        float(heads),
        float(place) if block else FAR,
        float(len(candidate.value.split()) - block.words) if block and heads else 0.0,
        float(heads and block is not None and block.in_line),
        float(any(each.marked for each in same)),
        float(min((parties.order(each) for each in same), default=FAR)),
        float(parties.count - bool(same)),
        float(len(same)),
        float(any(each.in_line for each in same)),
        float(any(each.box.top > FOOT * view.page_height for each in same)),
        *_of_block(view, parties, block if heads else None),
        float(parties.has_site(name)),
        float(part in (AddressPart.STREET, AddressPart.PLACE, AddressPart.COUNTRY)),
        float(part in (AddressPart.CONTACT, AddressPart.NUMBER)),
        float(_below_salutation(view, candidate)),
        float(_is_labelled_name(view, candidate)),
    ]


def _of_block(view: View, parties: Parties, block: Block | None) -> list[float]:
    """Say where the address stands that a name heads."""
    if block is None:
        return [0.0, 0.0, 0.0]
    top, height = block.box.top, view.page_height
    return [
        float(WINDOW_TOP * height < top < WINDOW_BOTTOM * height and not block.in_line),
        float(block.box.left > view.page_width / 2),
        float(any(0 < top - each.box.top < SENDER_ABOVE and each.in_line for each in parties.blocks)),
    ]


def _below_salutation(view: View, candidate: Candidate) -> bool:
    """Tell whether the line above only addresses whom the name tells."""
    if candidate.line == 0 or view.lines[candidate.line - 1].page != candidate.page:
        return False
    height = candidate.box.bottom - candidate.box.top
    above = (cell for cell in view.lines[candidate.line - 1].cells if abs(cell.box.left - candidate.box.left) < height)
    return any(is_salutation(cell.text) for cell in above)


def _is_labelled_name(view: View, candidate: Candidate) -> bool:
    left = view.around(candidate).left
    return bool(left) and not left[0].between and "party_name" in left[0].label.roles
