"""Answers what a console asks: one verb a process, or one after another while it keeps asking."""

from __future__ import annotations

import json
import os
import select
import sys
import time
import traceback

from app.remote.host import host_name, host_uuid
from app.remote.lines import say
from app.remote.problems import Failed, Problem
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.verbs import VERBS

LONGEST_REQUEST = 1024 * 1024
IDLE = 60.0  # seconds without a question after which `talk` ends
FRESH = 10.0  # seconds for which libvirt is taken to be there


def answer(store: Store, verb: str, line: bytes) -> int:
    """Says what a verb has to say to a request, one line of JSON. Standard input stays open behind
    it, and its end means that nobody listens. Exit status."""
    try:
        request = json.loads(line or b"{}")
        if not isinstance(request, dict):
            raise ValueError("not an object")
        return VERBS[verb](store, request)
    except (BrokenPipeError, KeyboardInterrupt):
        return 1
    except Problem as known:
        say({"kind": "problems", "problems": [known.wire()], "details": known.details})
        return 4 if isinstance(known, Failed) else 3
    except ToolFailed as error:
        wire = _problem_of(error).wire()
        say({"kind": "problems", "problems": [wire], "details": error.output[-4000:]})
        return 3
    except (KeyError, TypeError, ValueError, OSError) as error:
        traceback.print_exc()
        problem = Problem("unexplained", pm=host_name(), detail=f"{error!r}"[:500])
        details = traceback.format_exc()[-4000:]
        say({"kind": "problems", "problems": [problem.wire()], "details": details})
        return 4


def _problem_of(error: ToolFailed) -> Problem:
    """Whether libvirt is away is asked, and not read out of what a tool complained of."""
    detail = str(error)[-500:]
    host_uuid.cache_clear()
    if host_uuid():
        tool = os.path.basename(error.argv[0])
        return Problem("tool-failed", pm=host_name(), tool=tool, detail=detail)
    return Problem("pm-not-running", pm=host_name(), detail=detail)


def answer_all(store: Store) -> int:
    """The `talk` verb: pairs of lines, a verb and its request; each answer ends with an `end` line.
    An empty line only asks whether somebody is there. A console saves the start of Python and of
    virsh with it."""
    asked = time.monotonic()
    while select.select([sys.stdin.buffer], [], [], IDLE)[0]:
        verb = sys.stdin.buffer.readline(LONGEST_REQUEST)
        if verb == b"\n":
            say({"kind": "end", "status": 0})
            continue
        line = sys.stdin.buffer.readline(LONGEST_REQUEST)
        if not line.endswith(b"\n"):
            break
        if time.monotonic() - asked > FRESH:
            host_uuid.cache_clear()
            asked = time.monotonic()
        status = answer(store, verb.decode("ascii", "replace").strip(), line)
        if status == 1:
            return 1
        say({"kind": "end", "status": status})
    return 0
