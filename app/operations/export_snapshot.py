"""Exports a snapshot as an OVF package: to a folder of a PM, to a share, or to this workstation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import Failed, Refused, Unreachable
from app.machines.pair import Answer, MachineLink, Pair
from app.machines.strict import BadAnswer, a_list, size, text
from app.model.machine import Side
from app.model.package import (
    ExportOutcome,
    ExportRequest,
    Folder,
    Packaging,
    Share,
    Workstation,
)
from app.model.package_problems import (
    ExportFailed,
    FileExists,
    FolderMissing,
)
from app.model.problems import Unexplained
from app.model.snapshot import Activity, CopyState, Snapshot, Step
from app.model.state import SystemState
from app.model.vm_problems import SnapshotNotHere
from app.operations.events import RunAccepted, StepStarted
from app.operations.job_follower import JobFollower
from app.operations.look_at_system import look_at_both
from app.operations.operation import Cancelled, CancelToken, Report
from app.operations.start_job import start_job
from app.operations.transfer import Download, listed
from app.operations.who import this_user
from app.remote.package_names import safe_name
from app.rules.system_view import system_state

START_TIMEOUT = 180.0  # seconds; the disks are measured, and a share is mounted


@dataclass(frozen=True, slots=True)
class ExportSnapshot:
    """The package is there under its name once it is whole, and not at all before. With `leave`,
    cancelling after RunAccepted leaves an export to a PM or to a share to the PM, which ends it."""

    pair: Pair
    request: ExportRequest
    leave: bool = False

    def run(self, report: Report, cancel: CancelToken) -> ExportOutcome:
        """Raises Refused (nothing was touched), Failed, Cancelled or Unreachable."""
        report(StepStarted(Step.CHECK))
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        snapshot, side = self._chosen(state)
        self._check_workstation(snapshot)
        cancel.check()
        link = self.pair.machine(side)
        wish = self._wish(snapshot)
        job = start_job(link, side, Activity.EXPORT, wish, state, cancel, timeout=START_TIMEOUT)
        report(RunAccepted(job, snapshot.id))
        if isinstance(self.request.destination, Workstation):
            folder = Path(self.request.destination.path)
            return _ToWorkstation(link, job, folder, self.request, report).run(cancel)
        follower = JobFollower(link, job, report, done=lambda line: line, leave=self.leave)
        return _outcome(link, follower.follow(cancel))

    def _chosen(self, state: SystemState) -> tuple[Snapshot, Side]:
        asked = self.request
        snapshot = next((each for each in state.snapshots if each.id == asked.snapshot), None)
        if snapshot is None:
            unseen = [each.problem for each in state.machines if each.problem is not None]
            raise Refused(unseen or SnapshotNotHere(state.machines[0].name, asked.snapshot))
        sides = [asked.side] if asked.side is not None else list(Side)
        for side in sides:
            if snapshot.copies[side] is CopyState.WHOLE and state.machine(side).problem is None:
                return snapshot, side
        first = state.machine(sides[0])
        raise Refused(first.problem or SnapshotNotHere(first.name, snapshot.id))

    def _check_workstation(self, snapshot: Snapshot) -> None:
        place = self.request.destination
        if not isinstance(place, Workstation):
            return
        folder = Path(place.path)
        if not folder.is_dir():
            raise Refused(FolderMissing("", place.path))
        ending = ".ova" if self.request.packaging is Packaging.OVA else ""
        final = folder / f"{safe_name(snapshot.name)}{ending}"
        if final.exists() and not self.request.overwrite:
            raise Refused(FileExists("", str(final)))

    def _wish(self, snapshot: Snapshot) -> Answer:
        asked = self.request
        return {
            "vm": snapshot.vm,
            "vm_name": snapshot.vm_name,
            "snapshot": snapshot.id,
            "package": asked.packaging.value,
            "disk": asked.disk.value,
            "boot_only": asked.boot_only,
            "overwrite": asked.overwrite,
            "destination": self._destination(),
            "by": this_user(),
            "copy_limit": self.pair.system.copy_limit,
        }

    def _destination(self) -> Answer:
        match self.request.destination:
            case Folder(path=path):
                return {"kind": "folder", "path": path}
            case Share(address=address, user=user, password=password, domain=domain):
                login = {"user": user, "password": password, "domain": domain}
                share: dict[str, object] = {"kind": "share", "address": address}
                return {**share, "credentials": login} if user else share
            case Workstation():
                return {"kind": "hand-over"}


class _ToWorkstation:
    """Fetches what the job has made ready, while the job waits for it."""

    def __init__(
        self, link: MachineLink, job: str, folder: Path, request: ExportRequest, report: Report
    ) -> None:
        self._link = link
        self._job = job
        self._request = request
        self._folder = folder
        self._report = report
        self._download = Download(link, job, folder, report)
        self._placed: Path | None = None
        self._fault: OSError | Refused | Failed | None = None
        self._cancel = CancelToken()

    def run(self, cancel: CancelToken) -> ExportOutcome:
        self._cancel = cancel
        follower: JobFollower[Answer] = JobFollower(
            self._link, self._job, self._report, done=lambda line: line, take=self._take
        )
        try:
            told = follower.follow(cancel)
        except (Cancelled, Failed):
            # The job ended because of what happened here, where it happened first.
            if self._fault is None:
                raise
            raise self._failure(self._fault) from self._fault
        finally:
            self._download.discard()
        outcome = _outcome(self._link, told)
        return ExportOutcome("", str(self._placed or ""), outcome.files, outcome.size)

    def _take(self, name: str, line: Answer) -> None:
        if name != "ready" or self._fault is not None:
            return
        package, files = text(line, "name"), listed(line)
        archive = self._request.packaging is Packaging.OVA
        if package != Path(package).name or (archive and package != files[0][0]):
            raise BadAnswer("ready: not a name")
        try:
            if self._placed is None and self._download.fetch(package, files, self._cancel):
                names = [each for each, _ in files]
                self._placed = self._download.place(
                    package, names, archive, self._request.overwrite
                )
            if self._placed is not None:
                self._link.jobs.ask("export-taken", {"job": self._job}, 30.0)
        except (OSError, Refused, Failed) as error:
            if self._cancel.cancelled:
                return  # the job has ended before it was fetched whole
            self._fault = error
            self._link.jobs.ask("cancel", {"job": self._job, "by": this_user()}, 30.0)

    def _failure(self, fault: OSError | Refused | Failed) -> Refused | Failed:
        if isinstance(fault, Refused | Failed):
            return fault
        if isinstance(fault, FileExistsError):
            return Failed(FileExists("", str(fault.filename or self._folder)))
        return Failed(ExportFailed("", detail=str(fault)))


def _outcome(link: MachineLink, line: Answer) -> ExportOutcome:
    result = line.get("result")
    try:
        if not isinstance(result, dict):
            raise BadAnswer("result: not an object")
        files = tuple(str(each) for each in a_list(result.get("files"), "files", 1000))
        return ExportOutcome(link.name, text(result, "path"), files, size(result, "size"))
    except BadAnswer as error:
        raise Unreachable(Unexplained(link.name, str(error))) from error
