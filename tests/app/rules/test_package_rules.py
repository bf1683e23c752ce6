"""What is asked of exports and imports: names of packages, and what is wrong with a wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.machine import Side
from app.model.package import (
    Destination,
    ExportRequest,
    Folder,
    ImportRequest,
    Packaging,
    Share,
    Workstation,
)
from app.model.problems import MachineUnreachable
from app.model.snapshot import CopyState
from app.rules.package_rules import (
    export_problems,
    exporting_sides,
    import_problems,
    may_import,
    package_path,
)
from app.rules.verdict import Allowed, Forbidden
from tests.app.made import SNAPSHOT
from tests.app.rules.test_snapshot_uses import KEPT, STATE, without

ODD = replace(KEPT, name="a/b: 月次")


@pytest.mark.parametrize(
    ("destination", "packaging", "path"),
    [
        (Folder("/srv/x/"), Packaging.OVA, "/srv/x/a_b_月次.ova"),
        (Folder("/srv/x"), Packaging.OVF, "/srv/x/a_b_月次"),
        (Folder("/"), Packaging.OVA, "/a_b_月次.ova"),
        (Share("//nas/x"), Packaging.OVA, "//nas/x/a_b_月次.ova"),
        (Workstation("C:\\exports"), Packaging.OVA, "C:\\exports\\a_b_月次.ova"),
        (Workstation(""), Packaging.OVA, ""),
    ],
)
def test_where_a_package_will_be(destination: Destination, packaging: Packaging, path: str) -> None:
    assert package_path(ODD, packaging, destination) == path


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        (Folder(""), None),
        (Folder("/srv/exports"), None),
        (Folder("exports"), "folder-missing"),
        (Folder("/srv/../etc"), "folder-missing"),
        (Share(""), None),
        (Share("//nas/backup/a b"), None),
        (Share("nas:/srv/backup"), None),
        (Share("[fd00::1]:/srv"), None),
        (Share("//nas"), "share-failed"),
        (Share("//nas/x/../y"), "share-failed"),
        (Share("-o evil:/x"), "share-failed"),
        (Share("\\\\nas\\x"), "share-failed"),
        (Workstation("anything"), None),
    ],
)
def test_destinations(destination: Destination, code: str | None) -> None:
    found = export_problems(STATE, ExportRequest(SNAPSHOT, destination, side=Side.SECOND))
    assert [problem.code for problem in found] == ([code] if code else [])


def test_the_pm_that_does_not_run_the_vm_exports_it_if_it_can() -> None:
    assert exporting_sides(STATE, KEPT) == (Side.SECOND, Side.FIRST)
    assert exporting_sides(without(Side.SECOND), KEPT) == (Side.FIRST,)
    part = replace(KEPT, copies=(CopyState.ABSENT, CopyState.WHOLE))
    assert exporting_sides(STATE, part) == (Side.SECOND,)


def test_one_pm_is_enough_to_import() -> None:
    assert may_import(STATE) == Allowed()
    assert may_import(without(Side.FIRST)) == Allowed()
    nobody = may_import(without(Side.FIRST, without(Side.SECOND)))
    assert isinstance(nobody, Forbidden)
    assert [problem.code for problem in nobody.problems] == [MachineUnreachable.code] * 2


WISH = ImportRequest("/srv/web01.ova", False, Side.FIRST)


@pytest.mark.parametrize(
    ("wish", "codes"),
    [
        (WISH, []),
        (replace(WISH, path=""), []),
        (replace(WISH, path="/srv/WEB.OVF"), []),
        (replace(WISH, path="/srv/web01.zip"), ["package-unreadable"]),
        (replace(WISH, path="web01.ova"), ["package-incomplete"]),
        (replace(WISH, path="C:\\web01.ova", local=True), []),
        (replace(WISH, name="web01"), ["vm-name-taken"]),
        (replace(WISH, name="web01", restore=True), []),
        (replace(WISH, name="a/b"), ["bad-vm-name"]),
        (replace(WISH, folder="images"), ["no-such-folder"]),
    ],
)
def test_imports(wish: ImportRequest, codes: list[str]) -> None:
    assert [problem.code for problem in import_problems(STATE, wish)] == codes


def test_the_pm_that_is_to_import_has_to_be_there() -> None:
    found = import_problems(without(Side.FIRST), WISH)
    assert [problem.code for problem in found] == [MachineUnreachable.code]
    assert import_problems(without(Side.SECOND), WISH) == ()
