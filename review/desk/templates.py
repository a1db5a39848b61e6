"""Templates: everything that comes out of documents and tables is shown as text, and letters that deceive by number."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review.desk.words import GLOBALS
from review.wording import title, visible

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@cache
def environment() -> Environment:
    """Return the environment of the desk's templates."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.finalize = lambda value: visible(value) if type(value) is str else value
    made.filters |= {"title_of": title, "named": named, "sentence": sentence}
    made.globals |= {"static": static_address, **GLOBALS}
    return made


def render(template: str, **context: Any) -> str:
    """Return a template filled in."""
    return environment().get_template(template).render(**context)


@cache
def static_address(name: str) -> str:
    """Return the address of one of the package's own files; it changes with the file, so browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


def named(field: str) -> str:
    """Return a field's name as people read it."""
    return field.replace("_", " ")


def sentence(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]
