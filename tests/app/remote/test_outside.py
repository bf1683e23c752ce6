"""What a job makes outside its own records: taken away again, whenever it died."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.remote import outside as outside_room
from app.remote.destination import reached
from app.remote.job_files import JobFiles
from app.remote.outside import FORGET, PUT_BACK, REMOVE, REMOVE_ON_SHARE, Outside, sweep_outside
from app.remote.package_names import LONGEST, is_plain, safe_name
from app.remote.problems import Refused
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
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = JobFiles.new(store.jobs(), JOB, {})
    note = Outside(store, JOB)
    act = (REMOVE, str(tmp_path / "kept"))
    note.add(*act)
    (tmp_path / "kept").touch()
    assert files.standing() is None

    def dies(self: JobFiles, result: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(JobFiles, "stands", dies)
        with pytest.raises(KeyboardInterrupt):
            note.drop(act, result={"vm": VM})
    assert files.standing() == {"vm": VM}
    sweep_outside(store)
    assert files.standing() == {"vm": VM}
    assert (tmp_path / "kept").exists()
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
    note.add(REMOVE_ON_SHARE, "//nas/x", ".twinpoint-1")
    assert "not yet" in note.undo()[0]
    (tmp_path / "mount" / ".twinpoint-1").mkdir(parents=True)
    Outside(store, JOB).undo_on_share("//nas/other", tmp_path / "mount")
    assert (tmp_path / "mount" / ".twinpoint-1").exists()
    Outside(store, JOB).undo_on_share("//nas/x", tmp_path / "mount")
    assert not (tmp_path / "mount" / ".twinpoint-1").exists()
    assert sweep_outside(store) == []


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
