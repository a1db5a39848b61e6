"""`proofdesk review`: the review desk in the browser."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal, InvalidOperation

from flows.verbs.options import Verbs, add_workspace, verb

MORE = """
Serves the desk on this machine until it is stopped. The first time it makes an administrator and prints a code that
signs them in once. Over HTTPS put it behind a proxy and give its address by --address https://...; four eyes from an
amount on, for each currency: --four-eyes EUR=10000 --four-eyes SEK=100000."""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = verb(verbs, "review", "open the review desk", MORE)
    add_workspace(parser)
    parser.add_argument("--port", type=int, default=8600, help="the port to listen at (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    parser.add_argument(
        "--address", default="", metavar="URL", help="the address that people open, if a proxy stands before"
    )
    told = "an amount from which a second person has to agree; may be given for several currencies"
    parser.add_argument("--four-eyes", type=_limit, action="append", default=[], metavar="CUR=AMOUNT", help=told)
    parser.add_argument(
        "--sample", type=_share, default=0.02, metavar="SHARE", help="share of cleared lines that is looked at"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve the desk."""
    import uvicorn

    from flows.configuration import configuration_at, workspace_at
    from flows.review import desk, first_administrator, provider_of
    from review.desk.app import make_app
    from review.desk.laying import lay_out
    from review.desk.services import Settings

    address = options.address or f"http://{options.host}:{options.port}"
    secure = address.startswith("https://")
    settings = Settings(
        secure=secure,
        four_eyes=dict(options.four_eyes),
        sampled=options.sample,
        address=address,
        provider=provider_of(configuration_at(options.workspace)),
    )
    with desk(workspace_at(options.workspace), settings) as services:
        lay_out(services)
        code = first_administrator(services)
        _tell(address, code)
        uvicorn.run(make_app(services), host=options.host, port=options.port, log_level="warning", server_header=False)
    return 0


def _tell(address: str, code: str | None) -> None:
    if code:
        print(f"Sign in the first time, within half an hour:  {address}/first#{code}", flush=True)
        print(f"(the code alone, for {address}/first:  {code})", flush=True)
    else:
        print(f"The desk is open:  {address}", flush=True)
    print("Stop it with Ctrl+C.", file=sys.stderr)


def _limit(text: str) -> tuple[str, Decimal]:
    currency, _, amount = text.partition("=")
    try:
        return currency.upper(), Decimal(amount)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(
            f"expected a currency and an amount such as EUR=10000, found {text}"
        ) from error


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to 1, found {text}") from error
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"expected a share from 0 to 1, found {text}")
    return share
