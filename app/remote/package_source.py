"""Where an imported package comes from: a path on this PM, or a workstation that sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.remote import hand_over
from app.remote.host import host_name
from app.remote.outside import REMOVE, Outside
from app.remote.ovf_read import OvfMachine
from app.remote.package_names import is_plain
from app.remote.package_read import Package
from app.remote.problems import Refused
from app.remote.vm_job import VmJob


@contextmanager
def opened(job: VmJob, outside: Outside) -> Iterator[Package]:
    """The package, brought here first where it is on a workstation."""
    source = job.request["source"]
    if source.get("kind") == "hand-over":
        name = str(source.get("name", ""))
        if not is_plain(name) or name.startswith("."):
            raise Refused("package-unreadable", pm=host_name(), path=name, detail="its name")
        folder = hand_over.folder(job.store, job.files.job)
        outside.add(REMOVE, str(folder))
        hand_over.prepare(job.store, job.files.job)
        accept(job)
        job.events.step("copy")
        _bring(job, [name], 1)
        path = folder / name
    else:
        path = Path(str(source.get("path", "")))
        if not path.is_absolute() or ".." in path.parts:
            raise Refused("package-incomplete", pm=host_name(), path=str(path), name=path.name)
    package = Package(path, label(job))
    try:
        yield package
    finally:
        package.close()


def complete(job: VmJob, package: Package, machine: OvfMachine) -> None:
    """A descriptor that was brought alone is followed by the files that it names."""
    if job.request["source"].get("kind") != "hand-over":
        return
    missing = package.missing(machine)
    if missing:
        name = str(job.request["source"]["name"])
        _bring(job, [*missing, name.rpartition(".")[0] + ".mf"], 2)


def _bring(job: VmJob, names: list[str], round_: int) -> None:
    """Asks the console for files and waits for them; what it has not is found missing later."""
    wanted = [name for name in names if not name.startswith(".")]
    hand_over.want(job.files, wanted)
    job.events.say("send", files=wanted, round=round_)
    hand_over.await_console(job.files, f"sent-{round_}", job.check)


def label(job: VmJob) -> str:
    source = job.request["source"]
    return str(source.get("path") or source.get("name", ""))


def accept(job: VmJob) -> None:
    """Once: a package that is brought from a workstation is accepted before it can be read."""
    if not (job.files.folder / "accepted").exists():
        (job.files.folder / "accepted").touch()
        job.accepted()
