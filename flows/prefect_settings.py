"""Prefect set up for proofdesk, before it is imported: its files in the workspace, nothing sent to anybody."""

from __future__ import annotations

import os

from flows.workspace import Workspace

SETTINGS = {
    # Prefect reports its use to its makers, and asks them for newer versions, unless it is told not to.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    # A first start on a busy machine makes the database and takes longer than the 20 seconds of Prefect's own choice.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Our ledger keeps results; Prefect would keep them a second time and never clean up.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "proofdesk",
    # Signs of life, so that a night whose machine is lost can be told from one that takes long (automations.yaml).
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def prepare_prefect(workspace: Workspace) -> None:
    """Set what is not set yet: an operator's own settings, such as PREFECT_API_URL of a standing server, come first."""
    workspace.prefect_home.mkdir(parents=True, exist_ok=True)
    for name, value in {"PREFECT_HOME": str(workspace.prefect_home.resolve()), **SETTINGS}.items():
        os.environ.setdefault(name, value)
