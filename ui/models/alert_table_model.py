"""What went wrong and what is wrong now, until it is acknowledged or over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from app.model.machine import Flag, MachineState
from app.model.state import SystemState
from app.rules.alerts import Alert, alerts_of, flag_of, newest_acknowledgements
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, faded, refresh_all
from ui.text import explain, tip


class Column(IntEnum):
    TIME = 0
    SUBJECT = 1
    ACKNOWLEDGED = 2
    MESSAGE = 3


class AlertTableModel(QAbstractTableModel):
    """One row an alert, newest first; those that somebody acknowledged come after the others, and
    only if they are asked for. Signals: `changed` after rows came or went, `appeared` with alerts
    that began while this window watched, `state_seen` with every view of a system."""

    changed = Signal()
    appeared = Signal(object)
    state_seen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[Alert] = Rows(self, Column, lambda alert: alert.key, self._sort)
        self._known: dict[tuple[str, ...], Alert] = {}
        # What this window acknowledged: at once, and also where no PM can be told of it.
        self._mine: dict[tuple[str, ...], Flag] = {}
        self._states: dict[str, SystemState] = {}
        self._settled: set[str] = set()  # systems both of whose PMs have answered, or failed to
        self._all = False
        self._published: list[Alert] = []
        self._listed: list[Alert] = []  # what of it is asked for

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Those that nobody acknowledged, newest first."""
        return tuple(alert for alert in self._published if alert.acknowledged is None)

    @property
    def acknowledged(self) -> int:
        """How many there are besides."""
        return len(self._published) - len(self.alerts)

    def state_of(self, system: str) -> SystemState | None:
        """The system as it was seen last."""
        return self._states.get(system)

    def show_state(self, state: SystemState, now: datetime | None = None) -> None:
        """Takes over what a new view of a system tells; other systems' alerts stay."""
        for _ in self.showing(state, now):
            pass

    def showing(self, state: SystemState, now: datetime | None = None) -> Iterator[None]:
        """The same in parts, a turn of the event loop for each."""
        system = state.system.name
        self._states[system] = state
        flags = newest_acknowledgements(state)
        seen = {alert.key: alert for alert in alerts_of(state, now or datetime.now(UTC))}
        for key, alert in list(self._known.items()):
            if key[0] != system or key in seen:
                continue
            if alert.lasting:
                flag = flag_of(flags.get(alert.name))
                self._known[key] = replace(alert, acknowledged=flag)
            else:
                del self._known[key]
                self._mine.pop(key, None)
        fresh = [alert for key, alert in seen.items() if key not in self._known]
        for key, alert in seen.items():
            before = self._known.get(key)
            # Other figures of the same state are no news: it began when it began.
            if before is not None and not alert.lasting:
                alert = replace(alert, since=before.since)
            # The same object for what is the same: it need not be compared again.
            if alert != before:
                self._known[key] = alert
        yield
        self._publish()
        self._tell(system, fresh)
        if all(machine.state is not MachineState.CONNECTING for machine in state.machines):
            self._settled.add(system)
        self.state_seen.emit(state)

    def add(self, alert: Alert) -> None:
        new = alert.key not in self._known
        self._known.setdefault(alert.key, alert)
        self._publish()
        self._tell(alert.system, [alert] if new else [])

    def acknowledge(self, alerts: Sequence[Alert], flag: Flag) -> None:
        """In this window. A state that was acknowledged shows again when it comes again; an event
        never."""
        self._mine.update({alert.key: flag for alert in alerts})
        self._publish()

    def reopen(self, alerts: Sequence[Alert]) -> None:
        """They could not be acknowledged after all."""
        for alert in alerts:
            self._mine.pop(alert.key, None)
        self._publish()

    def show_acknowledged(self, wanted: bool) -> None:
        self._all = wanted
        self._publish()

    def forget(self, systems: Collection[str]) -> None:
        """These systems are not looked at any more."""
        self._known = {key: one for key, one in self._known.items() if key[0] not in systems}
        self._mine = {key: one for key, one in self._mine.items() if key[0] not in systems}
        self._states = {name: one for name, one in self._states.items() if name not in systems}
        self._settled.difference_update(systems)
        self._publish()

    def refresh(self) -> None:
        refresh_all(self)

    def _tell(self, system: str, fresh: Sequence[Alert]) -> None:
        """What was there when the window came is no news."""
        told = [alert for alert in map(self._as_taken, fresh) if alert.acknowledged is None]
        if told and system in self._settled:
            self.appeared.emit(told)

    def _as_taken(self, alert: Alert) -> Alert:
        flag = alert.acknowledged or self._mine.get(alert.key)
        return alert if flag is alert.acknowledged else replace(alert, acknowledged=flag)

    def _wanted(self) -> list[Alert]:
        return sorted(map(self._as_taken, self._known.values()), key=_order)

    def _publish(self) -> None:
        known = self._wanted()
        wanted = [each for each in known if self._all or each.acknowledged is None]
        if wanted != self._listed or known != self._published:
            self._listed, self._published = wanted, known
            self._rows.show(wanted)
            self.changed.emit()

    def _text(self, alert: Alert, column: Column) -> str:
        match column:
            case Column.TIME:
                return formats.moment(alert.since)
            case Column.SUBJECT:
                return alert.subject
            case Column.ACKNOWLEDGED:
                return self.taken(alert)
            case Column.MESSAGE:
                return explain(alert.problem).cause

    def _sort(self, alert: Alert, column: Column) -> Any:
        return _order(alert) if column is Column.TIME else self._text(alert, column)

    def taken(self, alert: Alert) -> str:
        """Who took note of it and when; "" if nobody did."""
        flag = alert.acknowledged
        if flag is None:
            return ""
        return self.tr("{name}, {time}", "who, and when").format(
            name=flag.by, time=formats.moment(flag.since)
        )

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
            case Column.ACKNOWLEDGED:
                return self.tr("Acknowledged By")
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
                return self._text(alert, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.TIME:
                return icon(Icon.WARNING if alert.acknowledged is None else Icon.YES)
            case Qt.ItemDataRole.ForegroundRole if alert.acknowledged is not None:
                return faded()
            case Qt.ItemDataRole.ToolTipRole:
                told = explain(alert.problem)
                return tip(f"{told.cause}\n{told.remedy}")
            case Role.RECORD:
                return alert
        return None


def _order(alert: Alert) -> tuple[bool, float, tuple[str, ...]]:
    return alert.acknowledged is not None, -alert.since.timestamp(), alert.key
