"""What went wrong and what is wrong now, until it is dismissed or over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from app.model.state import SystemState
from app.rules.alerts import Alert, alerts_of
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.tables import Index, Role, apply_rows, refresh_all
from ui.text import explain, tip


class Column(IntEnum):
    TIME = 0
    SUBJECT = 1
    MESSAGE = 2


class AlertTableModel(QAbstractTableModel):
    """One row an alert, newest first. `changed` after rows came or went."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Alert] = []
        self._known: dict[tuple[str, ...], Alert] = {}
        self._dismissed: set[tuple[str, ...]] = set()

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return tuple(self._rows)

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
        if wanted != self._rows:
            apply_rows(self, self._rows, wanted, lambda alert: alert.key)
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
                        return explain(alert.problem).cause
            case Qt.ItemDataRole.DecorationRole if column is Column.TIME:
                return icon(Icon.WARNING)
            case Qt.ItemDataRole.ToolTipRole:
                told = explain(alert.problem)
                return tip(f"{told.cause}\n{told.remedy}")
            case Role.RECORD:
                return alert
            case Role.SORT:
                return index.row()
        return None
