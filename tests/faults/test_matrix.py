"""Whatever fails in whatever step: no guest stays frozen, nothing is left, what is shown as normal
restores. The fixed set runs with the tests of the pair, all cells with `make faults`."""

from __future__ import annotations

from itertools import product

import pytest

from app.remote import journal
from tests.faults import results
from tests.faults.arena import Arena
from tests.faults.cell import run_cell
from tests.faults.matrix import FAULTS, FIXED, STATES, STEPS, VMS, Cell, cells, every, why_not


def _parameters() -> list[object]:
    fixed = [pytest.mark.pair, pytest.mark.faults]
    others = [pytest.mark.slow, pytest.mark.faults]
    return [
        pytest.param(cell, id=str(cell), marks=fixed if cell.fixed else others) for cell in cells()
    ]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("cell", _parameters())
def test_a_fault_in_a_step(arena: Arena, cell: Cell) -> None:
    result = run_cell(arena, cell)
    results.add(result)
    print(results.line(result))
    assert result.violations == [], result.notes


def test_the_fixed_set_has_every_fault_and_every_kind_of_vm() -> None:
    assert set(FIXED) == set(FAULTS)
    chosen = [Cell(fault, *where) for fault, places in FIXED.items() for where in places]
    assert [str(cell) for cell in chosen if why_not(cell)] == []
    assert {cell.vm for cell in chosen} == set(VMS)


def test_every_combination_is_played_or_has_a_reason() -> None:
    assert len(list(every())) == len(list(product(FAULTS, STEPS, VMS)))
    assert {cell for cell in every() if not why_not(cell)} == set(cells())


def test_every_state_of_the_journal_is_a_step() -> None:
    assert set(STATES) == set(STEPS)
    assert set(STATES.values()) - {""} == {
        journal.ANNOUNCED,
        journal.PREPARED,
        journal.FREEZING,
        journal.THAWED,
        journal.BEGUN,
        journal.COMMITTED_PRIMARY,
        journal.COMMITTED_BOTH,
        journal.UNDONE,
    }
