"""The command line: `proofdesk VERB ...`. Each group of verbs is a module of `flows.verbs`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from flows.faults import EXIT_CODES, ExitCode, RunError, unfinished
from flows.logs import log_to_standard_error
from flows.verbs import audit, demo, doctor, extract, keeping, night, reconcile, replay, review, runs

GROUPS = (demo, extract, reconcile, night, review, audit, replay, runs, keeping, doctor)
# As shells count it: 128 and the number of SIGINT.
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Exit as documented; argparse's own code means findings here."""
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    described = "Reconcile approved marketing plans, claims and proof of execution."
    raw = argparse.RawDescriptionHelpFormatter
    top = _Parser(prog="proofdesk", description=described, epilog=EXIT_CODES, formatter_class=raw)
    verbs = top.add_subparsers(metavar="VERB", required=True)
    for group in GROUPS:
        group.add(verbs)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    options = parser().parse_args(arguments)
    log_to_standard_error(options.log)
    try:
        return int(options.run(options))
    except RunError as error:
        print(f"proofdesk: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"proofdesk: {unfinished(error)}", file=sys.stderr)
        return ExitCode.UNFINISHED
    except KeyboardInterrupt:
        print("proofdesk: stopped; what was read so far is kept where there is a workspace", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
