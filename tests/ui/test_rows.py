"""Sorting, filtering and changing of rows: Qt's selection and current row follow each of them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from app.model.snapshot import Snapshot
from tests.ui import sample
from ui.models.rows import MANY
from ui.models.snapshot_table_model import Column, SnapshotTableModel
from ui.models.tables import Role, record_at
from ui.views.record_table import RecordTable

NAMES = ("pm1", "pm2")
COLUMNS = [column for column in Column if column is not Column.FAMILY]


def snapshots(count: int) -> list[Snapshot]:
    web, db, *_ = sample.vms()
    return [
        replace(
            sample.snapshot(number, web if number % 3 else db, number % 17),
            name=f"{number * 37 % 101:03d}",
            description="odd" if number % 2 else "",
        )
        for number in range(count)
    ]


def shown(model: SnapshotTableModel) -> list[Snapshot]:
    return [model.index(row, 0).data(Role.RECORD) for row in range(model.rowCount())]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_sorts_in_both_directions(qtbot: QtBot, column: Column) -> None:
    model = SnapshotTableModel()
    model.show_snapshots(snapshots(40), NAMES)
    model.sort(column, Qt.SortOrder.AscendingOrder)
    upwards = [model._sort(row, column) for row in model._rows]
    assert upwards == sorted(upwards)
    model.sort(column, Qt.SortOrder.DescendingOrder)
    downwards = [model._sort(row, column) for row in model._rows]
    assert downwards == upwards[::-1]


def test_selected_rows_stay_selected_whatever_happens(qtbot: QtBot) -> None:
    model = SnapshotTableModel()
    table = RecordTable(model, "test")
    qtbot.addWidget(table)
    dice = random.Random(4)
    everything = snapshots(200)
    model.show_snapshots(everything, NAMES)
    chosen = {everything[at].id for at in (3, 77, 150)}
    rows = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
    for row, one in enumerate(shown(model)):
        if one.id in chosen:
            table.selectionModel().select(model.index(row, 0), rows)
    kept = QPersistentModelIndex(model.index(150, Column.NAME))
    kept_id = record_at(kept).id
    for _ in range(30):
        table.sortByColumn(dice.choice(COLUMNS), dice.choice(list(Qt.SortOrder)))
        some = [
            replace(one, name=dice.choice("abc"))
            for one in everything
            if one.id in chosen or one.id == kept_id or dice.random() < 0.6
        ]
        dice.shuffle(some)
        model.show_snapshots(some, NAMES)
        assert {one.id for one in shown(model)} == {one.id for one in some}
        assert {one.id for one in table.records()} == chosen
        assert record_at(kept).id == kept_id
        assert kept.column() == Column.NAME


def test_many_changes_are_a_few_steps(qtbot: QtBot) -> None:
    """However scattered the rows are that come and go."""
    model = SnapshotTableModel()
    everything = snapshots(1000)
    model.show_snapshots(everything, NAMES)
    steps: list[str] = []
    model.rowsInserted.connect(lambda *_: steps.append("inserted"))
    model.rowsRemoved.connect(lambda *_: steps.append("removed"))
    model.dataChanged.connect(lambda *_: steps.append("changed"))
    model.modelReset.connect(lambda: steps.append("reset"))
    odd = [one for one in everything if one.description]
    assert len(odd) > MANY
    model.show_snapshots(odd, NAMES)
    model.show_snapshots(everything, NAMES)
    model.show_snapshots([replace(one, name="new") for one in everything], NAMES)
    assert steps == ["removed", "inserted", "changed"]
    assert [one.id for one in shown(model)] == [one.id for one in everything]


def test_what_was_looked_up_for_a_search_follows_the_snapshot(qtbot: QtBot) -> None:
    model = SnapshotTableModel()
    one = snapshots(1)[0]
    model.show_snapshots([one], NAMES)
    assert not model.prepare_search(iter([one]))
    assert model.matches(one, " 000 ")
    assert not model.matches(replace(one, name="other"), "000-other")
    assert model.matches(replace(one, name="OTHER"), "other")
    assert model.matches(one, one.volumes[0].sha256[10:30])
