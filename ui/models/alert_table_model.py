"""What went wrong and what is wrong now, until it is dismissed or over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from app.model.machine import MachineState
from app.model.problems import Problem, ReplicationWaits, RunCancelled, VmOnBoth
from app.model.state import SystemState
from app.rules.container_rules import filling
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, refresh_all
from ui.text import Explanation, explain, tip


class Column(IntEnum):
    TIME = 0
    SUBJECT = 1
    MESSAGE = 2


@dataclass(frozen=True, slots=True)
class Alert:
    """`lasting` alerts tell of an event and stay until dismissed; the others tell of a state and
    go with it."""

    key: tuple[str, ...]
    subject: str
    problem: Problem
    since: datetime
    lasting: bool = False

    @property
    def explanation(self) -> Explanation:
        return explain(self.problem)


class AlertTableModel(QAbstractTableModel):
    """One row an alert, newest first. `changed` after rows came or went."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[Alert] = Rows(self, Column, lambda alert: alert.key)
        self._alerts: tuple[Alert, ...] = ()
        self._known: dict[tuple[str, ...], Alert] = {}
        self._dismissed: set[tuple[str, ...]] = set()

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return self._alerts

    def show_state(self, state: SystemState, now: datetime | None = None) -> None:
        """Takes over what a new view of a system tells; other systems' alerts stay."""
        system = state.system.name
        seen = {alert.key: alert for alert in alerts_of(state, now or datetime.now(UTC))}
        for key, alert in list(self._known.items()):
            if key[0] == system and not alert.lasting and key not in seen:
                del self._known[key]
                self._dismissed.discard(key)
        for key, alert in seen.items():
            before = self._known.get(key)
            if before is None or before.problem != alert.problem:
                # Other figures of the same state are no news: it began when it began.
                same = before is not None and not alert.lasting
                self._known[key] = replace(alert, since=before.since) if same and before else alert
        self._publish()

    def add(self, alert: Alert) -> None:
        self._known.setdefault(alert.key, alert)
        self._publish()

    def dismiss(self, alerts: Sequence[Alert]) -> None:
        """A state that was dismissed shows again when it comes again; an event never."""
        self._dismissed.update(alert.key for alert in alerts)
        self._publish()

    def forget(self, systems: Collection[str]) -> None:
        """These systems are not looked at any more."""
        self._known = {key: one for key, one in self._known.items() if key[0] not in systems}
        self._publish()

    def refresh(self) -> None:
        refresh_all(self)

    def _publish(self) -> None:
        wanted = sorted(
            (alert for key, alert in self._known.items() if key not in self._dismissed),
            key=lambda alert: (-alert.since.timestamp(), alert.key),
        )
        if tuple(wanted) != self._alerts:
            self._alerts = tuple(wanted)
            self._rows.show(wanted)
            self.changed.emit()

    # Overrides of QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        match Column(section):
            case Column.TIME:
                return self.tr("Time")
            case Column.SUBJECT:
                return self.tr("Concerns")
            case Column.MESSAGE:
                return self.tr("What Happened")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        alert, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                match column:
                    case Column.TIME:
                        return formats.moment(alert.since)
                    case Column.SUBJECT:
                        return alert.subject
                    case Column.MESSAGE:
                        return alert.explanation.cause
            case Qt.ItemDataRole.DecorationRole if column is Column.TIME:
                return icon(Icon.WARNING)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{alert.explanation.cause}\n{alert.explanation.remedy}")
            case Role.RECORD:
                return alert
        return None


def alerts_of(state: SystemState, now: datetime) -> Iterator[Alert]:
    """Every alert that a view of a system gives rise to."""
    system = state.system.name
    for machine in state.machines:
        problems: tuple[Problem, ...] = machine.obstacles
        # Somebody wished for maintenance, and a first connection is no alarm.
        if machine.problem and machine.state not in (
            MachineState.MAINTENANCE,
            MachineState.CONNECTING,
        ):
            problems = (machine.problem, *problems)
        for problem in problems:
            key = (system, "pm", str(int(machine.side)), problem.code)
            yield Alert(key, machine.name, problem, machine.last_seen or now)
    for vm in state.vms:
        if vm.running_on_both:
            yield Alert((system, "vm", vm.uuid), vm.name, VmOnBoth(vm.name), now)
    for vm, problem in filling(state):
        key = (system, "container", vm.uuid, problem.target)
        yield Alert(key, vm.name, problem, now)
    for run in state.runs:
        if run.problem is None or run.cancelled or isinstance(run.problem, RunCancelled):
            continue
        if run.ended:
            ended = (system, "run", run.job)
            yield Alert(ended, run.vm_name, run.problem, run.started, lasting=True)
        elif isinstance(run.problem, ReplicationWaits):
            yield Alert((system, "waits", run.job), run.vm_name, run.problem, run.started)
    for snapshot in state.snapshots:
        if snapshot.run is not None and not snapshot.run.ended:
            continue
        for problem in snapshot.problems:
            key = (system, "snapshot", snapshot.id, problem.code)
            yield Alert(key, snapshot.vm_name, problem, snapshot.created)
