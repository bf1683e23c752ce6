"""Runs inside a PM with the PM's own python3, and needs nothing but it: sees a run reach a point
and acts at once, or looks at all that runs may have left. Orders come as JSON in the first
argument, answers go out as JSON lines."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEEP = {"lock", "chain", "merge", "settling", "journal", "containers.json", "snapshots", "incoming"}
RECORDS = {"manifest.json", "announcement.json", "replicated", "damage.json"}
FIFREEZE = 0xC0045877  # linux/fs.h
PATIENCE = 4.0  # seconds for a process to show up that a step has just begun to start
OURS = re.compile(r"twinpoint[-.0-9a-f]*\.pyz|^rsync .*--inplace|^rsync --server|HostKeyAlias=twin")
CONSOLES = re.compile(r"--root \S+ (watch|talk|follow)\b")


def say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


# Sees a run come to a point


def trap(order: dict[str, Any]) -> None:
    """Waits for a new run of a VM to come to a point, acts, and says where that was."""
    jobs = Path(order["root"]) / "jobs"
    old = set(order["old"] if "old" in order else _names(jobs))
    say(ready=True)
    deadline = time.monotonic() + float(order["seconds"])
    while time.monotonic() < deadline:
        for name in _names(jobs):
            if name in old:
                continue
            events = _events(jobs / name)
            if not events or _request(jobs / name).get("vm") != order["vm"]:
                continue
            if _reached(order, jobs / name, events):
                _spring(order, jobs / name)
                return
            if events[-1].get("event") == "ended":
                say(hit=False, job=name, missed=json.dumps(events[-1]))
                return
        time.sleep(0.002)
    say(hit=False, job="", missed="no run came there in time")


def _spring(order: dict[str, Any], job: Path) -> None:
    snapshot = str(_request(job).get("snapshot", ""))
    time.sleep(float(order.get("delay", 0)))
    events = _events(job)
    states = _journal(order, snapshot)
    done = act(order.get("act") or {}, job.name)
    after = [e["step"] for e in _events(job) if e.get("event") == "step"]
    say(
        hit=True,
        job=job.name,
        snapshot=snapshot,
        accepted=any(event.get("event") == "accepted" for event in events),
        committed="committed-primary" in states and "undone" not in states,
        cancelled=(job / "cancel").exists(),
        state=states[-1] if states else "",
        landed=after[-1] if after else "",
        done=done,
    )


def _reached(order: dict[str, Any], job: Path, events: list[dict[str, Any]]) -> bool:
    at = order["at"]
    if "journal" in at:
        return at["journal"] in _journal(order, str(_request(job).get("snapshot", "")))
    fitting = [
        e
        for e in events
        if all(e.get(name) == at[name] for name in ("event", "step") if name in at)
    ]
    return len(fitting) >= int(at.get("count", 1))


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _events(job: Path) -> list[dict[str, Any]]:
    try:
        text = (job / "events").read_bytes()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]


def _request(job: Path) -> dict[str, Any]:
    try:
        value: dict[str, Any] = json.loads((job / "request.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return value


def _journal(order: dict[str, Any], snapshot: str) -> list[str]:
    path = Path(order["root"]) / "vms" / order["vm"] / "journal"
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return []
    whole = [line for line in lines if snapshot in line and line.endswith("}")]
    return [json.loads(line)["state"] for line in whole]


# Acts


def hand(order: dict[str, Any]) -> None:
    """Acts as soon as a line comes in: ready beforehand, for what must happen at once."""
    say(ready=True)
    job = sys.stdin.readline().strip()
    say(done=act(order["act"], job))


def act(what: dict[str, Any], job: str) -> list[str]:
    """Says what was done. `kill`: patterns of command lines, `signal`: with what; `above`: not the
    process but the sshd it hangs on. `unseen`: a pattern of processes that are stopped meanwhile,
    so that they see what was before and what comes after, and nothing between; `idle`: a VM that
    has no job any more, at the very moment at which libvirt first says so. `control`: a guest's
    control port, `line`: what to say there; `hang`: a file system that stands from now on;
    `write`: a file, `text`: what to write there; `start`: a VM that is started once it is off."""
    if "unseen" not in what:
        return _act(what, job)
    unseen = re.compile(what["unseen"].replace("{job}", job))
    stopped = _kill(unseen, signal.SIGSTOP, above=False)
    try:
        return [*stopped, *_act(what, job)]
    finally:
        _kill(unseen, signal.SIGCONT, above=False)


def _act(what: dict[str, Any], job: str) -> list[str]:
    done: list[str] = []
    if "idle" in what:
        _until(lambda: "Backup" not in _virsh("domjobinfo", what["idle"]))
    number = signal.Signals[what.get("signal", "SIGKILL")]
    for pattern in what.get("kill", ()):
        expression = re.compile(pattern.replace("{job}", job))
        done += _kill(expression, number, bool(what.get("above")))
    if "control" in what:
        done.append(_control(what["control"], what["line"]))
    if "hang" in what:
        folder = os.open(what["hang"], os.O_RDONLY)
        fcntl.ioctl(folder, FIFREEZE, 0)
        os.close(folder)
        done.append("the disk hangs")
    if "write" in what:
        Path(what["write"]).write_text(what["text"])
        done.append(what["text"])
    if "start" in what:
        done.append(_start(what["start"]))
    return done


def _start(vm: str) -> str:
    _until(lambda: _virsh("domstate", vm).startswith("shut off"))
    _virsh("start", vm)
    return f"the VM is {_virsh('domstate', vm).strip()}"


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError  # then this was not the fault that it should be
        time.sleep(0.002)


def _kill(pattern: re.Pattern[str], number: signal.Signals, above: bool) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while True:
        killed = []
        for pid, line in _processes().items():
            if pattern.search(line):
                target = _session_above(pid) if above else pid
                if target is not None and _signal(target, number):
                    killed.append(f"{number.name} {line[:100]}")
        if killed or time.monotonic() > deadline:
            return killed
        time.sleep(0.002)


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def _session_above(pid: int) -> int | None:
    """The sshd process of the login that a process belongs to."""
    lines = _processes()
    while pid > 1:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except FileNotFoundError:
            return None
        pid = int(status.split("PPid:")[1].split()[0])
        line = lines.get(pid, "")
        if line.startswith("sshd: ") and "listener" not in line:
            return pid
    return None


def _processes() -> dict[int, str]:
    found = {}
    own = {os.getpid(), os.getppid()}
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in own:
            try:
                line = Path(f"/proc/{name}/cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[int(name)] = line.replace(b"\0", b" ").decode(errors="replace").strip()
    return found


def _control(path: str, line: str) -> str:
    port = socket.socket(socket.AF_UNIX)
    port.settimeout(10)
    port.connect(path)
    mark = f"{os.getpid():x}"
    port.sendall(f"{mark} {line}\n".encode())
    with port, port.makefile("rb") as answers:
        for answer in answers:
            if answer.startswith(mark.encode() + b" "):
                return f"{line}: {answer.decode().split()[1]}"
    return f"{line}: no answer"


# Looks


def look(order: dict[str, Any]) -> None:
    """All that runs of one VM hold or left on this PM."""
    root = Path(order["root"])
    home = root / "vms" / order["vm"]
    locks = _held()
    snapshots = {name: _snapshot(home / "snapshots" / name) for name in _names(home / "snapshots")}
    strays = [str(home / name) for name in _names(home) if name not in KEEP]
    strays += [
        str(root / name) for name in _names(root) if name.startswith(".") and name != ".lab-fill"
    ]
    for name, found in snapshots.items():
        strays += [f"{home}/snapshots/{name}/{file}" for file in found["strays"]]
    strays += [str(home / "incoming" / name) for name in _names(home / "incoming")]
    processes = [
        line[:160]
        for line in _processes().values()
        if OURS.search(line) and not CONSOLES.search(line)
    ]
    alive = []
    for job in _names(root / "jobs"):
        mine = _request(root / "jobs" / job).get("vm") == order["vm"]
        for name in ("alive", "guard"):
            if mine and _inode(root / "jobs" / job / name) in locks:
                alive.append(f"{name} of {job}")
    say(
        snapshots={name: found["manifest"] for name, found in snapshots.items()},
        strays=sorted(strays),
        processes=processes,
        living=alive,
        lock=_inode(home / "lock") in locks,
        crumbs=[f"/tmp/{name}" for name in _names(Path("/tmp")) if name.startswith("twinpoint-")],
        checkpoints=_virsh("checkpoint-list", order["vm"], "--name").split(),
        job=_virsh("domjobinfo", order["vm"]).split("\n")[0],
        domain=_virsh("domstate", order["vm"], "--reason").strip(),
    )


def _snapshot(folder: Path) -> dict[str, Any]:
    try:
        manifest = (folder / "manifest.json").read_text()
        known = {volume["file"] for volume in json.loads(manifest)["volumes"]}
    except (FileNotFoundError, NotADirectoryError):
        return {"manifest": None, "strays": []}
    strays = [name for name in _names(folder) if name not in RECORDS | known]
    return {"manifest": manifest, "strays": strays}


def _held() -> set[tuple[int, int, int]]:
    """Files with a lock on them, as the kernel lists them: looking must not take any."""
    held = set()
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if "FLOCK" in words and "->" not in words:
            major, minor, inode = words[5].split(":")
            held.add((int(major, 16), int(minor, 16), int(inode)))
    return held


def _inode(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (os.major(status.st_dev), os.minor(status.st_dev), status.st_ino)


def _virsh(*arguments: str) -> str:
    done = subprocess.run(["virsh", "-q", *arguments], capture_output=True, text=True, timeout=30)
    return done.stdout


def read(order: dict[str, Any]) -> None:
    """Reads every whole snapshot of a VM: what its files say against its record, and qemu-img."""
    base = Path(order["root"]) / "vms" / order["vm"] / "snapshots"
    wrong = []
    for name in _names(base):
        path = base / name / "manifest.json"
        if not path.exists():
            continue
        for volume in json.loads(path.read_text())["volumes"]:
            file = base / name / volume["file"]
            try:
                with open(file, "rb") as handle:
                    digest = hashlib.file_digest(handle, "sha256").hexdigest()
            except FileNotFoundError:
                wrong.append(f"{name}/{file.name}: missing")
                continue
            if digest != volume["sha256"]:
                wrong.append(f"{name}/{file.name}: other bytes than its record says")
            done = subprocess.run(
                ["qemu-img", "check", "-q", "-f", "qcow2", str(file)],
                capture_output=True,
                text=True,
            )
            if done.returncode not in (0, 3):
                wrong.append(f"{name}/{file.name}: {done.stderr.strip()[:200]}")
    say(wrong=wrong)


def main() -> None:
    order = json.loads(sys.argv[1])
    {"trap": trap, "hand": hand, "look": look, "read": read}[order["do"]](order)


if __name__ == "__main__":
    main()
