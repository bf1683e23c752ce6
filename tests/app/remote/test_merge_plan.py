"""Which files are merged into which, for chains with branches and volumes left out."""

from __future__ import annotations

import pytest

from app.remote.merge_plan import Chains, Unit, group_of, groups, touches_newest, units
from app.remote.records import VolumeRecord


def chains(*snapshots: tuple[str, dict[str, str | None]]) -> Chains:
    """Snapshots by name, oldest first, with the parent of each volume's file."""
    volumes = {}
    for name, parents in snapshots:
        for target, parent in parents.items():
            volumes[name, target] = VolumeRecord(
                target, f"{target}.qcow2", 10, "0" * 64, 100, "full", target == "vda", "/v",
                "qcow2", "", parent, f"{parent}-{target}" if parent else None,
            )  # fmt: skip
    identities = {(name, target): f"{name}-{target}" for name, target in volumes}
    created = {name: float(number) for number, (name, _) in enumerate(snapshots)}
    return Chains(volumes, identities, created, {})


LINE = chains(
    ("a", {"vda": None}), ("b", {"vda": "a"}), ("c", {"vda": "b"}), ("d", {"vda": "c"})
)  # fmt: skip
# b was taken without vdb; c and d both stand on b and a.
BRANCHES = chains(
    ("a", {"vda": None, "vdb": None}),
    ("b", {"vda": "a"}),
    ("c", {"vda": "b", "vdb": "a"}),
    ("d", {"vda": "b", "vdb": "a"}),
)


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ("a", [Unit("vda", ("a",), "b", True)]),
        ("b", [Unit("vda", ("b",), "c", True)]),
        ("bc", [Unit("vda", ("b", "c"), "d", True)]),
        ("ac", [Unit("vda", ("a",), "b", True), Unit("vda", ("c",), "d", True)]),
        ("d", []),
        ("cd", []),
        ("abcd", []),
    ],
)
def test_a_straight_chain(gone: str, expected: list[Unit]) -> None:
    assert units(LINE, set(gone)) == expected


def test_a_file_that_two_stand_on_is_copied_for_one() -> None:
    found = units(BRANCHES, {"b"})
    assert found == [Unit("vda", ("b",), "c", False), Unit("vda", ("b",), "d", True)]
    found = units(BRANCHES, {"a"})
    assert [unit.consumes for unit in found] == sorted(unit.consumes for unit in found)
    assert {(unit.target, unit.path, unit.survivor) for unit in found} == {
        ("vda", ("a",), "b"),
        ("vdb", ("a",), "c"),
        ("vdb", ("a",), "d"),
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("ac", [{"a"}, {"c"}]), ("bc", [{"b", "c"}]), ("abd", [{"d"}, {"a", "b"}])],
)
def test_what_lies_below_one_another_goes_together(wanted: str, expected: list[set[str]]) -> None:
    assert [set(each.members) for each in groups(LINE, wanted, "")] == expected


@pytest.mark.parametrize(
    ("gone", "touched"),
    [("a", False), ("b", False), ("ab", False), ("c", True), ("d", True), ("abcd", True)],
)
def test_the_newest_takes_part_if_it_goes_or_stands_on_what_goes(gone: str, touched: bool) -> None:
    assert touches_newest(LINE, group_of(LINE, gone, "")) is touched


def test_what_was_deleted_before_goes_along_if_it_lies_in_between() -> None:
    group = group_of(LINE, "a", "b")
    assert group.members == {"a", "b"}
    assert group.units(LINE) == [Unit("vda", ("a", "b"), "c", True)]
    alone = group_of(LINE, "a", "c")
    assert alone.members == {"a"}
    assert alone.units(LINE) == [Unit("vda", ("a",), "b", True)]
