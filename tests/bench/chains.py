"""python -m tests.bench.chains: long chains of snapshots against short ones, on the real pair.

What a snapshot, a restored volume and a deletion take at the end of a chain, in seconds and as
ratios. Needs the pair's VM db01 alone; what the PMs keep of it is removed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

from app.errors import TwinpointError
from app.machines.connect import PairLink
from app.model.machine import MachineAddress, System
from app.operations.delete_snapshots import DeleteSnapshots
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from app.sentences import plain, problem_text
from tests.lab import Lab, LabError
from tests.pair.world import Run, World

VM = "db01"
TARGET = "vdb"
RESTORED = "/srv/volumes/bench-restored.raw"
WRITE = "dd if=/dev/urandom of=/data1/bench bs=65536 count=16 seek={at} conv=notrunc,fsync"


class Bench:
    """One chain after the other; `figures` are seconds by what was done and the chain's length."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.figures: dict[tuple[str, int], list[float]] = {}

    def chain(self, length: int, repeats: int) -> None:
        self.world.forget(VM)
        runs: list[Run] = []
        for number in range(length):
            self._write(number)
            began = time.monotonic()
            runs.append(self.world.take(VM))
            if number >= length - repeats:
                self._note("create", length, began)
            if number % 10 == 9:
                print(f"  {number + 1} of {length}", flush=True)
        for _ in range(repeats):
            self._timed("restore", length, lambda: self._restore(runs[-1]))
        for _ in range(repeats):
            self._timed("delete the first", length, lambda: self._delete(runs, 0))
            self._timed("delete a middle", length, lambda: self._delete(runs, len(runs) // 2))
            self._timed("delete the newest", length, lambda: self._delete(runs, -1))
            while len(runs) < length:  # as long as it was
                self._write(len(runs))
                runs.append(self.world.take(VM))
        self.world.forget(VM)

    def _write(self, number: int) -> None:
        code, text = self.world.lab.guest(VM).exec(
            ["/bin/sh", "-c", WRITE.format(at=number % 64 * 16)], 60
        )
        if code:
            raise LabError(f"the guest does not write: {text}")

    def _restore(self, run: Run) -> None:
        path = self.world.chain_end(run.snapshot, VM, TARGET)
        argv = ["qemu-img", "convert", "-f", "qcow2", "-O", "raw", path, RESTORED]
        self.world.lab.pm("pm2").run(argv, timeout=600)
        self.world.shell("pm2", 'rm -f "$1"', RESTORED)

    def _delete(self, runs: list[Run], index: int) -> None:
        run = runs.pop(index)
        DeleteSnapshots(self.world.pair, (run.snapshot,)).run(lambda _: None, CancelToken())

    def _timed(self, what: str, length: int, act: Callable[[], None]) -> None:
        began = time.monotonic()
        act()
        self._note(what, length, began)

    def _note(self, what: str, length: int, began: float) -> None:
        self.figures.setdefault((what, length), []).append(time.monotonic() - began)

    def tell(self, lengths: Sequence[int]) -> None:
        print("\nSeconds, medians; ratio to the shortest chain")
        print(f"  {'':<18}" + "".join(f"{length:>8} snapshots" for length in lengths))
        for what in dict.fromkeys(what for what, _ in self.figures):
            values = [median(self.figures[what, length]) for length in lengths]
            cells = "".join(f"{value:9.2f} {value / values[0]:6.2f} x" for value in values)
            print(f"  {what:<18}{cells}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.chains", description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="+", default=[5, 100])
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    try:
        lab = Lab()
        lab.up([VM])
        addresses = tuple(MachineAddress(lab.pm(name).address, "root") for name in ("pm1", "pm2"))
        system = System(
            name="lab",
            machines=(addresses[0], addresses[1]),
            identity=str(lab.client_identity),
            known_hosts=str(lab.known_hosts),
        )
        pair = PairLink(system)
        try:
            SetUpPair(pair).run(lambda _: None, CancelToken())
            bench = Bench(World(lab, pair))
            for length in asked.lengths:
                print(f"A chain of {length}", flush=True)
                bench.chain(length, asked.repeats)
        finally:
            pair.close()
    except TwinpointError as error:
        print(f"bench: {plain(problem_text(error.problems[0]).cause)}", file=sys.stderr)
        return 1
    except LabError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    bench.tell(asked.lengths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
