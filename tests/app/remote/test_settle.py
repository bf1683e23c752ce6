"""Decisions for the system: which one wins, and that two PMs end with the same whatever happens."""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path
from typing import Any

import pytest

from app.remote import decisions, settle
from app.remote.decisions import Decisions
from app.remote.settle import decide, decided, held, is_settled, merge, note_settled
from app.remote.store import Store


def decision(value: object = False, order: int = 5, pm: str = "a", **more: Any) -> dict[str, Any]:
    return {"value": value, "by": "akiko", "since": 1.0, "order": order, "pm": pm, **more}


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Store, Store]:
    made = Store(tmp_path / "one"), Store(tmp_path / "two")
    for store in made:
        store.prepare()
    monkeypatch.setattr(settle, "host_uuid", lambda: "a")
    return made


def clock(monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    monkeypatch.setattr(time, "time", lambda: now)


def exchange(one: Store, two: Store) -> None:
    """As `settle` does it over the link."""
    known = merge(two, held(one))
    note_settled(two, known)
    note_settled(one, merge(one, known))


def test_what_nobody_decided_is_the_default(stores: tuple[Store, Store]) -> None:
    assert decided(stores[0], "snapshots") is True
    assert decided(stores[0], "container_percent") == 250
    assert is_settled(stores[0])


def test_whoever_knew_the_other_decision_wins_however_slow_the_clock(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stores
    clock(monkeypatch, 4_000_000_000.0)  # a PM whose clock is decades ahead
    decide(one, {"snapshots": False}, "akiko", {})
    exchange(one, two)
    clock(monkeypatch, 1_700_000_000.0)
    decide(two, {"snapshots": True}, "ben", {})
    exchange(one, two)
    assert decided(one, "snapshots") is True
    assert held(one)["snapshots"]["by"] == "ben"
    assert held(one)["snapshots"]["since"] == 1_700_000_000.0


def test_what_a_console_saw_elsewhere_counts_as_known(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stores
    clock(monkeypatch, 4_000_000_000.0)
    seen = decide(one, {"snapshots": False}, "akiko", {})
    clock(monkeypatch, 1_700_000_000.0)
    decide(two, {"snapshots": True}, "ben", seen)
    exchange(one, two)
    assert decided(one, "snapshots") is decided(two, "snapshots") is True


def test_decisions_taken_apart_are_ordered_by_time(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stores
    clock(monkeypatch, 1_700_000_100.0)
    decide(two, {"snapshots": True}, "ben", {})
    clock(monkeypatch, 1_700_000_000.0)
    for value in (False, True, False):  # many, but earlier
        decide(one, {"snapshots": value}, "akiko", {})
    exchange(one, two)
    assert held(one) == held(two)
    assert decided(one, "snapshots") is True


def test_settled_until_something_is_decided(stores: tuple[Store, Store]) -> None:
    one, two = stores
    decide(one, {"warning_percent": 70}, "akiko", {})
    assert not is_settled(one)
    exchange(one, two)
    assert is_settled(one)
    assert is_settled(two)
    decide(two, {"warning_percent": 75}, "ben", {})
    assert (is_settled(one), is_settled(two)) == (True, False)


def test_any_order_of_meetings_ends_alike() -> None:
    dice = random.Random(4)
    for _ in range(200):
        sets: list[Decisions] = [
            {
                name: decision(dice.choice(values), dice.randint(1, 3), dice.choice("ab"))
                for name, values in (("snapshots", (True, False)), ("warning_percent", (50, 60)))
                if dice.random() < 0.7
            }
            for _ in range(3)
        ]
        ends = [decisions.newest(*order) for order in itertools.permutations(sets)]
        assert all(end == ends[0] for end in ends)


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        decision(1),
        decision("no"),
        decision(order=0),
        decision(order=2**60),
        decision(order=True),
        decision(since=float("nan")),
        decision(since="now"),
        decision(by=7),
        decision(by="x" * 500),
        decision(extra=1),
    ],
)
def test_ill_formed_decisions_count_for_nothing(stores: tuple[Store, Store], value: object) -> None:
    assert decisions.sound({"snapshots": value}) == {}
    merge(stores[0], decisions.sound({"snapshots": value}))
    assert decided(stores[0], "snapshots") is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("snapshots", 1),
        ("warning_percent", True),
        ("warning_percent", 101),
        ("colour", 5),
        ("alert/run/job", 1),
        ("alert/run/a b", True),
        ("alert/run", True),
        ("alert/run/a\n", True),
    ],
)
def test_only_what_makes_sense_can_be_decided(
    stores: tuple[Store, Store], name: str, value: object
) -> None:
    with pytest.raises(ValueError, match="no such decision"):
        decide(stores[0], {name: value}, "akiko", {})
    assert held(stores[0]) == {}


def test_an_acknowledgement_reaches_the_pm_that_was_away(stores: tuple[Store, Store]) -> None:
    one, two = stores
    decide(one, {"alert/run/job-1": True}, "akiko", {})
    assert not is_settled(one)
    exchange(one, two)
    assert held(two)["alert/run/job-1"]["by"] == "akiko"
    decide(two, {"alert/run/job-1": False}, "ben", {})
    exchange(one, two)
    assert held(one)["alert/run/job-1"]["value"] is False
    assert decided(one, "snapshots") is True


def test_acknowledgements_go_when_they_are_old_or_too_many(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stores
    clock(monkeypatch, 1_700_000_000.0)
    decide(one, {"alert/run/old": True, "snapshots": False}, "akiko", {})
    exchange(one, two)
    clock(monkeypatch, 1_700_000_000.0 + decisions.ALERT_AGE + 1)
    many = {f"alert/run/{number}": True for number in range(decisions.MOST_ALERTS + 10)}
    decide(one, many, "akiko", {})
    assert "alert/run/old" not in held(one)
    assert len(held(one)) == decisions.MOST_ALERTS + 1
    exchange(one, two)
    assert held(one) == held(two)
    assert decided(two, "snapshots") is False


def test_a_pm_whose_clock_differs_brings_nothing_back(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = stores
    clock(monkeypatch, 1_700_000_000.0)
    decide(two, {"alert/run/old": True}, "akiko", {})
    kept = held(two)
    clock(monkeypatch, 1_700_000_000.0 + decisions.ALERT_AGE + 1)
    assert merge(one, kept) == {}
