"""Imports a VM from an OVF package: on a PM, or on this workstation, which then sends it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import get_args

from app.errors import Failed, Refused, Unreachable
from app.machines.pair import Answer, MachineLink, Pair
from app.machines.strict import BadAnswer, a_list, an_object, size, text, uuid
from app.model.package import ImportOutcome, ImportRequest
from app.model.package_problems import (
    ImportFailed,
    PackageIncomplete,
    PackageRefusal,
)
from app.model.problems import Unexplained
from app.model.snapshot import Activity, Step
from app.model.state import SystemState
from app.model.vm_problems import VmNameTaken
from app.operations.events import RunAccepted, StepStarted
from app.operations.job_follower import JobFollower
from app.operations.look_at_system import look_at_both
from app.operations.operation import Cancelled, CancelToken, Report
from app.operations.start_job import start_job
from app.operations.transfer import Upload
from app.operations.who import this_user
from app.rules.system_view import system_state

START_TIMEOUT = 180.0  # seconds; the package's disks are looked at and measured


@dataclass(frozen=True, slots=True)
class ImportVm:
    """The PM reads the package and refuses what is wrong with it before anything is made. With
    `leave`, cancelling after RunAccepted leaves it to the PM, if the package is there."""

    pair: Pair
    request: ImportRequest
    leave: bool = False

    def run(self, report: Report, cancel: CancelToken) -> ImportOutcome:
        """Raises Refused (nothing was made), Failed, Cancelled or Unreachable."""
        report(StepStarted(Step.CHECK))
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        self._check(state)
        cancel.check()
        side, wish = self.request.side, self._wish()
        link = self.pair.machine(side)
        job = start_job(link, side, Activity.IMPORT, wish, state, cancel, timeout=START_TIMEOUT)
        report(RunAccepted(job, ""))
        limit = self.pair.system.copy_limit
        return _Import(link, job, self.request, report, limit).run(cancel, leave=self.leave)

    def _check(self, state: SystemState) -> None:
        asked = self.request
        machine = state.machine(asked.side)
        if machine.problem is not None:
            raise Refused(machine.problem)
        for vm in state.vms:
            if asked.name and vm.name == asked.name and not asked.restore:
                on = vm.defined_on or (vm.primary,)
                raise Refused(VmNameTaken(state.machine(on[0]).name, vm.name))
        if asked.local and not Path(asked.path).is_file():
            raise Refused(PackageIncomplete("", asked.path, Path(asked.path).name))

    def _wish(self) -> Answer:
        asked = self.request
        source: dict[str, object] = {"kind": "path", "path": asked.path}
        if asked.local:
            source = {"kind": "hand-over", "name": Path(asked.path).name}
        return {
            "source": source,
            # Runs are listed under it; the package's own name is not known yet.
            "vm_name": asked.name or PurePath(asked.path).name,
            "name": asked.name,
            "restore": asked.restore,
            "start": asked.start,
            "folder": asked.folder,
            "by": this_user(),
            "copy_limit": self.pair.system.copy_limit,
        }


class _Import:
    """Follows the job, and sends it the files that it asks for."""

    def __init__(
        self,
        link: MachineLink,
        job: str,
        request: ImportRequest,
        report: Report,
        limit: int | None,
    ) -> None:
        self._link = link
        self._job = job
        self._report = report
        self._local = request.local
        self._upload = Upload(link, job, Path(request.path), report, limit)
        self._sent: set[int] = set()
        self._fault: OSError | Refused | Failed | None = None
        self._cancel = CancelToken()

    def run(self, cancel: CancelToken, *, leave: bool) -> ImportOutcome:
        self._cancel = cancel
        follower: JobFollower[Answer] = JobFollower(
            self._link,
            self._job,
            self._report,
            done=lambda line: line,
            take=self._take,
            leave=leave and not self._local,
        )
        try:
            return self._outcome(follower.follow(cancel))
        except Cancelled:
            if self._fault is None:
                raise
            if isinstance(self._fault, Refused | Failed):
                raise self._fault from None
            raise Failed(ImportFailed("", detail=str(self._fault))) from self._fault
        except Failed as error:
            # Found only while the package was read: nothing had been made of it.
            if isinstance(error.problems[0], get_args(PackageRefusal)):
                raise Refused(error.problems, details=error.details) from error
            raise

    def _take(self, name: str, line: Answer) -> None:
        if name != "send" or not self._local or self._fault is not None:
            return
        number = size(line, "round")
        names = [str(each) for each in a_list(line.get("files"), "files", 1000)]
        if number in self._sent:
            return
        try:
            if self._upload.send(names, self._cancel):
                self._link.jobs.ask("import-sent", {"job": self._job, "round": number}, 30.0)
                self._sent.add(number)
        except (OSError, Refused, Failed) as error:
            if self._cancel.cancelled:
                return  # the job has ended before what was being sent to it
            self._fault = error
            self._link.jobs.ask("cancel", {"job": self._job, "by": this_user()}, 30.0)

    def _outcome(self, line: Answer) -> ImportOutcome:
        try:
            result = an_object(line.get("result"), "result")
            return ImportOutcome(
                self._link.name, uuid(result, "vm"), text(result, "name"), text(result, "folder")
            )
        except BadAnswer as error:
            raise Unreachable(Unexplained(self._link.name, str(error))) from error
