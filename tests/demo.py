"""The demonstration: brings the pair up and opens the window on it; without a screen, takes a
snapshot of a writing guest, proves what it is worth on both PMs, and saves pictures of the window.

    python -m tests.demo [--headless] [--vm web01] [--pictures DIRECTORY]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TextIO

from app import log, paths, settings
from app.errors import SettingsError, TwinpointError
from app.machines.connect import connect
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.snapshot import Snapshot, SnapshotOutcome, SnapshotRequest, SnapshotState
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.create_snapshot import CreateSnapshot
from app.operations.events import BytesDone, Event, StepStarted
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import Cancelled, CancelToken
from app.sentences import (
    consistency_text,
    copy_state_text,
    event_text,
    method_text,
    plain,
    problem_text,
    reason_text,
    snapshot_state_text,
)
from tests.lab import Lab, LabError
from tests.lab.guests import SHARED
from tests.lab.records import check_records
from tests.lab.state import Settings

REPOSITORY = Path(__file__).resolve().parents[1]


class DemoFailed(Exception):
    """Something did not work; the text says what, as a sentence."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.demo")
    parser.add_argument("--headless", action="store_true", help="as if there were no screen")
    parser.add_argument("--vm", default="web01")
    parser.add_argument("--pictures", type=Path, help="where to save pictures; implies --headless")
    parser.add_argument("--light", action="store_true", help="pictures in the light theme only")
    parser.add_argument("--judge", metavar="ID", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    log.set_up(paths.log_file())
    try:
        if asked.judge:
            judge(asked.vm, asked.judge)
        elif not (asked.headless or asked.pictures) and screen():
            bring_up()
            open_window()
        else:
            bring_up()
            snapshot_and_prove(asked.vm)
            take_pictures(asked.pictures or Path("screenshots"), asked.vm, light=asked.light)
    except (DemoFailed, LabError, SettingsError, OSError) as error:
        say(f"The demonstration failed: {error}", sys.stderr)
        return 1
    except TwinpointError as error:
        told = problem_text(error.problems[0])
        say(f"The demonstration failed: {plain(told.cause)} {plain(told.remedy)}", sys.stderr)
        if error.details:
            say(error.details, sys.stderr)
        return 1
    except Cancelled:
        say("The demonstration failed: somebody cancelled the snapshot.", sys.stderr)
        return 1
    return 0


def say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


def screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(argv: list[str], failure: str, **environment: str) -> None:
    """Runs a command of ours. Raises DemoFailed with `failure`."""
    done = subprocess.run(
        argv, cwd=REPOSITORY, check=False, env={**os.environ, **environment}, stdin=None
    )
    if done.returncode:
        raise DemoFailed(f"{failure} ({' '.join(argv[1:4])} ended with {done.returncode}).")


def as_root(argv: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return argv
    kept = [f"{k}={v}" for k, v in os.environ.items() if k.startswith(("TWINPOINT_", "XDG_"))]
    return ["sudo", "env", f"HOME={Path.home()}", *kept, "PYTHONDONTWRITEBYTECODE=1", *argv]


def bring_up() -> None:
    if not sys.platform.startswith("linux"):
        raise DemoFailed("the pair of hosts can only be brought up on Linux.")
    names = " and ".join(Settings.from_environment().pm_names)
    say(f"Bringing up two KVM hosts, {names}, with their VMs")
    run([sys.executable, "-m", "tests.lab", "up"], "the pair could not be brought up")


def open_window() -> None:
    system = Settings.from_environment().system
    say(f"\nThe window opens on the system '{system}'. Select web01 and press Snapshot.")
    # As in `make run`: libvirt's events and Qt must not share GLib's default main context.
    argv = [sys.executable, "-m", "ui", "--system", system]
    run(argv, "the window ended with an error", QT_NO_GLIB="1")


# The snapshot


def snapshot_and_prove(vm_name: str) -> None:
    system = Settings.from_environment().system
    pair = connect(settings.load(paths.settings_file()).find(system))
    try:
        vm = find_vm(look(pair), vm_name)
        outcome = take_snapshot(pair, vm)
        state = look(pair)
        taken = next((s for s in state.snapshots if s.id == outcome.snapshot), None)
        if taken is None:
            raise DemoFailed(f"snapshot {outcome.snapshot} is on neither PM.")
        tell(state, taken)
        if taken.state is not SnapshotState.NORMAL:
            raise DemoFailed("the snapshot is not normal on both PMs.")
    finally:
        pair.close()
    run(
        as_root([sys.executable, "-m", "tests.demo", "--vm", vm_name, "--judge", taken.id]),
        "the restored copies are not what they should be",
    )


def look(pair: Pair) -> SystemState:
    return LookAtSystem(pair).run(lambda event: None, CancelToken())


def find_vm(state: SystemState, name: str) -> Vm:
    for machine in state.machines:
        if machine.problem is not None:
            raise DemoFailed(plain(problem_text(machine.problem).cause))
    for vm in state.vms:
        if vm.name == name:
            return vm
    raise DemoFailed(f"the pair has no VM {name!r}.")


def take_snapshot(pair: Pair, vm: Vm) -> SnapshotOutcome:
    say(f"\nA snapshot of {vm.name}, while its writer writes (seconds by the PM's clock)")
    began = time.monotonic()
    last: list[BytesDone] = []

    def report(event: Event) -> None:
        if isinstance(event, BytesDone):
            last[:] = [event]
        elif isinstance(event, StepStarted):
            if last:
                say(f"             {mib(last.pop().done)}")
            say(f"  {event.at:8.3f} s  {plain(event_text(event))}")
        else:
            say(f"             {plain(event_text(event))}")

    request = SnapshotRequest(vm.uuid, vm.name, "made by the demonstration")
    outcome = CreateSnapshot(pair, request).run(report, CancelToken())
    if outcome is None:
        raise DemoFailed("nobody waited for the run.")
    if outcome.waiting is not None:
        raise DemoFailed(plain(problem_text(outcome.waiting).cause))
    say(f"  normal on both PMs {time.monotonic() - began:.1f} s after it was asked for")
    return outcome


def tell(state: SystemState, taken: Snapshot) -> None:
    """What the two PMs now hold."""
    say("")
    if taken.consistency is not None and taken.reason is not None:
        say(f"  {plain(consistency_text(taken.consistency))}: {plain(reason_text(taken.reason))}")
    if taken.frozen_ms is not None:
        say(f"  frozen   {taken.frozen_ms:.0f} ms")
    for volume in taken.volumes:
        how = plain(method_text(volume.method))
        say(f"  {volume.target:<8} {mib(volume.size):>10} of {mib(volume.capacity)}, {how}")
    for side in Side:
        say(f"  {state.machine(side).name:<8} {plain(copy_state_text(taken.copies[side]))}")
    say(f"  state    {plain(snapshot_state_text(taken.state))}")


def mib(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"


# What it is worth


def judge(vm_name: str, snapshot: str) -> None:
    """Restores every volume from the files of each PM alone, compares, and looks at the guest's
    records in them. Needs root."""
    lab = Lab()
    guest = lab.guest(vm_name)
    targets = ["vda", *(volume.target for volume in guest.spec.volumes)]
    folder = f"/var/lib/twinpoint/vms/{guest.spec.uuid}/snapshots/{snapshot}"
    say("\nRestoring it on each PM, from that PM's files alone (qemu-img convert)")
    hashes = []
    for pm in lab.pms():
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=".demo-", dir=lab.settings.volumes) as directory:
            raws = [Path(directory) / f"{target}.raw" for target in targets]
            for target, raw in zip(targets, raws, strict=True):
                inside = f"{SHARED}/{raw.parent.name}/{raw.name}"
                pm.run(
                    ["qemu-img", "convert", "-f", "qcow2", "-O", "raw",
                     f"{folder}/{target}.qcow2", inside],
                    timeout=300,
                )  # fmt: skip
            hashes.append([sha256(raw) for raw in raws])
            verdict = check_records(raws[1:], same_end=True)
        seconds = time.monotonic() - began
        say(
            f"  {pm.name}: {len(targets)} volumes in {seconds:.1f} s;"
            f" the data volumes end with record {', '.join(map(str, verdict.last))}"
        )
        if not verdict.ok:
            raise DemoFailed(f"the copy on {pm.name} is wrong: {'; '.join(verdict.problems)}.")
    for target, digest in zip(targets, hashes[0], strict=True):
        say(f"  {target}  sha256 {digest[:16]}…")
    if hashes[0] != hashes[1]:
        raise DemoFailed("the two PMs restore to different contents.")
    say("  Both PMs restore to the same bytes; no record is missing, damaged or out of step.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Pictures


def take_pictures(folder: Path, vm_name: str, *, light: bool) -> None:
    say("\nPictures of the window, of this pair as it is now")
    argv = [sys.executable, "-m", "tests.pictures", str(folder.absolute()), "--vm", vm_name]
    argv += ["--system", Settings.from_environment().system]
    run(
        [*argv, "--light"] if light else argv,
        "the pictures could not be made",
        QT_QPA_PLATFORM="offscreen",
    )


if __name__ == "__main__":
    sys.exit(main())
