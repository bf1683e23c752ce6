"""The settings file: round trip, damage, names."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from app.errors import SettingsError
from app.model.machine import MachineAddress, System
from app.settings import Settings, load, save

LAB = System(
    "lab",
    (MachineAddress("pm1"), MachineAddress("10.0.0.2", "admin", 2222)),
    identity="/keys/id",
    copy_limit=1000,
    replication_hosts=(None, "10.1.0.2"),
)
OTHER = System("会計", (MachineAddress("a"), MachineAddress("b")))


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "systems.json"
    save(file, Settings((LAB, OTHER)))
    assert load(file) == Settings((LAB, OTHER))
    assert [entry.name for entry in file.parent.iterdir()] == ["systems.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "systems.json"
    save(file, Settings((LAB,)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_file_means_no_system(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == Settings()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": "1"},
        {"systems": None},
        {"systems": [{}]},
        {"systems": [{"name": "x", "machines": [{"host": "a"}]}]},
        {"systems": [{"name": "x", "machines": [{"host": "a"}, {"host": "b"}], "new": 1}]},
        {"systems": [{"name": "x", "machines": [{"host": "a", "port": 70000}, {"host": "b"}]}]},
        {"systems": [{"name": "x", "machines": [{"host": "a"}, {"host": "b"}]}] * 2},
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "systems.json"
    file.write_text(json.dumps({"version": 1, "systems": [], **change}), encoding="utf-8")
    with pytest.raises(SettingsError):
        load(file)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "\udcff"])
def test_damage_is_an_error_of_ours(tmp_path: Path, text: str) -> None:
    file = tmp_path / "systems.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError):
        load(file)


def test_the_name_may_be_left_out_while_there_is_one() -> None:
    assert Settings((LAB,)).find(None) is LAB
    for settings in (Settings(), Settings((LAB, OTHER))):
        with pytest.raises(SettingsError):
            settings.find(None)
    with pytest.raises(SettingsError):
        Settings((LAB,)).find("nobody")


def test_a_system_is_replaced_in_its_place() -> None:
    new = System("lab", OTHER.machines)
    assert Settings((LAB, OTHER)).with_system(new) == Settings((new, OTHER))
    assert Settings((LAB, OTHER)).without("lab") == Settings((OTHER,))


same_folder = given_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@same_folder
@given(
    st.binary(max_size=200) | st.just(b"[" * 200_000) | values.map(lambda v: json.dumps(v).encode())
)
def test_any_file_is_settings_or_an_error(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "systems.json"
    file.write_bytes(data)
    with contextlib.suppress(SettingsError):
        assert load(file) == Settings()


@same_folder
@given(st.data())
def test_any_value_anywhere_is_settings_that_can_be_kept_or_an_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    file = tmp_path / "systems.json"
    save(file, Settings((LAB, OTHER)))
    place: Any = json.loads(file.read_text(encoding="utf-8"))
    whole = place
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(values)
        break
    file.write_text(json.dumps(whole), encoding="utf-8")
    with contextlib.suppress(SettingsError):
        loaded = load(file)
        save(file, loaded)
        assert load(file) == loaded
