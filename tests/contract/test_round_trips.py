"""How often a PM is asked when a system is opened: links are slow, and every command is one."""

from __future__ import annotations

import pytest

from app.model.machine import MachineState
from app.operations.events import Event, SystemSeen
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import Cancelled, CancelToken
from app.operations.watch_system import WatchSystem
from tests.contract.pair import lab_pair

pytestmark = pytest.mark.pair


def test_opening_a_system_takes_one_command_for_each_pm() -> None:
    with lab_pair() as pair:
        pair.machines[0].jobs.ask("repair", {})  # shipped, should it be a new program
        pair.machines[1].jobs.ask("repair", {})
        before = [machine.ssh.requests for machine in pair.machines]
        token = CancelToken()

        def report(event: Event) -> None:
            assert isinstance(event, SystemSeen)
            if all(each.state is MachineState.RUNNING for each in event.state.machines):
                token.cancel()

        with pytest.raises(Cancelled):
            WatchSystem(pair.link).run(report, token)
        after = [machine.ssh.requests for machine in pair.machines]
        assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1]


def test_a_first_visit_takes_three() -> None:
    """Asked, shipped, asked again."""
    with lab_pair() as pair:
        for machine in pair.machines:
            machine.ssh.run(["rm", "-rf", "/tmp/twinpoint-first-visit"])
            machine.jobs._root = "/tmp/twinpoint-first-visit"
            before = machine.ssh.requests
            machine.jobs.ask("facts", {})
            assert machine.ssh.requests - before == 3
            machine.ssh.run(["rm", "-rf", "/tmp/twinpoint-first-visit"])


def test_a_look_takes_one_and_none_soon_after() -> None:
    with lab_pair() as pair:
        for taken in ([1, 1], [0, 0]):  # the second asks the programs that answered the first
            before = [machine.ssh.requests for machine in pair.machines]
            LookAtSystem(pair.link).run(lambda _: None, CancelToken())
            after = [machine.ssh.requests for machine in pair.machines]
            assert [b - a for a, b in zip(before, after, strict=True)] == taken
