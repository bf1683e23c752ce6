"""Runs host programs, and finds a PM's first process by what the kernel says, not by a pid file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.lab.state import LabError

# A mark in the environment of a PM's first process; its value is the PM's directory.
MARK = "TWINPOINT_LAB_INIT"


def call(
    argv: Sequence[str | Path],
    *,
    input: bytes | None = None,
    timeout: float = 60,
    check: bool = True,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end and returns its text output; raises LabError if it fails."""
    words = [str(word) for word in argv]
    try:
        done = subprocess.run(
            words,
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            timeout=timeout,
            check=False,
            env=env,
            cwd=cwd,
        )
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{words} did not end within {timeout:g} s") from error
    result = subprocess.CompletedProcess(
        words,
        done.returncode,
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )
    if check and result.returncode:
        raise LabError(
            f"{words} ended with {result.returncode}: {(result.stderr or result.stdout).strip()}"
        )
    return result


def wait_until(what: str, ready: Callable[[], bool], timeout: float, every: float = 0.05) -> None:
    """Returns as soon as `ready()` is true; raises LabError after `timeout` seconds."""
    end = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > end:
            raise LabError(f"{what}: not within {timeout:g} s")
        time.sleep(every)


def find_init(pm_dir: Path) -> int | None:
    """The pid, on the host, of the first process of the PM kept in `pm_dir`, or None.

    It carries our mark and is number 1 of a pid namespace below the host's. Nothing is written
    down, so nothing can be out of date after a kill.
    """
    mark = f"{MARK}={pm_dir}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            numbers = namespace_pids(int(entry.name))
            if len(numbers) < 2 or numbers[-1] != 1:
                continue
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                return int(entry.name)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        except PermissionError:
            continue  # guarded even against root: then it is none of ours
    return None


def namespace_pids(pid: int) -> list[int]:
    """The process's numbers, from the host's pid namespace down to its own."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("NSpid:"):
            return [int(number) for number in line.split()[1:]]
    return []


def pids_of(init: int) -> list[int]:
    """All host pids in the pid namespace of `init`."""
    wanted = os.readlink(f"/proc/{init}/ns/pid")
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # Others' processes may refuse to be looked at; those of a PM have two numbers or more.
            if len(namespace_pids(int(entry.name))) < 2:
                continue
            if os.readlink(entry / "ns" / "pid") == wanted:
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return found


def kill_init(pm_dir: Path) -> bool:
    """SIGKILLs the PM's first process; the kernel then ends all others with it. False if none."""
    init = find_init(pm_dir)
    if init is None:
        return False
    # The pidfd holds the process we looked at: should its number pass to another, we miss.
    handle = os.pidfd_open(init)
    try:
        if find_init(pm_dir) == init:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    finally:
        os.close(handle)
    wait_until(f"end of {pm_dir.name}", lambda: find_init(pm_dir) is None, 30)
    return True
