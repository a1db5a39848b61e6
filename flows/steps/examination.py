"""What a machine has and lacks, each with the line that installs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from extractors.fields.ranker import REMEDY, load_ranker
from extractors.isolation.holding import what_holds
from extractors.isolation.sandbox import SandboxMissingError, bubblewrap_fault, bubblewrap_remedy
from extractors.reading.second_engine import has_second_engine
from extractors.reading.tesseract import installed_languages
from extractors.settings import Sandbox
from flows.faults import RunError
from flows.workspace import Workspace

PROGRAM = "proofdesk"
PYTHONS = ((3, 11), (3, 14))
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
KEPT_FROM = {
    "connecting": "the network",
    "reading": "other files",
    "writing": "writing to them",
    "signalling": "other processes",
    "multiplying": "starting processes without end",
}
AS_A_USER = "run proofdesk as a user of its own: Linux counts root's processes for nobody"
ROOM_NEEDED = 1_000_000_000
# From this release of FastAPI on, Prefect 3.8's server refuses requests of its own client.
FASTAPI_TOO_NEW = (0, 151)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is there, what was found, and what to do where it is not.

    Without what is `needed` documents cannot be read or runs cannot be made; the rest makes proofdesk better or safer.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def examine(workspace: Workspace) -> Iterator[Check]:
    """Look at everything that proofdesk uses."""
    yield _python()
    yield _packages()
    yield _prefect()
    yield _tesseract()
    yield from _languages(workspace)
    yield _second_engine()
    yield _bubblewrap()
    yield _kept_in(workspace.settings.sandbox)
    yield _fonts()
    yield _field_ranker()
    yield _writable(workspace.folder)
    yield _room(workspace.folder)
    yield _ledger(workspace)


def _python() -> Check:
    least, below = PYTHONS
    ok = least <= sys.version_info[:2] < below
    return Check("Python", ok, sys.version.split()[0], "install Python 3.11, 3.12 or 3.13, then: make setup")


def _packages() -> Check:
    required = [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in _requirements()]
    missing = sorted(name for name in required if _version(name) is None)
    found = f"missing: {', '.join(missing)}" if missing else f"all {len(required)} installed"
    return Check("Python packages", not missing, found, "make setup")


def _requirements() -> list[str]:
    try:
        return [line for line in metadata.requires(PROGRAM) or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return [PROGRAM]


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _prefect() -> Check:
    prefect, fastapi = _version("prefect"), _version("fastapi")
    release = tuple(int(part) for part in re.findall(r"\d+", fastapi or "")[:2])
    ok = bool(prefect and fastapi) and release < FASTAPI_TOO_NEW
    return Check("Prefect", ok, f"Prefect {prefect}, FastAPI {fastapi}", "make setup installs what goes together")


def _tesseract() -> Check:
    program = shutil.which("tesseract")
    install = "sudo apt-get install tesseract-ocr"
    if program is None:
        return Check("Tesseract", False, "not found on the PATH: scans cannot be read", install)
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return Check("Tesseract", told.returncode == 0, (told.stdout or told.stderr).partition("\n")[0], install)


def _languages(workspace: Workspace) -> Iterator[Check]:
    installed = installed_languages()
    for language in (*workspace.settings.languages, "osd"):
        there = language in installed
        name = "Tesseract: orientation" if language == "osd" else f"Tesseract: {language}"
        install = f"sudo apt-get install tesseract-ocr-{language.replace('_', '-')}"
        yield Check(name, there, "installed" if there else "missing", install, needed=language == "eng")


def _second_engine() -> Check:
    there = has_second_engine()
    found = "installed" if there else "missing: receipts and photographs are read less well"
    return Check("Second OCR engine", there, found, "make setup installs it", needed=False)


def _bubblewrap() -> Check:
    fault = bubblewrap_fault()
    found = f"{fault}: documents are read in processes with limits, but not in a sandbox" if fault else "works"
    return Check("Bubblewrap", not fault, found, bubblewrap_remedy(), needed=False)


def _kept_in(sandbox: Sandbox) -> Check:
    """A worker tries to get out: what it could do says more than what is installed."""
    name = "Readers kept in"
    try:
        held = asdict(what_holds(sandbox))
    except (OSError, ValueError, SandboxMissingError) as error:
        return Check(name, False, f"cannot be told: {error}", bubblewrap_remedy(), needed=False)
    kept = [KEPT_FROM[each] for each, holds in held.items() if holds]
    loose = [each for each, holds in held.items() if not holds]
    found = f"from {', '.join(kept)}" if kept else "from nothing"
    if loose:
        found += f"; not from {', '.join(KEPT_FROM[each] for each in loose)}"
    remedy = AS_A_USER if loose == ["multiplying"] and os.geteuid() == 0 else bubblewrap_remedy()
    return Check(name, not loose, found, remedy, needed=False)


def _fonts() -> Check:
    there = any(path for folder in FONTS for pattern in ("*.ttf", "*.otf") for path in folder.rglob(pattern))
    found = "found" if there else "none: documents that bring no fonts of their own are drawn badly"
    return Check("Fonts", there, found, "sudo apt-get install fonts-dejavu-core", needed=False)


def _field_ranker() -> Check:
    ranker = load_ranker()
    found = ranker.fault.partition(". ")[0] or f"fits, with models of {len(ranker.models)} fields"
    return Check("Field ranker", not ranker.fault, found, REMEDY, needed=False)


def _writable(folder: Path) -> Check:
    there = _nearest(folder)
    ok = os.access(there, os.W_OK)
    return Check(
        "Workspace", ok, f"{folder} {'can' if ok else 'cannot'} be written", f"give yourself rights to {there}"
    )


def _room(folder: Path) -> Check:
    free = shutil.disk_usage(_nearest(folder)).free
    found = f"{free / 1e9:,.1f} GB free"
    return Check("Room on the disk", free >= ROOM_NEEDED, found, "make room, or choose another --workspace")


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())


def _ledger(workspace: Workspace) -> Check:
    if not workspace.ledger_url and not (workspace.folder / "ledger.db").exists():
        return Check("Ledger", True, "not there yet; the first run makes it")
    try:
        with workspace.ledger() as ledger:
            runs = ledger.runs(1)
    except RunError as error:
        return Check("Ledger", False, str(error), "see workspace.ledger in the configuration, or PROOFDESK_LEDGER")
    last = f"last run {runs[0].started_at:%Y-%m-%d %H:%M} UTC" if runs else "no runs yet"
    return Check("Ledger", True, f"reachable and of the newest schema; {last}")
