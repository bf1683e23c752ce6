"""The runs of a system: those in progress, those that ended while this window watched, and, if
they are asked for, those of which the PMs keep how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.model.machine import Machine
from app.model.snapshot import Run, Step
from app.model.state import SystemState
from app.operations.events import BytesDone
from ui import format as formats
from ui.icons import Icon, icon
from ui.models import run_words
from ui.models.rows import Rows
from ui.models.tables import Index, Role, refresh_all
from ui.text import tip

REMEMBERED = 50  # ended runs; the PMs keep them for ten minutes only


class Column(IntEnum):
    VM = 0
    ACTIVITY = 1
    STEP = 2
    PROGRESS = 3
    RATE = 4
    LEFT = 5
    STARTED = 6
    TOOK = 7
    OWNER = 8


class RunTableModel(QAbstractTableModel):
    """One row a run, keyed by job: newest first, those in progress before those that ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[Run] = Rows(self, Column, lambda run: run.job)
        self._machines: tuple[Machine, Machine] | None = None
        self._going: list[Run] = []
        self._ended: dict[str, Run] = {}  # while this window watched
        self._history: tuple[Run, ...] = ()
        self._with_history = False

    def show_state(self, state: SystemState) -> None:
        self._machines = state.machines
        self._history = state.history
        self._going = [run for run in state.runs if not run.ended]
        self._ended.update({run.job: run for run in state.runs if run.ended})
        newest = sorted(self._ended.values(), key=_order)[:REMEMBERED]
        self._ended = {run.job: run for run in newest}
        self._publish()

    def show_history(self, wanted: bool) -> None:
        self._with_history = wanted
        self._publish()

    def clear(self) -> None:
        self._going, self._ended, self._history = [], {}, ()
        self._publish()

    def _publish(self) -> None:
        old = {run.job: run for run in self._history} if self._with_history else {}
        ended = sorted({**old, **self._ended}.values(), key=_order)
        wanted = [*sorted(self._going, key=_order), *ended]
        self._rows.show(wanted)

    def refresh(self) -> None:
        refresh_all(self)

    def _text(self, run: Run, column: Column) -> str:
        match column:
            case Column.VM:
                return run.vm_name
            case Column.ACTIVITY:
                return run_words.activity_words(run.activity)
            case Column.STEP:
                return run_words.step_words(run, self._machines) if self._machines else ""
            case Column.PROGRESS:
                return run_words.bytes_words(run)
            case Column.RATE:
                return run_words.rate_words(run)
            case Column.LEFT:
                return run_words.left_words(run)
            case Column.STARTED:
                return formats.lately(run.started)
            case Column.TOOK:
                return _took(run)
            case Column.OWNER:
                return run.owner
            case _:
                assert_never(column)

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
            case Column.VM:
                return self.tr("VM")
            case Column.ACTIVITY:
                return self.tr("Activity")
            case Column.STEP:
                return self.tr("Step")
            case Column.PROGRESS:
                return self.tr("Progress")
            case Column.RATE:
                return self.tr("Rate")
            case Column.LEFT:
                return self.tr("Time Left")
            case Column.STARTED:
                return self.tr("Started")
            case Column.TOOK:
                return self.tr("Took", "a length of time")
            case Column.OWNER:
                return self.tr("Started By")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        run, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(run, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STEP:
                return icon(_icon(run))
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._text(run, column))
            case Role.RECORD:
                return run
            case Role.PROGRESS if column is Column.PROGRESS:
                return run_words.share(run)
        return None


def _order(run: Run) -> tuple[float, str]:
    return -run.started.timestamp(), run.job


def _took(run: Run) -> str:
    if run.ended_at is None:
        return ""
    return formats.duration((run.ended_at - run.started).total_seconds())


def with_moved(state: SystemState, moved: Mapping[str, BytesDone]) -> SystemState:
    """Runs whose PM only waits while a workstation moves the data show how far that is, by job."""
    if not moved:
        return state
    runs = (
        replace(run, done=at.done, total=at.total, rate=at.rate)
        if (at := moved.get(run.job)) is not None and run.step is Step.COPY and not run.ended
        else run
        for run in state.runs
    )
    return replace(state, runs=tuple(runs))


def _icon(run: Run) -> Icon:
    if not run.ended:
        return Icon.SNAPSHOT_PROGRESS
    if run.cancelled:
        return Icon.NO
    return Icon.YES if run.problem is None else Icon.WARNING
