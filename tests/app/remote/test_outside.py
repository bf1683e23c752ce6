"""What a job makes outside its own records: taken away again, whenever it died."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.remote import outside as outside_room
from app.remote import share
from app.remote.destination import Destination, reached
from app.remote.job_files import JobFiles
from app.remote.outside import (
    FORGET,
    ON_SHARE,
    PUT_BACK,
    REMOVE,
    Outside,
    sweep_outside,
)
from app.remote.package_names import LONGEST, is_plain, safe_name
from app.remote.problems import Refused
from app.remote.standing import Standing
from app.remote.store import Store
from app.remote.tools import ToolFailed

JOB = "a77010af-b7f9-4c91-9eab-405fd412a746"
VM = "6739c70b-f537-5ce3-b26a-ae658a90b780"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "root")
    made.prepare()
    return made


def test_a_dead_jobs_files_are_swept_last_made_first(store: Store, tmp_path: Path) -> None:
    note = Outside(store, JOB)
    old, final = tmp_path / "old", tmp_path / "final"
    old.write_text("as it was")
    for act in ((REMOVE, str(tmp_path / "part")), (PUT_BACK, str(old), str(final))):
        note.add(*act)
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "a").write_text("x")
    assert len(sweep_outside(store)) == 2
    assert not (tmp_path / "part").exists()
    assert final.read_text() == "as it was"
    assert list((store.root / "outside").iterdir()) == []
    assert sweep_outside(store) == []


def test_a_living_jobs_files_are_left_alone(store: Store, tmp_path: Path) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    files.alive.take()
    Outside(store, JOB).add(REMOVE, str(tmp_path / "part"))
    (tmp_path / "part").touch()
    assert sweep_outside(store) == []
    files.alive.release()
    assert sweep_outside(store)
    assert not (tmp_path / "part").exists()


def test_a_note_that_was_being_written_is_no_rest(store: Store) -> None:
    Outside(store, JOB).add(REMOVE, "/no/such")
    half = store.root / "outside" / f".{JOB}.json.77"
    half.touch()
    sweep_outside(store)
    assert not half.exists()


def test_a_vm_is_forgotten_once_its_lock_is_free(store: Store) -> None:
    store.vm(VM).mkdir(parents=True)
    lock = store.vm_lock(VM)
    lock.take()
    Outside(store, JOB).add(FORGET, VM)
    Outside(store, JOB).undo()
    assert store.vms() == [VM]
    lock.release()
    Outside(store, JOB).undo()
    assert store.vms() == []


def test_what_was_finished_stays(store: Store, tmp_path: Path) -> None:
    note = Outside(store, JOB)
    note.add(REMOVE, str(tmp_path / "kept"))
    note.add(REMOVE, str(tmp_path / "gone"))
    (tmp_path / "kept").touch()
    (tmp_path / "gone").touch()
    note.drop((REMOVE, str(tmp_path / "kept")))
    Outside(store, JOB).undo()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["kept"]


def test_a_job_that_dies_between_its_note_and_its_word_is_known_to_have_ended_well(
    store: Store, tmp_path: Path
) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    note = Outside(store, JOB)
    act = (REMOVE, str(tmp_path / "kept"))
    note.add(*act)
    (tmp_path / "kept").touch()
    files.standing.will({"vm": VM})
    note.drop(act, stands=True)
    sweep_outside(store)
    assert files.standing.result() == {"vm": VM}
    assert (tmp_path / "kept").exists()
    assert list((store.root / "outside").iterdir()) == []


def test_a_job_that_dies_before_its_note_says_so_leaves_nothing(
    store: Store, tmp_path: Path
) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    Outside(store, JOB).add(REMOVE, str(tmp_path / "gone"))
    (tmp_path / "gone").touch()
    files.standing.will({"vm": VM})
    assert files.standing.open()
    sweep_outside(store)
    assert files.standing.result() is None
    assert not files.standing.open()
    assert not (tmp_path / "gone").exists()


def test_what_stays_noted_on_a_full_disk_is_still_taken_away(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Outside(store, JOB)
    act = (REMOVE, str(tmp_path / "volumes"))
    note.add(*act)
    (tmp_path / "volumes").mkdir()

    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(outside_room, "write_durably", full)
        with pytest.raises(OSError, match="No space"):
            note.drop(act, stands=True)
        note.undo()
    assert not (tmp_path / "volumes").exists()
    assert list((store.root / "outside").iterdir()) == []


def test_a_file_that_replaced_another_stays(store: Store, tmp_path: Path) -> None:
    note = Outside(store, JOB)
    note.add(PUT_BACK, str(tmp_path / "old"), str(tmp_path / "final"))
    (tmp_path / "old").write_text("old")
    (tmp_path / "final").write_text("new")
    note.undo()
    assert (tmp_path / "final").read_text() == "new"
    assert not (tmp_path / "old").exists()


def test_what_is_out_of_reach_stays_noted_until_the_share_is_back(
    store: Store, tmp_path: Path
) -> None:
    note = Outside(store, JOB)
    note.add(REMOVE + ON_SHARE, "//nas/x", ".twinpoint-1")
    note.add(PUT_BACK + ON_SHARE, "//nas/x", "web01.old", "web01")
    assert all("not yet" in line for line in note.undo())
    (tmp_path / "mount" / ".twinpoint-1").mkdir(parents=True)
    (tmp_path / "mount" / "web01.old").mkdir()
    Outside(store, JOB).undo_on_share("//nas/other", tmp_path / "mount")
    assert (tmp_path / "mount" / ".twinpoint-1").exists()
    Outside(store, JOB).undo_on_share("//nas/x", tmp_path / "mount")
    assert [path.name for path in (tmp_path / "mount").iterdir()] == ["web01"]
    assert sweep_outside(store) == []


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A share that any job can mount; what is written there is seen by all."""
    (tmp_path / "nas").mkdir()

    @contextmanager
    def mount(root: Path, job: str, parsed: share.Share) -> Iterator[Path]:
        yield tmp_path / "nas"

    monkeypatch.setattr(share, "mounted", mount)
    return tmp_path / "nas"


