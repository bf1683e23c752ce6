"""python -m tests.faults.kills --count 200: a console killed at random moments of its run."""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
from pathlib import Path

from tests.faults.arena import LONGEST, Arena, open_arena, system_of, until
from tests.faults.cell import open_console, raze

VM = "web01"


def kill_one(arena: Arena, after: float) -> tuple[float, list[str]]:
    """Starts a console, kills it after so many seconds; how long the guest stood still, and what
    was wrong or left then."""
    before = set(arena.held("pm1", VM))
    wrong = []
    with (
        tempfile.TemporaryDirectory(prefix="twinpoint-console-") as folder,
        arena.pulse(VM) as pulse,
    ):
        console = open_console(system_of(arena.lab), Path(folder), VM)
        try:
            threading.Event().wait(after)
        finally:
            console.kill()
            console.wait()
        if not until(lambda: not arena.unrest(VM), 90):
            wrong += arena.unrest(VM)
        if not until(lambda: pulse.pause < 2, 15):
            wrong.append("the guest's writer does not go on")
        still = pulse.longest
    if arena.lab.guest(VM).freeze_status() != "thawed":
        wrong.append("the guest is frozen")
    if before - set(arena.held("pm2", VM)):
        wrong.append("a snapshot was lost")
    return still, wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--longest", type=float, default=5.0, help="seconds a console may live")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    moments = random.Random(arguments.seed)
    frozen = left = made = 0
    longest = 0.0
    with open_arena() as arena:
        arena.revive(VM, True)
        arena.forget(VM)
        for number in range(1, arguments.count + 1):
            after = moments.uniform(0, arguments.longest)
            count = len(arena.held("pm1", VM))
            still, wrong = kill_one(arena, after)
            new = len(arena.held("pm1", VM)) - count
            made, longest = made + new, max(longest, still)
            frozen, left = frozen + (still > LONGEST), left + bool(wrong)
            what = "; ".join(wrong) or ("a snapshot" if new else "nothing")
            print(
                f"{number:4} killed after {after:4.2f} s: {what}, still {still:.1f} s", flush=True
            )
            if wrong:
                raze(arena, VM)
            elif count + new >= 8:
                arena.forget(VM)
        if not arena.held("pm1", VM):
            arena.take(VM)
        newest = max(filter(None, arena.held("pm1", VM).values()), key=lambda m: m.created)
        application = newest.consistency == "application"
        faults = arena.wrong_copies(VM, newest.snapshot, application=application)
    print(
        f"{arguments.count} consoles killed: {made} snapshots made, {frozen} guests frozen for "
        f"more than {LONGEST:.0f} s (longest {longest:.1f} s), {left} with leftovers, "
        f"{len(faults)} faults in what is shown as normal"
    )
    return int(bool(frozen or left or faults))


if __name__ == "__main__":
    raise SystemExit(main())
