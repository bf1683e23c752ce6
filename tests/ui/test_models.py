"""Every model holds what Qt asks of models, also while it changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState, Side
from app.model.problems import Failover, MachineUnreachable
from app.model.snapshot import CopyState, SnapshotState
from app.model.state import SystemState
from app.model.vm import VmState
from app.rules.container_rules import containers
from tests.ui import sample
from ui.models import snapshot_table_model
from ui.models.alert_table_model import AlertTableModel
from ui.models.container_table_model import ContainerTableModel
from ui.models.machine_table_model import MachineTableModel
from ui.models.run_table_model import RunTableModel
from ui.models.snapshot_table_model import SnapshotTableModel
from ui.models.tables import Role
from ui.models.tree_items import branches
from ui.models.vm_table_model import VmTableModel
from ui.models.vm_tree_model import VmTreeModel
from ui.models.volume_table_model import VolumeTableModel
from ui.views.record_table import RecordTable
from ui.views.system_tree import SystemTree

Show = Callable[[SystemState], None]


def machines() -> tuple[QAbstractItemModel, Show]:
    model = MachineTableModel()
    return model, model.show_state


def vms() -> tuple[QAbstractItemModel, Show]:
    model = VmTableModel()
    return model, model.show_state


def snapshots() -> tuple[QAbstractItemModel, Show]:
    model = SnapshotTableModel()
    return model, lambda state: model.show_snapshots(state.snapshots, ("pm1", "pm2"))


def runs() -> tuple[QAbstractItemModel, Show]:
    model = RunTableModel()
    return model, model.show_state


def volumes() -> tuple[QAbstractItemModel, Show]:
    model = VolumeTableModel()
    return model, lambda state: model.show_vm(state.vms[0] if state.vms else None)


def alerts() -> tuple[QAbstractItemModel, Show]:
    model = AlertTableModel()
    return model, model.show_state


def tree() -> tuple[QAbstractItemModel, Show]:
    model = VmTreeModel()
    return model, lambda state: model.show_branches(branches([state], {"lab": len(state.runs)}))


def container_rows() -> tuple[QAbstractItemModel, Show]:
    model = ContainerTableModel()
    return model, lambda state: model.show_containers(containers(state))


MODELS = (container_rows, machines, vms, snapshots, runs, volumes, alerts, tree)


def changed(state: SystemState, dice: random.Random) -> SystemState:
    """Another view of the system: anything may have come, gone, moved or changed."""
    vms = [
        replace(
            vm,
            state=dice.choice(list(VmState)),
            primary=dice.choice(list(Side)),
            containers=vm.containers if dice.random() < 0.8 else (),
            volumes=tuple(dice.sample(vm.volumes, dice.randint(1, len(vm.volumes)))),
            running_on_both=dice.random() < 0.1,
        )
        for vm in dice.sample(sample.vms(), dice.randint(0, 5))
    ]
    snapshots = [
        replace(one, state=dice.choice(list(SnapshotState)), name=dice.choice(["a", "b"]))
        for one in dice.sample(sample.state().snapshots, dice.randint(0, 6))
    ]
    runs = [
        replace(
            sample.run(vm),
            done=dice.randint(0, 10**10),
            total=dice.choice([0, 10**10]),
            ended=dice.random() < 0.3,
            problem=dice.choice([None, Failover(vm.name, "pm1")]),
        )
        for vm in vms
        if dice.random() < 0.5
    ]
    machines = tuple(
        replace(one, state=dice.choice(list(MachineState)), problem=MachineUnreachable(one.name))
        for one in state.machines
    )
    return replace(
        state,
        machines=(machines[0], machines[1]),
        vms=tuple(vms),
        snapshots=tuple(snapshots),
        runs=tuple(runs),
    )


@pytest.mark.parametrize("make", MODELS)
def test_model_is_sound_through_sixty_changes(
    make: Callable[[], tuple[QAbstractItemModel, Show]], qtmodeltester: ModelTester
) -> None:
    model, show = make()
    show(sample.state())
    check = cast("Callable[..., None]", qtmodeltester.check)  # pytest-qt gives it no types
    check(model, force_py=True)  # from here on it watches every step of the model
    dice = random.Random(20)
    state = sample.state()
    for _ in range(60):
        state = changed(state, dice)
        show(state)


@pytest.mark.parametrize("make", MODELS)
def test_equal_state_changes_nothing(
    make: Callable[[], tuple[QAbstractItemModel, Show]], qtbot: QtBot
) -> None:
    model, show = make()
    state = sample.state()
    show(state)
    told: list[object] = []
    model.dataChanged.connect(told.append)
    model.rowsInserted.connect(told.append)
    model.rowsRemoved.connect(told.append)
    show(replace(state))
    assert told == []


def test_tree_keeps_selection_and_expansion(qtbot: QtBot) -> None:
    model = VmTreeModel()
    view = SystemTree(model)
    qtbot.addWidget(view)
    state = sample.state()
    model.show_branches(branches([state], {}))
    view.expand(model.index_of(("lab", "vms", sample.WEB)))
    view.pick(("lab", "vms", sample.DB))
    model.show_branches(branches([replace(state, vms=state.vms[1:] + state.vms[:1])], {}))
    model.show_branches(branches([replace(state, vms=state.vms[1:])], {"lab": 3}))
    item = view.item()
    assert item is not None
    assert item.id == sample.DB
    assert view.isExpanded(model.index_of(("lab", "vms")))
    assert not view.isExpanded(model.index_of(("lab", "vms", sample.DB)))


def test_table_keeps_its_row_when_rows_before_it_go(qtbot: QtBot) -> None:
    model = SnapshotTableModel()
    table = RecordTable(model, "test")
    qtbot.addWidget(table)
    all_of_them = sample.state().snapshots
    model.show_snapshots(all_of_them, ("pm1", "pm2"))
    assert table.pick(lambda one: one.id == all_of_them[3].id)
    model.show_snapshots(all_of_them[2:], ("pm1", "pm2"))
    assert table.record().id == all_of_them[3].id


def test_equal_names_stay_two_snapshots(qtbot: QtBot) -> None:
    model = SnapshotTableModel()
    first, second = sample.state().snapshots[:2]
    model.show_snapshots([first, replace(second, name=first.name)], ("pm1", "pm2"))
    assert model.rowCount() == 2


def test_state_icon_comes_from_the_records_alone(qtbot: QtBot) -> None:
    one = sample.state().snapshots[0]
    assert snapshot_table_model.state_icon(one).value == "snapshot-normal"
    halfway = replace(one, state=SnapshotState.BROKEN, copies=(CopyState.WHOLE, CopyState.ABSENT))
    assert snapshot_table_model.state_icon(halfway).value == "snapshot-broken"


def test_uefi_stands_in_the_protected_column(qtbot: QtBot) -> None:
    model = VmTableModel()
    model.show_state(sample.state())
    names = [model.index(row, 0).data(Role.RECORD).name for row in range(model.rowCount())]
    row = names.index("uefi01")
    assert model.index(row, 3).data() == "– (UEFI)"
    assert "UEFI firmware" in model.index(row, 3).data(Qt.ItemDataRole.ToolTipRole)


def test_names_are_data_in_tool_tips(qtbot: QtBot) -> None:
    model = VmTableModel()
    evil = sample.vm(sample.WEB, "<img src='file:///etc/passwd'>")
    model.show_state(replace(sample.state(), vms=(evil,)))
    shown = model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_an_acknowledged_state_comes_back_with_the_state(qtbot: QtBot) -> None:
    model = AlertTableModel()
    good = sample.state(busy=False, failed=False)
    lost = replace(
        good.machines[1], state=MachineState.UNREACHABLE, problem=MachineUnreachable("pm2")
    )
    bad = replace(good, machines=(good.machines[0], lost))
    model.show_state(bad)
    assert len(model.alerts) == 1
    model.acknowledge(model.alerts, sample.TAKEN)
    model.show_state(bad)
    assert not model.alerts
    model.show_state(good)
    model.show_state(bad)
    assert len(model.alerts) == 1


def test_failover_alert_stays_until_acknowledged(qtbot: QtBot) -> None:
    model = AlertTableModel()
    model.show_state(sample.state())
    model.show_state(sample.state(failed=False))
    assert [alert.problem.code for alert in model.alerts] == ["failover"]
    model.acknowledge(model.alerts, sample.TAKEN)
    model.show_state(sample.state())
    assert model.alerts == ()


def test_ended_runs_are_remembered(qtbot: QtBot) -> None:
    model = RunTableModel()
    model.show_state(sample.state())
    model.show_state(sample.state(failed=False))
    rows = [model.index(row, 0).data(Role.RECORD) for row in range(model.rowCount())]
    assert [(row.vm_name, row.ended) for row in rows] == [("db01", False), ("web01", True)]
