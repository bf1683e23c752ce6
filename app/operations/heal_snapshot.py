"""Heals a snapshot that is damaged, or missing, on one PM: the other PM brings it again."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Failed, Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer, size, uuid
from app.model.machine import Side
from app.model.problems import CopyDamaged, Unexplained
from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.operations.events import BytesRead, RunAccepted
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.run_follower import RunFollower
from app.rules.system_view import system_state


@dataclass(frozen=True, slots=True)
class HealSnapshot:
    """`source` is the PM whose copy is sound. It reads that copy again before it brings it, and
    the other PM verifies what arrives."""

    pair: Pair
    snapshot: Snapshot
    source: Side

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Returns once both PMs hold it whole. Raises Refused, Failed, Cancelled, Unreachable."""
        cancel.check()
        link = self.pair.machine(self.source)
        job = self._start(report, cancel)
        report(RunAccepted(job, self.snapshot.id))
        outcome = RunFollower(link, self.source, job, self.snapshot.id, report).follow(cancel)
        if outcome.waiting is not None:
            raise Failed(outcome.waiting)
        state = system_state(self.pair.system, look_at_both(self.pair))
        now = next((each for each in state.snapshots if each.id == self.snapshot.id), None)
        if now is None or now.state is not SnapshotState.NORMAL:
            name = state.machine(self.source.other).name
            problems = now.problems if now is not None else ()
            raise Failed(problems or CopyDamaged(name, "left as it is"))

    def _start(self, report: Report, cancel: CancelToken) -> str:
        link = self.pair.machine(self.source)
        wish = {"vm": self.snapshot.vm, "snapshot": self.snapshot.id}
        job = ""
        try:
            with link.jobs.stream("resend", wish) as talk:
                cancel.on_cancel(talk.close)
                for line in talk:
                    if line["kind"] == "progress":
                        report(BytesRead(link.name, size(line, "done"), size(line, "total")))
                    elif line["kind"] == "started":
                        job = uuid(line, "job")
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error
        finally:
            if not job:
                cancel.check()
        if not job:
            raise Unreachable(Unexplained(link.name, "resend ended without a result"))
        return job


def healing_source(snapshot: Snapshot) -> Side | None:
    """The PM that can heal a snapshot known to be damaged on the other, as far as is known."""
    for side in Side:
        if (snapshot.copies[side], snapshot.copies[side.other]) == (
            CopyState.WHOLE,
            CopyState.DAMAGED,
        ):
            return side
    return None
