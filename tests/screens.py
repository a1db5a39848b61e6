"""Pictures of the desk for the docs: `python -m tests.screens` writes docs/screens/ anew, over the sample batch."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from ledger.case_model import SAMPLED, Wanted
from matchers.model import Finding
from review.desk.services import Settings
from tests.review_browser import chromium, serving, sit_down
from tests.review_desk import World, make_world

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
MOST_BYTES = 150_000


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder), Settings(sampled=0.5))
        with_twins(world)
        with_answers(world)
        case = f"/cases/{world.case('excess_claim')}"
        with serving(world) as address, chromium() as browser:
            for name, page, scheme in (
                ("queue", "/queue", "light"),
                ("case", case, "light"),
                ("dark", case, "dark"),
                ("twins", f"/cases/{world.case('duplicate_evidence')}", "light"),
                ("bulk", "/bulk?of=all&filters=code%3Dmissing_claim", "light"),
                ("overview", "/overview", "light"),
                ("quality", "/quality", "light"),
            ):
                (FOLDER / f"{name}.png").write_bytes(small(shot(world, browser, address, page, scheme)))
        world.ledger.close()


def with_twins(world: World) -> None:
    """Have duplicates be of documents that they have more in common with than the sample's."""
    found = world.batch.reconciliation
    names = [each.name for each in world.batch.submissions]
    findings = tuple(_twin(each, names) if each.related_document else each for each in found.findings)
    world.keep(replace(found, findings=findings))


def _twin(finding: Finding, names: list[str]) -> Finding:
    other = names[names.index(finding.document) - 4]
    return replace(finding, related_document=other, message=f"Handed in for another claim too: {other} agrees.")


def with_answers(world: World) -> None:
    """Have people decide some cases, some of these once more, and a part of the sample."""
    for place, case in enumerate(world.services.desk.page(Wanted(severity="block"), 0, 4)):
        decide(world, "lead", case.id, ("accept", "reject")[place % 2])
    lead = world.signed_in("lead")
    lead.send(lead.text("/quality"), "/quality/seed", number="4")
    for place, number in enumerate(sorted(world.services.desk.known_numbers())):
        decide(world, "reviewer", number, ("accept", "reject")[place % 2])
        decide(world, "second", number, "reject")
    for case in world.services.desk.page(Wanted(code=SAMPLED), 0, 9):
        decide(world, "reviewer", case.id, "accept")


def decide(world: World, who: str, case: int, verdict: str) -> None:
    """Have somebody decide a case."""
    person = world.signed_in(who)
    page = person.text(f"/cases/{case}")
    world.clock.wait(seconds=6 + case % 7)
    person.send(page, f"/cases/{case}/decide", verdict=verdict)


def shot(world: World, browser: Browser, address: str, page: str, scheme: str, width: int = 1280) -> bytes:
    """Return a picture of what somebody sees at first."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    seen = sit_down(world, context, address, "lead")
    seen.goto(page)
    seen.wait_for_load_state("networkidle")
    taken = seen.screenshot()
    context.close()
    return taken


def small(taken: bytes) -> bytes:
    """Return a picture in few colours, as few as it takes to be small."""
    for colours in (128, 64, 32, 16):
        written = io.BytesIO()
        with Image.open(io.BytesIO(taken)) as image:
            image.convert("RGB").quantize(colours).save(written, "PNG", optimize=True)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()


if __name__ == "__main__":
    main()
