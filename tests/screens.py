"""Pictures of the desk for the docs: `python -m tests.screens` writes docs/screens/ anew, over the sample batch."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from review.desk.services import Settings
from tests.review_browser import chromium, serving, sit_down
from tests.review_desk import World, make_world

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
MOST_BYTES = 150_000


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder), Settings())
        case = f"/cases/{world.case('overclaimed')}"
        with serving(world) as address, chromium() as browser:
            for name, page, scheme in (
                ("queue", "/queue", "light"),
                ("case", case, "light"),
                ("dark", case, "dark"),
                ("overview", "/overview", "light"),
            ):
                (FOLDER / f"{name}.png").write_bytes(small(shot(world, browser, address, page, scheme)))
        world.ledger.close()


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
