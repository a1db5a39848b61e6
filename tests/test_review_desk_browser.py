"""The desk in a browser: every act by keyboard alone, boxes and statements, no script, no violation."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ledger.case_model import State, Wanted
from ledger.model import Verdict
from matchers.model import Exhibit
from review.desk.app import make_app
from review.desk.second_factor import STEP, code_at, new_secret
from review.desk.services import Settings
from tests.review_browser import chromium, served, serving, sit_down
from tests.review_desk import BATCH, PASSWORD, World, make_world

pytestmark = pytest.mark.slow
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What a dark page may break that a light one keeps: all else of it is the same."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, Settings(sampled=0.0))
    yield made
    made.ledger.close()


@pytest.fixture
def desk(world: World) -> Iterator[str]:
    with serving(world) as address:
        yield address


@pytest.fixture
def page(world: World, desk: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=desk, viewport={"width": 1280, "height": 800})
    yield sit_down(world, context, desk)
    context.close()


def verdicts(world: World) -> list[Verdict]:
    return [each.decision.verdict for each in world.ledger.decisions(BATCH)]


def test_a_plain_case_takes_two_keys(world: World, page: Page) -> None:
    first, second = (case.id for case in world.services.desk.page(Wanted(), 0, 2))
    page.goto(f"/cases/{first}")
    page.keyboard.press("y")
    expect(page.get_by_role("status").get_by_text("Accepted.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f'#case[data-case="{second}"]')).to_be_visible()
    assert f"/cases/{second}" in page.url
    assert verdicts(world) == [Verdict.ACCEPT]


def test_every_act_by_keyboard_alone(world: World, page: Page) -> None:
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    main = page.locator("#case")
    expect(main).to_be_visible()
    ready(page)
    page.keyboard.press("n")
    expect(page.get_by_text("Rejected.")).to_be_visible()
    ready(page)
    page.keyboard.press("z")
    expect(page.get_by_text("Taken back; the case is open again.")).to_be_visible()
    ready(page)
    page.keyboard.press("h")
    expect(page.get_by_text("Noted that it cannot be told")).to_be_visible()
    ready(page)
    page.keyboard.press("c")
    page.keyboard.type("yes, no, hm")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The comment is kept.")).to_be_visible()
    ready(page)
    page.keyboard.press("m")
    page.keyboard.type("Please send the invoice.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The message is kept; the case waits for the partner.")).to_be_visible()
    ready(page)
    page.keyboard.press("a")
    page.keyboard.press("Control+a")
    page.keyboard.type("L-003")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept, and reconciled again.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    said = [Verdict.REJECT, Verdict.UNDO, Verdict.CANNOT_TELL, Verdict.COMMENT, Verdict.ASK_PARTNER, Verdict.REASSIGN]
    assert verdicts(world) == said


def ready(page: Page) -> None:
    """Wait until the forms of the case that is shown are the script's; keys pressed before that load whole pages."""
    page.wait_for_selector("#case:not([data-seen]) form[data-htmx-powered]", state="attached")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus, as somebody without a mouse does."""
    for _ in range(40):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def test_values_and_shares_are_corrected_by_keyboard_alone(world: World, page: Page) -> None:
    page.goto(f"/cases/{world.case('overclaimed')}")
    ready(page)
    for key, steps in (
        ("e", (("#correct select", "Total amount"), ("[data-box]", "415 415 520 440"), ('[value="box"]', ""))),
        ("e", (("#correct select", "Total amount"), ('#correct [name="value"]', "6900.00"), ("#correct .main", ""))),
        ("a", (('[name="shares"]', "L-001 1200.00"), ('[action$="/split"] button', ""))),
        ("a", (('[name="other"]', "claims/2026/invoice_030.pdf"), ('[action$="/duplicate"] button', ""))),
        ("a", (('[name="assignee"]', ""), ('[action$="/assign"] button', ""))),
    ):
        page.keyboard.press(key)
        for selector, typed in steps:
            tab_to(page, selector)
            if typed and "select" not in selector:
                page.keyboard.press("Control+a")
            page.keyboard.type(typed)
        page.evaluate("document.querySelector('#case').setAttribute('data-seen', '')")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Enter")
        ready(page)
        if 'value="box"' in steps[-1][0]:
            expect(page.get_by_label("Right value")).to_have_value("6,853.50")
    expect(page.get_by_text("With reviewer", exact=True)).to_be_visible()
    assert verdicts(world) == [Verdict.CORRECT_VALUE, Verdict.SPLIT, Verdict.MARK_DUPLICATE]


def test_several_at_once_by_keyboard_alone(world: World, page: Page) -> None:
    page.goto("/queue?code=missing_claim")
    for key in ("j", "x", "j", "x", "b"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="What this will do")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("2 cases are decided.")).to_be_visible()
    assert verdicts(world) == [Verdict.ACCEPT] * 2


def test_taking_searching_and_help_by_keyboard(world: World, page: Page) -> None:
    page.goto("/queue")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("INV-4038 yes")
    assert page.locator("#search").input_value() == "INV-4038 yes"
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#case")).to_be_visible()
    assert world.services.desk.number_of(Wanted(assignee="reviewer")) == 1


def test_keys_can_be_switched_off(world: World, page: Page) -> None:
    page.goto("/settings")
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto(f"/cases/{world.case('overclaimed')}")
    page.keyboard.press("y")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert verdicts(world) == []


def test_a_statement_lights_its_box_and_the_box_its_statement(world: World, page: Page) -> None:
    page.goto(f"/cases/{world.case('overclaimed')}")
    page.get_by_role("link", name="6,853.50", exact=True).first.click()
    lit = page.locator("#stage rect[data-lit]")
    expect(lit).to_have_count(1)
    page.keyboard.press("1")
    focused = page.evaluate("document.activeElement.dataset.statement")
    expect(page.locator(f'.compared a[data-statement="{focused}"]')).to_have_attribute("data-lit", "")


def test_drawing_a_box_reads_it(world: World, page: Page) -> None:
    page.goto(f"/cases/{world.case('overclaimed')}")
    page.keyboard.press("e")
    page.locator("#correct select").select_option("total_amount")
    page.get_by_role("button", name="Draw a box").click()
    box = page.locator("#stage rect.box:not(.other)").bounding_box()
    assert box
    page.mouse.move(box["x"] - 3, box["y"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"] + box["height"], steps=4)
    page.mouse.up()
    expect(page.get_by_label("Right value")).to_have_value("6,853.50")


def test_zoom_turn_and_text_of_the_page(world: World, page: Page) -> None:
    page.goto(f"/cases/{world.case('overclaimed')}")
    page.keyboard.press("+")
    expect(page.locator("#stage")).to_have_class(re.compile("zoom-2"))
    page.keyboard.press("s")
    expect(page.locator("#stage text.word").first).to_have_text(re.compile("INV-"))
    page.keyboard.press("r")
    expect(page.locator("#stage svg")).to_have_attribute("data-turn", "1")


def test_pages_are_turned_and_panned(world: World, browser: Browser) -> None:
    read = world.services.exhibit

    def longer(sha256: str) -> Exhibit | None:
        found = read(sha256)
        if found is None:
            return None
        second = replace(found.document.pages[0], number=2)
        return replace(found, document=replace(found.document, pages=(*found.document.pages, second)))

    whole = world.services.picture
    services = replace(world.services, exhibit=longer, picture=lambda sha256, page, dpi: whole(sha256, 1, dpi))
    with served(make_app(services)) as address:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        page = sit_down(world, context, address)
        page.goto(f"/cases/{world.case('overclaimed')}")
        page.keyboard.press("]")
        expect(page.get_by_text("Page 2 of 2")).to_be_visible()
        assert "/2/image" in (page.locator("#stage image").get_attribute("href") or "")
        page.keyboard.press("[")
        expect(page.get_by_text("Page 1 of 2")).to_be_visible()
        for _ in range(3):
            page.keyboard.press("+")
        box = page.locator("#stage").bounding_box()
        assert box
        before = page.evaluate("document.querySelector('#stage').scrollLeft")
        page.mouse.move(box["x"] + 300, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 100, box["y"] + 150, steps=3)
        page.mouse.up()
        assert page.evaluate("document.querySelector('#stage').scrollLeft") == before + 200
        context.close()


def test_files_are_handed_in_by_choosing_and_by_dropping_them(world: World, page: Page) -> None:
    page.goto("/upload")
    form = page.locator("form", has_text="Evidence").first
    form.get_by_label("Batch").fill(BATCH)
    files = [{"name": f"bill {number}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"} for number in (1, 2)]
    form.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    form.get_by_role("button", name="Hand in").click()
    for number in (1, 2):
        expect(form.get_by_text(f"bill {number}.pdf: One document or table taken in.")).to_be_visible()
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'dropped.pdf')); return data; }"
    )
    form.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": dropped})
    expect(form.get_by_text("dropped.pdf: One document or table taken in.")).to_be_visible()
    assert [names for _, _, names in world.taken] == [("bill 1.pdf",), ("bill 2.pdf",), ("dropped.pdf",)]


def test_everything_is_done_without_scripts(world: World, desk: str, browser: Browser) -> None:
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Name").fill("reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Take the next case").click()
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Rejected.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()
    page.get_by_role("link", name="Next", exact=False).last.click()
    assert verdicts(world) == [Verdict.REJECT, Verdict.UNDO]
    context.close()


def test_a_phone_is_enrolled_and_asked_for_without_scripts(world: World, desk: str, browser: Browser) -> None:
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page, person = context.new_page(), world.person("reviewer")

    def sign_in() -> None:
        page.goto("/sign-in")
        page.get_by_label("Name").fill("reviewer")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    def code() -> str:
        factor = world.services.factors.of(person.id)
        assert factor
        world.clock.wait(seconds=60)
        return code_at(base64.b32decode(factor.secret), int(world.clock.moment.timestamp()) // STEP)

    sign_in()
    page.goto("/settings/factor")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("link", name="Open in an authenticator").get_attribute("href", timeout=9000)
    page.get_by_label("Type the code").fill(code())
    page.get_by_role("button", name="Turn the second factor on").click()
    spare = page.locator(".codes code").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    for shown in (code, lambda: spare):
        sign_in()
        expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
        page.get_by_label("Code of six digits").fill(shown())
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
    context.close()


def test_a_stale_act_says_what_changed_in_place(world: World, page: Page) -> None:
    number = world.case("overclaimed")
    page.goto(f"/cases/{number}")
    second = world.signed_in("second")
    second.send(second.text(f"/cases/{number}"), f"/cases/{number}/decide", verdict="reject")
    page.keyboard.press("y")
    expect(page.get_by_role("alert").get_by_text("This changed while you looked")).to_be_visible()
    case = world.services.desk.case(number, Wanted(shelf=None))
    assert case
    assert case.state is State.REJECTED


CASES = ("overclaimed", "duplicate_evidence", "missing_claim")
PAGES = (
    "/queue",
    "/queue?code=no_such_code",
    "/queue?shelf=waiting",
    "/overview",
    "/quality",
    "/upload",
    "/audit",
    "/people",
    "/tokens",
    "/settings",
    "/settings/factor",
    "/bulk?of=all",
    "/nowhere",
)


@pytest.mark.parametrize(
    ("scheme", "rules", "codes", "addresses"),
    [("light", WCAG, CASES, PAGES), ("dark", COLOURS, CASES[:2], ("/queue", "/overview", "/settings/factor"))],
    ids=["light", "dark"],
)
def test_no_page_breaks_a_rule_of_accessibility_or_the_policy(
    world: World,
    desk: str,
    browser: Browser,
    scheme: Any,
    rules: dict[str, Any],
    codes: tuple[str, ...],
    addresses: tuple[str, ...],
) -> None:
    context = browser.new_context(base_url=desk, color_scheme=scheme, viewport={"width": 1280, "height": 800})
    said: list[str] = []
    asked: set[str] = set()
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    context.on("request", lambda request: asked.add(request.url))
    found = violations(context.new_page(), rules, ("/sign-in", "/first"))
    waiting = world.services.people.begin(world.person("administrator"), world.clock(), pending=True)
    context.add_cookies([{"name": "proofdesk", "value": waiting, "url": desk}])
    found += violations(context.new_page(), rules, ("/sign-in/second",))
    page = sit_down(world, context, desk, "administrator")
    world.services.factors.offer(world.person("administrator").id, new_secret(), world.clock())
    found += violations(page, rules, (*(f"/cases/{world.case(code)}" for code in codes), *addresses))
    assert found == []
    assert [text for text in said if "404" not in text] == []
    assert {url for url in asked if not url.startswith(desk)} == set()
    context.close()


def violations(page: Page, rules: dict[str, Any], addresses: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return what axe-core finds on pages: where, which rule, and the first element that breaks it."""
    axe, found = Axe(), []
    for address in addresses:
        page.goto(address)
        broken = axe.run(page, options=rules).response["violations"]
        found += [(address, each["id"], each["nodes"][0]["html"][:200]) for each in broken]
    return found
