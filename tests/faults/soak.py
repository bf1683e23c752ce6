"""python -m tests.faults.soak --minutes 60 [--seed N]: random faults at random moments, the same
promises after each. Ctrl+C or SIGTERM ends it after the act it is at."""

from __future__ import annotations

import argparse
import random
import signal
import threading
import time
from collections import Counter

from tests.faults import results
from tests.faults.arena import open_arena
from tests.faults.cell import run_cell
from tests.faults.matrix import cells


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    chance = random.Random(arguments.seed)
    began = time.monotonic()
    acts: Counter[str] = Counter()
    broken: list[str] = []
    still = 0.0
    with open_arena() as arena:
        while not stop.is_set() and time.monotonic() - began < arguments.minutes * 60:
            cell = chance.choice(cells())
            # Not only right at the step: anywhere behind it.
            result = run_cell(arena, cell, delay=chance.choice([0.0, chance.expovariate(2)]))
            acts[cell.fault] += 1
            still = max(still, result.frozen)
            print(f"{time.strftime('%H:%M:%S')} {results.line(result)}", flush=True)
            if result.violations:
                broken.append(f"{result.cell}: {'; '.join(result.violations)}"[:400])
                print(f"      notes: {result.notes}", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(", ".join(f"{fault} {count}" for fault, count in acts.most_common()))
    results.add_series(
        kind="soak",
        seed=arguments.seed,
        minutes=round(minutes, 1),
        acts=acts.total(),
        still=still,
        violations=broken,
    )
    print(
        f"seed {arguments.seed}: {acts.total()} acts in {minutes:.0f} min, {len(broken)} violations"
    )
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
