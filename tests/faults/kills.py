"""python -m tests.faults.kills --count 200 [--seed N]: a console killed at random moments of its
run, and all that must hold looked at from outside after each. Ctrl+C or SIGTERM ends it after the
one it is at."""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import results
from tests.faults.arena import LONGEST, Arena, open_arena, system_of, until
from tests.faults.cell import open_console, raze
from tests.lab.state import LabError
from tests.pair.world import ROOT

VM = "web01"
STEPS = ("check", "announce", "freeze", "snapshot", "thaw", "replicate", "verify")
KEPT = 8  # snapshots before a fresh start
SLOW = 2 * 1024 * 1024  # bytes per second of replication: a freeze that is held then lasts


@dataclass
class Kill:
    """What came of one console's death. `step` is where its run stood then."""

    step: str = ""
    still: float = 0.0
    made: bool = False
    wrong: list[str] = field(default_factory=list)


def kill_one(arena: Arena, step: str, after: float, *, hold: bool) -> Kill:
    """Starts a console and kills it so many seconds after its run came to a step; what it left,
    once all is at rest."""
    kill = Kill()
    before = {name for name, manifest in arena.held("pm1", VM).items() if manifest}
    folder_of_jobs = arena.lab.pm("pm1").host_path(f"{ROOT}/jobs")
    jobs = set(os.listdir(folder_of_jobs))
    more = ["--hold-freeze"] if hold else []
    with (
        tempfile.TemporaryDirectory(prefix="twinpoint-console-") as folder,
        arena.pulse(VM) as pulse,
    ):
        system = system_of(arena.lab, replicate_limit=SLOW if hold else None)
        console = open_console(system, Path(folder), VM, *more)
        try:
            if not until(lambda: _reached(folder_of_jobs, jobs, step), 90, every=0.01):
                raise LabError(f"no run came to {step} within 90 s")
            threading.Event().wait(after)
        finally:
            console.kill()
            console.wait()
        for job in set(os.listdir(folder_of_jobs)) - jobs:
            steps = [e["step"] for e in arena.events("pm1", job) if e["event"] == "step"]
            kill.step = str(steps[-1]) if steps else "check"
        if not until(lambda: not arena.unrest(VM), 90):
            kill.wrong += arena.unrest(VM)
        if not until(lambda: pulse.pause < 2, 15):
            kill.wrong.append("the guest's writer does not go on")
        kill.still = pulse.longest
    if kill.still > LONGEST:
        kill.wrong.append(f"the guest stood still for {kill.still:.1f} s")
    if not until(lambda: arena.lab.guest(VM).freeze_status() == "thawed", 15):
        kill.wrong.append("the guest is frozen")
    kill.wrong += arena.leftovers(VM)
    kill.wrong += _wrong_snapshots(arena, before, kill)
    return kill


def _reached(folder: Path, old: set[str], step: str) -> bool:
    """Whether a new run came to a step, or beyond it, as the host sees the PM's files."""
    for job in set(os.listdir(folder)) - old:
        events = folder / job / "events"
        text = events.read_text(encoding="utf-8") if events.exists() else ""
        later = STEPS[STEPS.index(step) :]
        if any(f'"step": "{each}"' in text for each in later):
            return True
    return False


def _wrong_snapshots(arena: Arena, before: set[str], kill: Kill) -> list[str]:
    """None lost, the same on both PMs, and the new one restored on each."""
    wrong: list[str] = []
    one, two = (arena.held(pm, VM) for pm in ("pm1", "pm2"))
    if before - set(one) or before - set(two):
        wrong.append("a snapshot was lost")
    if one != two:
        wrong.append("the PMs hold different snapshots")
    for name in set(one) - before:
        manifest = one[name]
        kill.made = manifest is not None
        if manifest is not None:
            application = manifest.consistency == "application"
            wrong += arena.wrong_copies(VM, name, application=application)
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--longest", type=float, default=0.6, help="seconds a step may be old")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    moments = random.Random(arguments.seed)
    kills: list[Kill] = []
    began = time.monotonic()
    stop = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stop.set())
    with open_arena() as arena:
        arena.revive(VM, True)
        arena.forget(VM)
        arena.take(VM)
        # A console that dies when its run is over proves nothing, and is not counted.
        while sum(kill.step != "complete" for kill in kills) < arguments.count:
            if stop.is_set():
                break
            # By steps and not by the clock: the guest is frozen for a tenth of a second only.
            step, after = moments.choice(STEPS), moments.uniform(0, arguments.longest)
            kill = kill_one(arena, step, after, hold=moments.random() < 0.5)
            kills.append(kill)
            what = "; ".join(kill.wrong) or ("a snapshot" if kill.made else "nothing")
            print(
                f"{len(kills):4} killed {after:4.2f} s after {step}, in {kill.step}: {what}, "
                f"still {kill.still:.1f} s",
                flush=True,
            )
            if kill.wrong:
                raze(arena, VM)
            if kill.wrong or len(arena.held("pm1", VM)) >= KEPT:
                arena.forget(VM)
                arena.take(VM)
    broken = [kill for kill in kills if kill.wrong]
    steps = Counter(kill.step for kill in kills if kill.step != "complete")
    results.add_series(
        kind="kills",
        seed=arguments.seed,
        minutes=round((time.monotonic() - began) / 60, 1),
        acts=steps.total(),
        steps=dict(steps.most_common()),
        made=sum(kill.made for kill in kills),
        frozen=sum("frozen" in text or "still" in text for k in kills for text in k.wrong),
        still=round(max(kill.still for kill in kills), 1),
        violations=["; ".join(kill.wrong)[:400] for kill in broken],
    )
    print(f"seed {arguments.seed}: {results.series()[-1]}")
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
