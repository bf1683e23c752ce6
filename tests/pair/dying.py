"""A job's process on a PM that kills itself at a chosen call: SIGKILL where no test could hit."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.pair.world import ROOT, World

DIE = """
import os, sys, json, uuid
from pathlib import Path
root, request, where, count, before = sys.argv[1:]
home = os.path.realpath(root + "/bin/twinpoint.pyz")
sys.path.insert(0, home)
sys.argv = [home]
import app.remote.own_process as program
from app.remote.job_files import JobFiles
from app.remote.store import Store

module, name = where.rsplit(".", 1)
target = sys.modules["app.remote." + module]
inner = getattr(target, name)
calls = 0

def dying(*args, **more):
    global calls
    calls += 1
    last = calls == int(count)
    if not (last and before == "before"):
        done = inner(*args, **more)
    if last:
        os.kill(os.getpid(), 9)
    return done

setattr(target, name, dying)
store = Store(Path(root))
files = JobFiles.new(store.jobs(), str(uuid.uuid4()), json.loads(request))
print(files.job, flush=True)
program.own_process(store, "run-job", files.job)
print(files.progress())
"""


def run_and_die(
    world: World,
    pm: str,
    request: Mapping[str, object],
    where: str,
    count: int = 1,
    when: str = "after",
) -> str:
    """Runs a job, without a guard, that dies right before or after the count-th call of a
    function: "module.function" of the program there. Its id."""
    argv = ["python3", "-c", DIE, ROOT, json.dumps(request), where, str(count), when]
    done = world.lab.pm(pm).run(argv, check=False, timeout=120)
    assert done.returncode in (-9, 137), (done.stdout, done.stderr)
    return done.stdout.split()[0]
