"""One TOML file and the environment: where things lie, how documents are read, what runs at night, who is told.

The file is `proofdesk.toml` in the workspace, or the one that PROOFDESK_CONFIG names. A variable such as
PROOFDESK_LEDGER wins over the file. Secrets (a password in a URL, a webhook's address) belong into the environment or
into Prefect blocks; the file names them as `$NAME`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from extractors.settings import Limits, ReaderSettings, Sandbox
from flows.faults import UsageError
from flows.secrets import holds_secret
from flows.workspace import Workspace

FILE = "proofdesk.toml"
VARIABLES = {
    "PROOFDESK_LEDGER": ("workspace", "ledger"),
    "PROOFDESK_DOCUMENTS": ("workspace", "documents"),
    "PROOFDESK_WORKERS": ("workspace", "workers"),
    "PROOFDESK_CLUSTER": ("workspace", "cluster"),
    "PROOFDESK_LANGUAGES": ("reading", "languages"),
    "PROOFDESK_PASSWORDS": ("reading", "passwords"),
    "PROOFDESK_PROVIDER_SECRET": ("sign_in", "client_secret"),
    "PROOFDESK_WEBHOOK": ("tell", "webhook"),
    "PROOFDESK_SLACK": ("tell", "slack"),
    "PROOFDESK_TEAMS": ("tell", "teams"),
    "PROOFDESK_SMTP": ("tell", "smtp"),
}
LISTS = {"PROOFDESK_LANGUAGES", "PROOFDESK_PASSWORDS"}
STRICT = ConfigDict(extra="forbid", frozen=True)

DEFAULTS = ReaderSettings()
LimitName = Literal["bytes", "unpacked_bytes", "files", "nesting", "pages", "pixels", "seconds", "memory_bytes"]
RoleName = Literal["reader", "reviewer", "lead", "administrator"]
Positive = Annotated[int, Field(ge=1)]


def _no_password(inbox: str) -> str:
    if holds_secret(inbox):
        raise ValueError("a password stands in the address; name the variable that holds it, as in user:$NAME@host")
    return inbox


Inbox = Annotated[str, AfterValidator(_no_password)]


@dataclass(config=STRICT)
class Places:
    """Where the ledger and the documents lie (in the workspace where nothing else is said), and who reads.

    `workers` are reading processes, on each machine; `cluster` is a Dask scheduler (`tcp://HOST:8786`) for nights.
    """

    ledger: str = ""
    documents: str = ""
    workers: Positive | None = None
    cluster: str = ""


@dataclass(config=STRICT)
class Reading:
    """How documents are read; see `extractors.settings`, whose names these are."""

    languages: tuple[str, ...] = DEFAULTS.languages
    ocr_dpi: Annotated[int, Field(ge=70, le=600)] = DEFAULTS.ocr_dpi
    second_engine: bool = DEFAULTS.second_engine
    trust_scans: bool = DEFAULTS.trust_scans
    passwords: tuple[str, ...] = ()
    ends: Positive = DEFAULTS.ends
    sandbox: Sandbox = DEFAULTS.sandbox
    limits: dict[LimitName, Positive] = field(default_factory=dict)


@dataclass(config=STRICT)
class NightlyBatch:
    """A batch that is reconciled at night: its files, its inboxes (folders, fsspec URLs, mail folders) and when.

    Paths are relative to the configuration's folder. A report to which nothing was added stands for `stand_days`. With
    `history` documents are compared with those of earlier batches.
    """

    name: str
    plan: Path
    inboxes: Annotated[tuple[Inbox, ...], Field(min_length=1)]
    out: Path
    claims: Path | None = None
    programme: str = "generic"
    cron: str = "15 2 * * *"
    timezone: str = "UTC"
    stand_days: Annotated[int, Field(ge=0)] = 0
    history: bool = True


@dataclass(config=STRICT)
class Tell:
    """Who is told how a night ended.

    A webhook is posted JSON with all that is known; `slack` and `teams` are addresses of their webhooks. People get
    mail through an SMTP server (`smtp://user:$NAME@host:587`, or smtps). An address may be the name of a secret.
    `metrics` is a folder for files in Prometheus' text format.
    """

    webhook: str = ""
    slack: str = ""
    teams: str = ""
    smtp: str = ""
    sender: str = "proofdesk@localhost"
    mail_to: tuple[str, ...] = ()
    metrics: Path | None = None


@dataclass(config=STRICT)
class SignIn:
    """An OpenID Connect provider at which people may sign in; see `review.desk.services.Provider`.

    The client's secret belongs into the environment, as PROOFDESK_PROVIDER_SECRET.
    """

    issuer: Annotated[str, Field(pattern=r"^(https://|http://(localhost|127\.0\.0\.1)[:/])")]
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: str = ""
    name: str = "OpenID Connect"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    name_claim: str = "preferred_username"
    role_claim: str = ""
    roles: dict[str, RoleName] = field(default_factory=dict)


@dataclass(config=STRICT)
class Retention:
    """For how many months a batch is kept after its documents were handed in, by default and by programme."""

    months: Positive = 24
    programmes: dict[str, Positive] = field(default_factory=dict)


@dataclass(config=STRICT)
class Configuration:
    """Everything that can be configured."""

    workspace: Places = field(default_factory=Places)
    reading: Reading = field(default_factory=Reading)
    batches: tuple[NightlyBatch, ...] = ()
    tell: Tell = field(default_factory=Tell)
    sign_in: SignIn | None = None
    retention: Retention = field(default_factory=Retention)


def configuration_at(folder: Path, environment: Mapping[str, str] = os.environ) -> Configuration:
    """Return the configuration of a workspace; raise `UsageError` naming every key that is wrong."""
    path = configuration_file(folder, environment)
    table = _laid_over(_table(path, needed="PROOFDESK_CONFIG" in environment), environment)
    try:
        return TypeAdapter(Configuration).validate_python(table)
    except ValidationError as error:
        faults = "".join(f"\n  {_fault(fault)}" for fault in error.errors())
        raise UsageError(f"the configuration ({path} and the environment) cannot be used:{faults}") from error


def configuration_file(folder: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the configuration of a workspace lies, whether it is there or not."""
    return Path(environment.get("PROOFDESK_CONFIG") or folder / FILE)


def workspace_at(folder: Path, workers: int | None = None) -> Workspace:
    """Return the workspace in a folder as it is configured."""
    configured = configuration_at(folder)
    reading = {each.name: getattr(configured.reading, each.name) for each in fields(Reading)}
    settings = ReaderSettings(**{**reading, "limits": Limits(**configured.reading.limits)})
    places = configured.workspace
    return Workspace(folder, settings, places.ledger, places.documents, workers or places.workers, places.cluster)


def _table(path: Path, *, needed: bool) -> dict[str, Any]:
    if not path.exists() and not needed:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as TOML: {error}") from error


def _laid_over(table: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    for variable, (section, key) in VARIABLES.items():
        if value := environment.get(variable):
            entries = table.setdefault(section, {})
            if isinstance(entries, dict):
                entries[key] = value.split(",") if variable in LISTS else value
    return table


def _fault(fault: Any) -> str:
    # What was found is not repeated: it may be a secret.
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