@pytest.mark.parametrize("lives", [True, False])
def test_another_job_on_the_same_share_is_cleared_up_after_only_once_it_is_dead(
    store: Store, mounted: Path, lives: bool
) -> None:
    wanted = {"kind": "share", "address": "//nas/x"}
    first = JobFiles.new(store.jobs(), JOB, {})
    first.alive.take()
    with reached(store, Outside(store, JOB), wanted) as place:
        place.begin()
        if not lives:
            first.alive.release()
        with reached(store, Outside(store, VM), wanted):
            assert place.staging.exists() == lives


def test_a_job_that_dies_during_a_sweep_keeps_its_share_until_it_is_cleared_up_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    files.alive.take()
    Outside(store, JOB).add(REMOVE, "/no/such")
    kept = []

    def unmounts(root: Path, living: Callable[[str], bool]) -> None:
        files.alive.release()  # it dies only now
        kept.append(living(JOB))

    monkeypatch.setattr(share, "sweep", unmounts)
    sweep_outside(store)
    sweep_outside(store)
    assert kept == [True, False]


def test_a_job_that_comes_to_life_during_a_sweep_keeps_what_it_makes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})  # its process is only just being started
    kept = []

    def unmounts(root: Path, living: Callable[[str], bool]) -> None:
        files.alive.take()
        Outside(store, JOB).add(REMOVE, "/no/such")
        kept.append(living(JOB))

    monkeypatch.setattr(share, "sweep", unmounts)
    sweep_outside(store)
    assert kept == [True]
    assert files.outside.exists()


def test_what_cannot_be_swept_of_one_job_keeps_no_other_from_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "part"
    part.touch()
    for job in (JOB, VM):
        Outside(store, job).add(REMOVE, str(part if job == JOB else tmp_path / "none"))
    settle = Standing.settle

    def broken(self: Standing) -> None:
        if VM in str(self._will):
            raise OSError(errno.EIO, "Input/output error")
        settle(self)

    monkeypatch.setattr(Standing, "settle", broken)
    done = sweep_outside(store)
    assert any("not yet" in line for line in done)
    assert not part.exists()


def test_a_word_that_cannot_be_read_is_none(store: Store) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    (files.folder / "will-stand").write_text("")
    assert files.standing.open()
    sweep_outside(store)
    assert not files.standing.open()
    assert files.end_of_dead()["code"] == "job-lost"


