"""A programme is parsed from TOML, with all faults told at once.

A programme may say `inherits = "generic"`: its tables are then laid over the parent's, key by key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extractors.model import DocumentKind
from matchers.checks.catalogue import BY_CODE, EXCLUDING, SHOWN, Provenance
from matchers.programme_model import (
    ActivityRule,
    Cap,
    Clearing,
    ExchangeRate,
    Fund,
    Partner,
    Programme,
    Setting,
    TaxBasis,
    Tolerance,
    Window,
)

__all__ = [
    "RULE_OF_CODE",
    "ActivityRule",
    "Cap",
    "Clearing",
    "ExchangeRate",
    "Fund",
    "Partner",
    "Programme",
    "ProgrammeFault",
    "ProgrammeFaults",
    "Setting",
    "TaxBasis",
    "Tolerance",
    "Window",
    "parse_programme",
]

# The rule that each finding of the reconciliation itself cites; the numbered checks never raise these.
RULE_OF_CODE: Mapping[str, str] = {
    "missing_evidence": "C1@1",
    "unplanned_claim": "C5@1",
    "missing_claim": "C6@1",
    "excess_claim": "C26@1",
    "overclaimed": "C27@1",
    "outside_window": "C41@1",
    "wrong_campaign": "C52@1",
    "duplicate_evidence": "C65@1",
}
_KINDS = frozenset(kind.value for kind in DocumentKind)


@dataclass(frozen=True, slots=True)
class ProgrammeFault:
    """One fault of a programme file: the dotted key and what was expected there."""

    key: str
    expected: str


class ProgrammeFaults(ValueError):  # noqa: N818 - it carries all faults at once, and says so
    """A programme file cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: tuple[ProgrammeFault, ...]) -> None:
        super().__init__("\n".join(f"{fault.key}: {fault.expected}" for fault in faults))
        self.faults = faults


def parse_programme(text: str, parents: Mapping[str, str] | None = None) -> Programme:
    """Return the programme in a TOML text; `parents` maps names to the texts of programmes that it may inherit.

    Raises `ProgrammeFaults` with every fault of the text, each with its key.
    """
    table = _inherited(text, parents or {}, ())
    try:
        programme = _reader().validate_python(table)
    except ValidationError as error:
        faults = tuple(_fault(details) for details in error.errors())
        raise ProgrammeFaults(faults + tuple(_check_faults(table))) from error
    if faults := tuple(_faults_of(programme, table)):
        raise ProgrammeFaults(faults)
    return programme


@cache
def _reader() -> TypeAdapter[Programme]:
    return TypeAdapter(Programme)


def _inherited(text: str, parents: Mapping[str, str], seen: tuple[str, ...]) -> dict[str, Any]:
    table = _table(text)
    parent = table.pop("inherits", None)
    if parent is None:
        return table
    if not isinstance(parent, str) or parent in seen or parent not in parents:
        known = ", ".join(sorted(set(parents) - set(seen))) or "none is known"
        raise ProgrammeFaults((ProgrammeFault("inherits", f"expected a programme's name ({known}), found {parent!r}"),))
    return _laid_over(_inherited(parents[parent], parents, (*seen, parent)), table)


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeFaults((ProgrammeFault("file", f"expected TOML: {error}"),)) from error


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {key: _laid_over(below[key], above[key]) for key in above if _are_tables(below.get(key), above[key])}
    return below | above | both


def _are_tables(below: object, above: object) -> bool:
    return isinstance(below, dict) and isinstance(above, dict)


def _fault(details: Any) -> ProgrammeFault:
    key = ".".join(str(part) for part in details["loc"] if part != "[key]")
    return ProgrammeFault(key, f"{details['msg']}, found {details['input']!r}")


def _faults_of(programme: Programme, table: dict[str, Any]) -> Iterator[ProgrammeFault]:
    yield from _check_faults(table)
    yield from _version_faults(programme)
    yield from _word_faults(programme)
    yield from _span_faults(programme)
    yield from _cap_faults(programme)
    for code, activity in programme.activities.items():
        yield from _activity_faults(programme, f"activities.{code}", activity)


