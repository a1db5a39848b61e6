"""The desk over 100,000 findings and 20,000 claims: the queue, cases, pictures; one reviewer and ten at once; keys.

Answers are timed at a real server; keys are timed in Chromium, from the key to the sentence that confirms the record.
Times under load say little by themselves, so each is also given as a multiple of the same answer for a stylesheet.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx

from extractors.model import FieldName, Money
from ledger.case_model import Wanted
from matchers.model import Finding, LineStatus, Reconciliation, Severity, Status
from review.desk.templates import static_address
from tests.benchmarks._desk_pictures import cold_pictures
from tests.review_browser import chromium, serving, sit_down
from tests.review_desk import World, make_world
from tests.review_sample import amount_of, claim, comparisons, currency_of, findings, line_status, name_of, reading

CLAIMS = 20_000
FINDINGS_A_CLAIM = 5
ASKED = 200
CODES = (
    "overclaimed",
    "outside_window",
    "late_claim",
    "wrong_campaign",
    "partner_differs",
    "tax_claimed",
    "low_quality",
)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=CLAIMS)
    claims = parser.parse_known_args()[0].claims
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        began = time.perf_counter()
        world.keep(large(world.batch.reconciliation, claims))
        print(f"{claims * FINDINGS_A_CLAIM:,} findings laid out in {time.perf_counter() - began:.0f} s")
        with serving(world) as address:
            measure(world, address)
            keys(world, address)
        world.ledger.close()
        for name, alone, together in cold_pictures(Path(folder)):
            told(name, alone, together)


def large(small: Reconciliation, claims: int) -> Reconciliation:
    """Return a reconciliation of so many claims, with five findings each; the sample's documents serve them all."""
    lines = tuple(_line(number) for number in range(claims))
    asked = tuple(replace(claim(number), documents=(name_of(number % 40),)) for number in range(claims))
    found = tuple(each for number in range(claims) for each in _findings(number))
    return replace(small, lines=lines, claims=asked, findings=found, allocations=())


def _line(number: int) -> LineStatus:
    made = line_status(number % 40, Status.FLAGGED, "Something is wrong with it.")
    line = replace(made.line, line_id=f"L-{number:03}", partner=f"Partner {number % 180:03}")
    return replace(made, line=line, documents=(name_of(number % 40),), claims=(f"C-{number:03}",))


def _findings(number: int) -> Iterator[Finding]:
    base = next(findings(11 + 8 * (number % 3) + 4))
    money = Money(amount_of(number), currency_of(number))
    for turn in range(FINDINGS_A_CLAIM):
        yield Finding(
            code=CODES[(number + turn) % len(CODES)],
            severity=list(Severity)[(number + turn) % 3],
            rule=base.rule,
            message=f"Claim C-{number:03} asks for {money.amount} {money.currency}; the proof shows less.",
            line_id=f"L-{number:03}",
            claim_id=f"C-{number:03}",
            document=name_of(number % 40),
            at_risk=money,
            expected=str(money.amount),
            found=str(money.amount / 2),
            confidence=0.5 + (number * 7 + turn) % 50 / 100,
            evidence=(reading(number % 40, FieldName.TOTAL_AMOUNT),),
            comparisons=comparisons(number % 40),
        )


def measure(world: World, address: str) -> None:
    """Time the server's answers, by one reviewer and by ten at once."""
    numbers = [case.id for case in world.services.desk.page(Wanted(), 0, 200)]
    chance = random.Random(1)
    queries = (
        "",
        "code=overclaimed",
        "partner=Partner+007",
        "severity=block&currency=EUR",
        "words=INV-4007",
        "order=amount",
        "page=900",
        "shelf=done",
        "least=3000&order=age",
    )
    print("\n| asked for | median | 95 % | ten at once, 95 % | x stylesheet |\n|---|---:|---:|---:|---:|")
    base = 0.0
    for name, ask in (
        ("stylesheet", lambda: static_address("desk.css")),
        ("the queue, nine filters", lambda: f"/queue?{chance.choice(queries)}"),
        ("a case", lambda: f"/cases/{chance.choice(numbers)}"),
        ("the next case", lambda: f"/next?after={chance.choice(numbers)}"),
        ("the overview", lambda: "/overview"),
    ):
        alone = _times(world, address, ask, ASKED if name != "the overview" else 20, 1)
        together = _times(world, address, ask, ASKED if name != "the overview" else 20, 10)
        base = base or statistics.median(alone)
        told(name, alone, together, base)


def told(name: str, alone: list[float], together: list[float], base: float = 0.0) -> None:
    """Print a row of the table."""
    times = f"| {_ms(statistics.median(alone))} | {_ms(_high(alone))} | {_ms(_high(together))}"
    print(f"| {name} {times} | {f'{statistics.median(alone) / base:.0f}x' if base else '–'} |", flush=True)


def keys(world: World, address: str) -> None:
    """Time keys in the browser: a decision until it is confirmed, and Enter until the next case stands there."""
    with chromium() as browser:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        page = sit_down(world, context, address)
        page.goto(f"/cases/{world.services.desk.page(Wanted(), 0, 1)[0].id}")
        page.wait_for_load_state("networkidle")
        decided, moved = [], []
        for _ in range(60):
            # What came in place takes a moment until its forms are htmx's; before, keys load whole pages.
            page.wait_for_selector("form.acts[data-htmx-powered]")
            decided.append(page.evaluate(_WATCH, ["y", ".notice"]))
            page.wait_for_selector('a[data-key="Enter"][data-htmx-powered]')
            moved.append(page.evaluate(_WATCH, ["Enter", "#case:not([data-seen])"]))
            page.wait_for_load_state("networkidle")
        context.close()
    for name, times in (("key to confirmation", decided), ("key to the next case", moved)):
        seconds = [each / 1000 for each in times]
        print(f"| {name} | {_ms(statistics.median(seconds))} | {_ms(_high(seconds))} | – | – |")


# The page is marked first, so that only what comes in its place is found.
_WATCH = """([key, wanted]) => new Promise((done) => {
  document.querySelector("#case").setAttribute("data-seen", "");
  document.querySelectorAll(".notice").forEach((notice) => notice.remove());
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (document.querySelector(wanted)) {
      watch.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


def _times(world: World, address: str, ask: Callable[[], str], count: int, people: int) -> list[float]:
    names = ["reviewer", "second", "lead", "administrator", "reader"]
    persons = [world.person(names[number % len(names)]) for number in range(people)]
    sittings = [world.services.people.begin(person, world.clock()) for person in persons]
    asked = [[ask() for _ in range(max(count // people, 1))] for _ in sittings]
    # Whoever asks does so in a process of its own, as browsers do: else they and the server take turns.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as asking:
        return asking.submit(_all_timed, address, sittings, asked).result()


def _all_timed(address: str, sittings: Sequence[str], asked: Sequence[Sequence[str]]) -> list[float]:
    with ThreadPoolExecutor(len(sittings)) as people:
        times = people.map(partial(_timed, address), sittings, asked)
        return [each for own in times for each in own]


def _timed(address: str, sitting: str, asked: Sequence[str]) -> list[float]:
    times = []
    with httpx.Client(base_url=address, cookies={"proofdesk": sitting}, timeout=60) as client:
        for path in asked:
            began = time.perf_counter()
            assert client.get(path).status_code in {200, 303}
            times.append(time.perf_counter() - began)
    return times


def _high(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    main()
