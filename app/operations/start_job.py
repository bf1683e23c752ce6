"""Has a PM begin a job on a VM, and finds it again if the link went before the answer came."""

from __future__ import annotations

from collections.abc import Collection

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
    *,
    begun: Collection[str] = (),
    verb: str = "",
    timeout: float = START_TIMEOUT,
) -> str:
    """The job. The verb is called as the activity, unless it is given; `wish` says whose job it is.
    It is none of `before`, nor of `begun`. Raises Refused, Failed, Cancelled, Unreachable."""
    try:
        return uuid(link.jobs.ask(verb or activity.value, wish, timeout), "job")
    except BadAnswer as error:
        raise Unreachable(Unexplained(link.name, str(error))) from error
    except Unreachable as error:
        if not isinstance(error.problems[0], MachineUnreachable):
            raise
        known = {*(run.job for run in before.runs), *begun}
        named = [name for name in ("vm", "vm_name", "snapshot") if name in wish]
        for delay in SEARCHES:
            cancel.wait(delay)
            for run in getattr(facts_of(link, side), "runs", ()):
                ours = run.activity is activity and run.owner == this_user()
                alike = all(getattr(run, name) == wish[name] for name in named)
                if ours and alike and run.job not in known:
                    job: str = run.job
                    return job
        raise
