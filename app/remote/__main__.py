"""The program on the PM: one verb a call, or one process of a run."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from app.remote.store import Store


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
    from app.remote.answers import LONGEST_REQUEST, answer, answer_all

    if arguments.verb == "talk":
        return answer_all(store)
    return answer(store, arguments.verb, sys.stdin.buffer.readline(LONGEST_REQUEST))


if __name__ == "__main__":
    sys.exit(main())
