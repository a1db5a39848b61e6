"""Installs the automations of flows/automations.yaml on a standing Prefect server, or brings them up to date.

usage: python -m flows.automations KIND/NAME [FILE]

KIND/NAME is the notification block that tells people, such as slack-webhook/proofdesk or custom-webhook/proofdesk.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml  # type: ignore[import-untyped]
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectNotFound

from flows.faults import ExitCode, UsageError

FILE = Path(__file__).with_suffix(".yaml")
TELLS = "send-notification"


def main(arguments: list[str]) -> int:
    """Install them, and say which."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return ExitCode.USAGE
    try:
        for name in install(arguments[0], Path(arguments[1]) if len(arguments) > 1 else FILE):
            print(f"installed  {name}")
    except UsageError as error:
        print(error, file=sys.stderr)
        return ExitCode.USAGE
    return ExitCode.CLEAN


def install(block: str, file: Path = FILE) -> Iterator[str]:
    """Create or update each automation of a file; give the name of each when it is there."""
    with get_client(sync_client=True) as client:
        teller = _block(block, client)
        for automation in automations_in(file, teller):
            known = client.read_automations_by_name(automation.name)
            if known:
                client.update_automation(known[0].id, automation)
            else:
                client.create_automation(automation)
            yield automation.name


def automations_in(file: Path, teller: UUID) -> Iterator[AutomationCore]:
    """Give the automations that a file describes; those that tell people do so through a block."""
    for described in yaml.safe_load(file.read_text(encoding="utf-8"))["automations"]:
        actions = [_by(teller, action) for action in described["actions"]]
        yield AutomationCore.model_validate({**described, "actions": actions})


def _by(teller: UUID, action: dict[str, Any]) -> dict[str, Any]:
    return {**action, "block_document_id": str(teller)} if action["type"] == TELLS else action


def _block(block: str, client: SyncPrefectClient) -> UUID:
    kind, _, name = block.partition("/")
    try:
        return client.read_block_document_by_name(name, kind).id
    except ObjectNotFound as error:
        raise UsageError(f"There is no block {block}. Make it first: docs/prefect.md says how.") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