def _check_faults(table: dict[str, Any]) -> Iterator[ProgrammeFault]:
    checks = table.get("checks")
    if not isinstance(checks, dict):
        return
    for code, setting in checks.items():
        rule = BY_CODE.get(code)
        if rule is None or rule.reason:
            yield ProgrammeFault(f"checks.{code}", "expected the code of an automated check")
        elif setting == Setting.BLOCK and rule.provenance is not Provenance.DOCUMENTED:
            yield ProgrammeFault(f"checks.{code}", "expected off, info or review: only documented rules may block")


def _version_faults(programme: Programme) -> Iterator[ProgrammeFault]:
    for code, version in programme.rule_versions.items():
        newest = BY_CODE[code].version if code in BY_CODE else 0
        if version > newest:
            yield ProgrammeFault(f"rule_versions.{code}", f"expected a version from 1 to {newest}, found {version}")


def _word_faults(programme: Programme) -> Iterator[ProgrammeFault]:
    for code in programme.excluded.keys() - EXCLUDING:
        yield ProgrammeFault(f"excluded.{code}", f"expected one of {', '.join(sorted(EXCLUDING))}")


def _span_faults(programme: Programme) -> Iterator[ProgrammeFault]:
    spans = [("effective_until", programme.effective_from, programme.effective_until, "effective_from")]
    for name, window in programme.windows.items():
        spans.append((f"windows.{name}.usage_end", window.usage_start, window.usage_end, "usage_start"))
        spans.append((f"windows.{name}.claims_close", window.claims_open, window.claims_close, "claims_open"))
    for name, activity in programme.activities.items():
        key = f"activities.{name}.effective_until"
        spans.append((key, activity.effective_from, activity.effective_until, "effective_from"))
    for name, partner in programme.partners.items():
        key = f"partners.{name}.enrolled_until"
        spans.append((key, partner.enrolled_from, partner.enrolled_until, "enrolled_from"))
    for key, start, end, other in spans:
        if start and end and start > end:
            yield ProgrammeFault(key, f"expected a day not before {other}")


def _cap_faults(programme: Programme) -> Iterator[ProgrammeFault]:
    for name, cap in programme.caps.items():
        if cap.amount is None and cap.share_of_earned is None:
            yield ProgrammeFault(f"caps.{name}", "expected an amount, a share_of_earned or both")
        if cap.amount is not None and not cap.currency:
            yield ProgrammeFault(f"caps.{name}.currency", "expected a currency beside the amount")
        for activity in sorted(set(cap.activities) - programme.activities.keys()):
            yield ProgrammeFault(f"caps.{name}.activities", f"expected keys of [activities], found {activity!r}")


def _activity_faults(programme: Programme, place: str, activity: ActivityRule) -> Iterator[ProgrammeFault]:
    things = _KINDS | programme.words.keys()
    proofs = [("proof", activity.proof), *(("proof_when", case.proof) for case in activity.proof_when)]
    for key, proof in proofs:
        for thing in sorted({thing for alternative in proof for thing in alternative} - things):
            yield ProgrammeFault(f"{place}.{key}", f"expected kinds of document or keys of [words], found {thing!r}")
    yield from _unknown(f"{place}.eligible", activity.eligible, programme.expenses, "[expenses]")
    yield from _unknown(f"{place}.metrics", activity.metrics, programme.metrics, "[metrics]")
    yield from _unknown(f"{place}.shows", activity.shows, dict.fromkeys(SHOWN & programme.words.keys(), ()), "[words]")
    for case in activity.proof_when:
        if case.country_class and case.country_class not in programme.country_classes:
            yield ProgrammeFault(
                f"{place}.proof_when", f"expected a key of [country_classes], found {case.country_class!r}"
            )
        if case.claimed_from is not None and not case.currency:
            yield ProgrammeFault(f"{place}.proof_when", "expected a currency beside claimed_from")


def _unknown(
    place: str, named: Mapping[str, object] | tuple[str, ...], known: Mapping[str, object], where: str
) -> Iterator[ProgrammeFault]:
    for name in sorted(set(named) - known.keys()):
        yield ProgrammeFault(place, f"expected keys of {where}, found {name!r}")
