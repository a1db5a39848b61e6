"""How a night's end is put for those who are posted it: a webhook of one's own, Slack, Teams."""

from __future__ import annotations

from typing import Any

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def as_webhook(told: dict[str, Any]) -> dict[str, Any]:
    """Return everything that is known; `text` is what most chat programs show."""
    return told


def as_slack(told: dict[str, Any]) -> dict[str, Any]:
    """Return a message for Slack's incoming webhooks, in which `&`, `<` and `>` must be escaped."""
    text = f"{told['text']}\nReport: {told['report']}"
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, written)
    return {"text": text}


def as_teams(told: dict[str, Any]) -> dict[str, Any]:
    """Return an adaptive card, which the webhooks of Teams' workflows want."""
    facts = [{"title": name, "value": str(count)} for name, count in told["counts"].items()]
    body = [
        {"type": "TextBlock", "text": told["text"], "wrap": True},
        {"type": "FactSet", "facts": facts},
        {"type": "TextBlock", "text": told["report"], "wrap": True, "isSubtle": True},
    ]
    card = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": body}
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }
