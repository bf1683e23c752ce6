"""The program on the PM: one verb a call, or one process of a run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from app.remote.host import host_name
from app.remote.problems import Failed, Problem
from app.remote.store import Store
from app.remote.tools import ToolFailed

LONGEST_REQUEST = 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="twinpoint")
    parser.add_argument("--root", required=True, type=Path)
    parser.add_argument("verb")
    parser.add_argument("argument", nargs="?")
    arguments = parser.parse_args()
    os.umask(0o077)
    store = Store(arguments.root)
    # Each imports what it needs: somebody waits for the start of all of them.
    if arguments.verb == "serve":
        from app.remote.serve import serve

        return serve(store, arguments.argument or "")
    if arguments.verb in ("run-job", "guard"):
        from app.remote.own_process import own_process

        return own_process(store, arguments.verb, arguments.argument or "")
    return _answer(store, arguments.verb)


def _answer(store: Store, verb: str) -> int:
    """Says what a console asked for. Exit status."""
    from app.remote.verbs import VERBS, say

    try:
        return VERBS[verb](store, _request())
    except (BrokenPipeError, KeyboardInterrupt):
        return 1
    except Problem as known:
        say({"kind": "problems", "problems": [known.wire()], "details": known.details})
        return 4 if isinstance(known, Failed) else 3
    except ToolFailed as error:
        detail = str(error)[-500:]
        problem = Problem("pm-not-running", pm=host_name(), detail=detail)
        say({"kind": "problems", "problems": [problem.wire()], "details": error.output[-4000:]})
        return 3
    except (KeyError, TypeError, ValueError, OSError) as error:
        traceback.print_exc()
        problem = Problem("unexplained", pm=host_name(), detail=f"{error!r}"[:500])
        details = traceback.format_exc()[-4000:]
        say({"kind": "problems", "problems": [problem.wire()], "details": details})
        return 4


def _request() -> dict[str, Any]:
    """One line of JSON; the stream stays open behind it, and its end means that nobody listens."""
    line = sys.stdin.buffer.readline(LONGEST_REQUEST)
    value = json.loads(line or b"{}")
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


if __name__ == "__main__":
    sys.exit(main())
