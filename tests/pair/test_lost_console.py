"""A console that is killed in any step does no harm: the run belongs to the PM."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.model.machine import System
from app.settings import Settings, save
from tests.pair.world import SIDES, Run, World, wait_until

pytestmark = pytest.mark.pair
REPOSITORY = Path(__file__).parents[2]
STEPS = {
    "check": "checking",
    "announce": "announcing",
    "freeze": "freezing",
    "snapshot": "taking",
    "thaw": "thawing",
    "replicate": "replicating",
    "verify": "verifying",
}


@pytest.fixture
def config(lab_system: System, tmp_path: Path) -> Path:
    """A profile of its own with the system `lab` in it."""
    folder = tmp_path / "config"
    save(folder / "twinpoint" / "systems.json", Settings((lab_system,)))
    return folder


@pytest.mark.parametrize("step", STEPS)
def test_a_console_killed_in_a_step(world: World, config: Path, step: str) -> None:
    world.forget("web01")
    world.take("web01")
    before = set(world.held("pm1", "web01"))
    ours = _programs(world)
    with world.frozen_watch("web01") as watch:
        with _console(config) as console:
            assert console.stdout is not None
            for line in console.stdout:
                if line.startswith(STEPS[step].encode()):
                    break
            console.send_signal(signal.SIGKILL)
            console.wait()
        # Nobody watches now. It ends by itself, well or without a trace. What the dead console had
        # asked for last may start a run yet, as long as the program that heard it lives.
        wait_until(lambda: _programs(world) <= ours, 60)
        wait_until(lambda: _at_rest(world), 60)
    assert watch.longest < 30
    assert world.leftovers("web01") == []
    new = set(world.held("pm1", "web01")) - before
    assert new == set(world.held("pm2", "web01")) - set(before)
    if step not in ("check", "announce"):
        assert len(new) == 1, "a run that was accepted goes on"
    for snapshot in new:
        run = Run(world, SIDES["pm1"], "", snapshot, "web01")
        assert world.normal(run)
        for pm in SIDES:
            assert world.check_records(pm, run, same_end=True)


@contextmanager
def _console(config: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(config), "PYTHONUNBUFFERED": "1"}
    environment["LANG"] = "C.UTF-8"
    argv = [sys.executable, "-m", "app", "snapshot", "create", "web01", "--system", "lab"]
    console = subprocess.Popen(
        argv, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield console
    finally:
        console.kill()
        console.wait()
        if console.stdout is not None:
            console.stdout.close()


def _programs(world: World) -> set[tuple[str, str]]:
    """What listens to a console on each PM: (PM, process id)."""
    script = "pgrep -f -- '--root .* talk$' || true"
    return {(pm, pid) for pm in SIDES for pid in world.shell(pm, script).split()}


def _at_rest(world: World) -> bool:
    """No job lives on either PM, and every new snapshot is whole on both."""
    script = (
        'for j in /var/lib/twinpoint/jobs/*/alive; do [ -e "$j" ] || continue; '
        'flock -n -s "$j" true || echo "$j"; done; true'
    )
    if any(world.shell(pm, script).strip() for pm in SIDES):
        return False
    held = [world.held(pm, "web01") for pm in SIDES]
    return held[0] == held[1] and None not in held[0].values() and world.leftovers("web01") == []
