"""Export to, and import from, this workstation over links that break; the PMs are made up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import Failed, Refused
from app.model.machine import Side
from app.model.package import (
    ExportRequest,
    Folder,
    ImportRequest,
    Packaging,
    Share,
    Workstation,
)
from app.model.package_problems import FileExists, FolderMissing, PackageDigest
from app.model.snapshot import Step
from app.model.vm_problems import SnapshotNotHere
from app.operations import start_job
from app.operations.events import BytesDone, Event, LinkLost, StepStarted
from app.operations.export_snapshot import ExportSnapshot
from app.operations.import_vm import ImportVm
from app.operations.operation import Cancelled, CancelToken
from app.operations.who import this_user
from tests.app.cli.test_healing_verbs import hold
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, facts_line

STARTED = {"kind": "started", "job": JOB, "snapshot": ""}
DATA = bytes(range(256)) * 40


def event(kind: str, offset: int, /, **more: Any) -> dict[str, Any]:
    return {"kind": "event", "event": kind, "offset": offset, **more}


def ready(name: str, /, **files: int) -> dict[str, Any]:
    listed = [{"name": each.replace("_", "."), "size": size} for each, size in files.items()]
    return event("ready", 10, name=name, files=listed)


def ended(**result: Any) -> dict[str, Any]:
    return event("ended", 20, outcome="complete", result=result)


CANCELLED = event("ended", 20, outcome="cancelled", code="cancelled", fields={"by": ""})


def exporting(script: list[Any]) -> FakePair:
    pair = FakePair()
    hold(pair, "whole", "whole")
    for machine in pair.machines:
        machine.jobs.answers.update({"export": STARTED, "export-taken": {"kind": "done"},
                                     "cancel": {"kind": "cancelling"}})  # fmt: skip
        machine.jobs.scripts["follow"] = [script]
    return pair


def run(pair: FakePair, request: ExportRequest, seen: list[Event] | None = None) -> Any:
    report: Callable[[Event], None] = seen.append if seen is not None else lambda event: None
    return ExportSnapshot(pair, request).run(report, CancelToken())


def verbs(pair: FakePair, number: int = 0) -> list[str]:
    return [verb for verb, _ in pair.machines[number].jobs.asked]


def test_an_archive_comes_whole_over_a_link_that_breaks(tmp_path: Path) -> None:
    result = ended(path="web01.ova", files=["web01.ova"], size=len(DATA))
    pair = exporting([ready("web01.ova", web01_ova=len(DATA)), result])
    jobs = pair.machines[0].jobs
    jobs.files["web01.ova"] = [DATA[:5000], gone(), DATA[5000:]]
    seen: list[Event] = []
    outcome = run(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path))), seen)
    assert Path(outcome.path).read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["web01.ova"]
    offsets = [wish["offset"] for verb, wish in jobs.asked if verb == "export-read"]
    assert offsets == [0, 5000]
    done = [each.done for each in seen if isinstance(each, BytesDone)]
    assert done[-1] == len(DATA)
    assert verbs(pair).count("export-taken") == 1


def test_a_package_of_several_files_becomes_a_folder(tmp_path: Path) -> None:
    result = ended(path="web01", files=["a.ovf", "b.vmdk"], size=20)
    pair = exporting([ready("web01", a_ovf=4, b_vmdk=6), result])
    pair.machines[0].jobs.files = {"a.ovf": [b"<x/>"], "b.vmdk": [b"abcdef"]}
    request = ExportRequest(SNAPSHOT, Workstation(str(tmp_path)), Packaging.OVF)
    outcome = run(pair, request)
    assert sorted(path.name for path in Path(outcome.path).iterdir()) == ["a.ovf", "b.vmdk"]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "web01.ova").write_text("mine")
    pair = exporting([])
    with pytest.raises(Refused) as caught:
        run(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path))))
    assert isinstance(caught.value.problems[0], FileExists)
    assert "export" not in verbs(pair)
    with pytest.raises(Refused) as caught:
        run(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path / "none"))))
    assert isinstance(caught.value.problems[0], FolderMissing)


def test_what_came_while_it_was_fetched_is_kept(tmp_path: Path) -> None:
    pair = exporting([ready("web01.ova", web01_ova=3), CANCELLED])

    def piece() -> bytes:
        (tmp_path / "web01.ova").write_text("mine")
        return b"abc"

    class Late(list[Any]):
        def __iter__(self) -> Any:
            yield piece()

    pair.machines[0].jobs.files["web01.ova"] = Late()
    with pytest.raises(Failed) as caught:
        run(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path))))
    assert isinstance(caught.value.problems[0], FileExists)
    assert [path.name for path in tmp_path.iterdir()] == ["web01.ova"]
    assert (tmp_path / "web01.ova").read_text() == "mine"
    assert "cancel" in verbs(pair)


@pytest.mark.parametrize("name", ["../evil", "/etc/x", ".bashrc", "a/b"])
def test_a_pm_that_names_other_places_writes_nothing(tmp_path: Path, name: str) -> None:
    files = [{"name": name, "size": 3}]
    pair = exporting([event("ready", 10, name="web01.ova", files=files)])
    pair.machines[0].jobs.files[name] = [b"abc"]
    with pytest.raises(Exception, match="not a name"):
        run(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path))))
    assert list(tmp_path.iterdir()) == []


def test_cancelled_while_it_is_fetched_nothing_is_left(tmp_path: Path) -> None:
    pair = exporting([ready("web01.ova", web01_ova=6), CANCELLED])
    token = CancelToken()

    class Slow(list[Any]):
        def __iter__(self) -> Any:
            yield b"abc"
            token.cancel()
            yield b"def"

    pair.machines[0].jobs.files["web01.ova"] = Slow()
    with pytest.raises(Cancelled):
        ExportSnapshot(pair, ExportRequest(SNAPSHOT, Workstation(str(tmp_path)))).run(
            lambda event: None, token
        )
    assert list(tmp_path.iterdir()) == []


def test_the_pm_that_holds_it_exports_it() -> None:
    pair = exporting([ended(path="/x/web01.ova", files=["web01.ova"], size=5)])
    hold(pair, "", "whole")
    outcome = run(pair, ExportRequest(SNAPSHOT, Folder("/x")))
    assert outcome.pm == "pm2"
    assert "export" not in verbs(pair)
    with pytest.raises(Refused) as caught:
        run(pair, ExportRequest(SNAPSHOT, Folder("/x"), side=Side.FIRST))
    assert isinstance(caught.value.problems[0], SnapshotNotHere)


def test_a_password_is_in_the_request_and_nowhere_else() -> None:
    share = Share("//nas/x", "bob", "hunter2", "OFFICE")
    request = ExportRequest(SNAPSHOT, share)
    assert "hunter2" not in repr(request)
    pair = exporting([ended(path="//nas/x/web01.ova", files=["web01.ova"], size=5)])
    run(pair, request)
    wish = next(wish for verb, wish in pair.machines[0].jobs.asked if verb == "export")
    login = {"user": "bob", "password": "hunter2", "domain": "OFFICE"}
    assert wish["destination"] == {"kind": "share", "address": "//nas/x", "credentials": login}
    others = [wish for verb, wish in pair.machines[0].jobs.asked if verb != "export"]
    assert "hunter2" not in repr(others)


def test_a_pm_that_needs_nobody_is_left_to_it() -> None:
    token = CancelToken()
    pair = exporting([event("step", 5, step="convert"), event("step", 6, step="read")])

    def heard(each: Event) -> None:
        if isinstance(each, StepStarted) and each.step is Step.CONVERT:
            token.cancel()

    request = ExportRequest(SNAPSHOT, Folder("/x"))
    with pytest.raises(Cancelled):
        ExportSnapshot(pair, request, leave=True).run(heard, token)
    assert "cancel" not in verbs(pair)


def test_a_link_that_goes_with_the_window_ends_the_following() -> None:
    token = CancelToken()
    pair = exporting([])
    pair.machines[0].jobs.scripts["follow"] = [[gone()], [gone()]]

    def heard(each: Event) -> None:
        if isinstance(each, LinkLost):
            token.cancel()

    request = ExportRequest(SNAPSHOT, Folder("/x"))
    with pytest.raises(Cancelled):
        ExportSnapshot(pair, request, leave=True).run(heard, token)
    assert "cancel" not in verbs(pair)


def test_a_workstation_that_goes_takes_its_export_along(tmp_path: Path) -> None:
    token = CancelToken()
    pair = exporting([event("step", 5, step="convert"), CANCELLED])
    asked_to_stop = threading.Event()

    def cancelling(wish: Any) -> dict[str, Any]:
        asked_to_stop.set()
        return {"kind": "cancelling"}

    pair.machines[0].jobs.answers["cancel"] = cancelling

    def heard(each: Event) -> None:
        if isinstance(each, StepStarted) and each.step is Step.CONVERT:
            token.cancel()

    request = ExportRequest(SNAPSHOT, Workstation(str(tmp_path)))
    with pytest.raises(Cancelled):
        ExportSnapshot(pair, request, leave=True).run(heard, token)
    assert asked_to_stop.wait(5)


# Import


def importing(script: list[Any]) -> FakePair:
    pair = FakePair()
    for machine in pair.machines:
        machine.jobs.answers.update({"import": STARTED, "import-sent": {"kind": "done"},
                                     "cancel": {"kind": "cancelling"}})  # fmt: skip
        jobs = machine.jobs
        jobs.answers["import-held"] = lambda wish, jobs=jobs: {
            "kind": "held", "size": len(jobs.received.get(wish["file"], b"")),
        }  # fmt: skip
        jobs.scripts["follow"] = [script]
    return pair


def take_in(pair: FakePair, path: Path, **more: Any) -> Any:
    request = ImportRequest(str(path), True, Side.SECOND, **more)
    return ImportVm(pair, request).run(lambda event: None, CancelToken())


def test_a_descriptor_is_followed_by_the_files_beside_it(tmp_path: Path) -> None:
    for name in ("vm.ovf", "disk.vmdk"):
        (tmp_path / name).write_bytes(DATA)
    (tmp_path / "secret").write_text("not of the package")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    asked = ["disk.vmdk", "vm.mf", "../x", "link", "/etc/passwd"]
    pair = importing([
        event("send", 5, files=["vm.ovf"], round=1),
        event("send", 10, files=asked, round=2),
        ended(vm=VM, name="vm", folder="/v/vm"),
    ])  # fmt: skip
    outcome = take_in(pair, tmp_path / "vm.ovf")
    assert (outcome.pm, outcome.vm, outcome.name) == ("pm2", VM, "vm")
    assert pair.machines[1].jobs.received == {"vm.ovf": DATA, "disk.vmdk": DATA}
    rounds = [wish["round"] for verb, wish in pair.machines[1].jobs.asked if verb == "import-sent"]
    assert rounds == [1, 2]


def test_a_package_on_the_pm_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "vm.ova").write_bytes(DATA)
    pair = importing([
        event("send", 5, files=["vm.ova"], round=1), ended(vm=VM, name="vm", folder="/v")
    ])  # fmt: skip
    request = ImportRequest(str(tmp_path / "vm.ova"), False, Side.FIRST)
    ImportVm(pair, request).run(lambda event: None, CancelToken())
    assert pair.machines[0].jobs.received == {}


def test_what_is_found_wrong_while_it_is_read_is_a_refusal(tmp_path: Path) -> None:
    fields = {"pm": "pm2", "path": "vm.ova", "name": "disk.vmdk"}
    failed = event("ended", 9, outcome="failed", code="package-digest", fields=fields)
    pair = importing([failed])
    (tmp_path / "vm.ova").touch()
    with pytest.raises(Refused) as caught:
        take_in(pair, tmp_path / "vm.ova")
    assert caught.value.problems == (PackageDigest("pm2", "vm.ova", "disk.vmdk"),)


def lose(pair: FakePair, number: int, verb: str, **run: Any) -> None:
    """The job begins; its PM's answer never comes."""
    jobs = pair.machines[number].jobs
    begun = {
        "job": JOB, "activity": verb, "vm_name": "web01", "step": "read", "owner": this_user(),
        "started": 1.0, "ended": False, "code": None, "fields": {}, **run,
    }  # fmt: skip
    others = {**begun, "job": VM, "owner": "somebody"}

    def lost(_: object) -> Exception:
        jobs.answers["facts"] = facts_line(number, runs=[others, begun])
        return gone()

    jobs.answers[verb] = lost


def test_a_job_whose_answer_was_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_job, "SEARCHES", (0.0,))
    pair = exporting([ended(path="/x/web01.ova", files=["web01.ova"], size=1)])
    lose(pair, 0, "export", snapshot=SNAPSHOT, vm=VM)
    assert run(pair, ExportRequest(SNAPSHOT, Folder("/x"))).path == "/x/web01.ova"
    pair = importing([ended(vm=VM, name="web01", folder="/v")])
    lose(pair, 1, "import", snapshot="", vm=SNAPSHOT, vm_name="vm.ova")
    request = ImportRequest("/x/vm.ova", False, Side.SECOND)
    assert ImportVm(pair, request).run(lambda event: None, CancelToken()).vm == VM
    for machine in pair.machines:
        assert {wish["job"] for verb, wish in machine.jobs.asked if verb == "follow"} <= {JOB}


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    pair = importing([])
    with pytest.raises(Refused):
        take_in(pair, tmp_path / "none.ova")
    assert "import" not in verbs(pair, 1)