def test_a_name_that_somebody_else_took_first_stays_theirs(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    final, made = tmp_path / "web01.ova", tmp_path / "made"
    made.write_text("whole")

    def no_links(source: Path, target: Path) -> None:
        final.touch()  # right now
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    note = Outside(store, JOB)
    with pytest.raises(Refused):
        Destination(tmp_path, "", note, None, "").place(made, final.name, overwrite=False)
    note.undo()
    assert final.exists()


def test_a_name_that_was_only_taken_is_given_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(made: Path, final: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    final = tmp_path / "web01.ova"
    made = tmp_path / "made"
    made.write_text("whole")
    note = Outside(store, JOB)
    place = Destination(tmp_path, "", note, None, "")
    rename = os.rename

    def dies(old: Path, new: Path) -> None:
        if new == final:
            raise KeyboardInterrupt
        rename(old, new)

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "rename", dies)
    with pytest.raises(KeyboardInterrupt):
        place.place(made, final.name, overwrite=False)
    assert final.stat().st_size == 0
    Outside(store, JOB).undo()
    assert not final.exists()
    monkeypatch.setattr(os, "rename", rename)
    place.place(made, final.name, overwrite=False)
    note.undo()
    assert final.read_text() == "whole"


def test_a_vm_of_which_something_is_kept_is_not_forgotten(store: Store) -> None:
    for folder, kept in ((VM, ["lock", "journal"]), (JOB, ["lock"])):
        store.vm(folder).mkdir(parents=True)
        for name in kept:
            (store.vm(folder) / name).touch()
        note = Outside(store, JOB)
        note.add(FORGET, folder)
        note.undo()
    assert store.vms() == [VM]


def test_a_domain_that_cannot_be_undefined_now_stays_noted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(vm: str) -> tuple[str, str]:
        raise ToolFailed(["virsh"], 1, "no libvirt")

    monkeypatch.setattr(outside_room, "state", silent)
    note = Outside(store, JOB)
    note.add(outside_room.UNDEFINE, VM)
    note.undo()
    assert len(sweep_outside(store)) == 1
    monkeypatch.setattr(outside_room, "state", lambda vm: ("undefined", ""))
    sweep_outside(store)
    assert list((store.root / "outside").iterdir()) == []


def test_an_existing_file_is_kept_even_if_it_came_meanwhile(store: Store, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    wanted = {"kind": "folder", "path": str(tmp_path / "to")}
    with reached(store, Outside(store, JOB), wanted) as place:
        place.check_free("a.ova", overwrite=False)
        made = place.begin() / "a.ova"
        made.write_text("new")
        (tmp_path / "to" / "a.ova").write_text("somebody's")
        with pytest.raises(Refused, match="file-exists"):
            place.place(made, "a.ova", overwrite=False)
        with pytest.raises(Refused, match="file-exists"):
            place.check_free("a.ova", overwrite=False)
        assert (tmp_path / "to" / "a.ova").read_text() == "somebody's"
        place.place(made, "a.ova", overwrite=True)
        assert (tmp_path / "to" / "a.ova").read_text() == "new"


@pytest.mark.parametrize("path", ["relative", "/no/such", "/etc/passwd", "/srv/../etc", "", "/a\0"])
def test_what_is_no_folder(store: Store, path: str) -> None:
    wanted = {"kind": "folder", "path": path}
    with (
        pytest.raises(Refused, match="folder-missing"),
        reached(store, Outside(store, JOB), wanted),
    ):
        pass


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("web01", "web01"), ("会計 サーバー", "会計_サーバー"), ("../../etc/passwd", "etc_passwd"),
        (".hidden", "hidden"), ("'; rm -rf / #", "rm_-rf"), ("", "snapshot"), ("...", "snapshot"),
        ("con", "snapshot-con"), ("NUL.txt", "snapshot-NUL.txt"), ("a\nb\0c", "a_b_c"),
    ],
)  # fmt: skip
def test_names_become_safe(text: str, name: str) -> None:
    assert safe_name(text) == name
    assert is_plain(safe_name(text))


def test_long_names_are_cut_between_characters() -> None:
    name = safe_name("会" * 200)
    assert name == "会" * (LONGEST // 3)
