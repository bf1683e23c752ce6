"""Has a PM begin a job on a VM, and finds it again if the link went before the answer came."""

from __future__ import annotations

from app.errors import Unreachable
from app.machines.pair import Answer, MachineLink
from app.machines.strict import BadAnswer, uuid
from app.model.machine import Side
from app.model.problems import MachineUnreachable, Unexplained
from app.model.snapshot import Activity
from app.model.state import SystemState
from app.operations.look_at_system import facts_of
from app.operations.operation import CancelToken
from app.operations.who import this_user

START_TIMEOUT = 120.0  # seconds; both PMs check and take their locks meanwhile
SEARCHES = (1.0, 2.0, 5.0, 10.0)  # seconds before each look for a job that may have begun


def start_job(
    link: MachineLink,
    side: Side,
    activity: Activity,
    wish: Answer,
    before: SystemState,
    cancel: CancelToken,
) -> str:
    """The job. The verb is called as the activity; `wish` names the VM. Raises Refused, Failed,
    Cancelled, Unreachable."""
    try:
        return uuid(link.jobs.ask(activity.value, wish, START_TIMEOUT), "job")
    except BadAnswer as error:
        raise Unreachable(Unexplained(link.name, str(error))) from error
    except Unreachable as error:
        if not isinstance(error.problems[0], MachineUnreachable):
            raise
        known = {run.job for run in before.runs}
        for delay in SEARCHES:
            cancel.wait(delay)
            for run in getattr(facts_of(link, side), "runs", ()):
                ours = run.activity is activity and run.owner == this_user()
                if run.vm == wish["vm"] and run.job not in known and ours:
                    job: str = run.job
                    return job
        raise
