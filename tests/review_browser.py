"""The distribution's Chromium at a desk that runs for real, for the tests and benchmarks of what people see."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.types import ASGIApp

from review.desk.app import make_app
from tests.review_desk import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def serving(world: World) -> Iterator[str]:
    """Serve a desk at a port of its own; yield its address."""
    with served(make_app(world.services)) as address:
        yield address


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application at a port of its own; yield its address."""
    config = uvicorn.Config(app, port=0, log_level="warning", server_header=False, lifespan="off")
    server = uvicorn.Server(config)
    started = threading.Event()
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    startup = server.startup

    async def telling(sockets: object = None) -> None:
        await startup()
        started.set()

    server.startup = telling  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the distribution's Chromium; skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def sit_down(world: World, context: BrowserContext, address: str, name: str = "reviewer") -> Page:
    """Return a page of a person who is signed in."""
    secret = world.services.people.begin(world.person(name), world.clock())
    context.add_cookies([{"name": "proofdesk", "value": secret, "url": address}])
    context.set_default_timeout(15_000)
    return context.new_page()
