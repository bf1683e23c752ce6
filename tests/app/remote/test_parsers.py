"""Whatever a PM's tools, its peer or a file say: a value, or an error of ours."""

from __future__ import annotations

import contextlib
import re
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.remote import virsh as virsh_room
from app.remote.domain import parse
from app.remote.qcow2_header import HeaderFault, check_header
from app.remote.records import BadRecord
from app.remote.serve import rsync_server
from app.remote.store import Store, read_json
from app.remote.virsh import job_values, state

VM = "6739c70b-f537-5ce3-b26a-ae658a90b780"
SNAPSHOT = "a77010af-b7f9-4c91-9eab-405fd412a746"
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

# Domain XML


@given(st.text())
def test_any_text_is_a_domain_or_an_error(text: str) -> None:
    with contextlib.suppress(BadRecord):
        parse(text, "running", "")


words = st.sampled_from(
    ["", "file", "block", "network", "qcow2", "vda", "1", "²", "9" * 5000, "\0"]
)
names = st.sampled_from(["type", "device", "dev", "file", "order", "firmware", "name", "state"])
tags = st.sampled_from(["disk", "target", "source", "driver", "boot", "os", "loader", "channel"])


@given(st.lists(st.tuples(tags, st.dictionaries(names, words), tags), max_size=5))
def test_any_devices_are_facts_or_an_error(
    devices: list[tuple[str, dict[str, str], str]],
) -> None:
    inner = ""
    for tag, attributes, child in devices:
        said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        inner += f"<{tag} {said}><{child} {said}/></{tag}>"
    with contextlib.suppress(BadRecord):
        parse(f"<domain><devices>{inner}</devices>{inner}</domain>", "shut off", "")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><domain><name>&b;</name></domain>",
        "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><domain/>",
        "<domain><name>&passwd;</name></domain>",
        "<domain>" + "x" * (16 * 1024 * 1024) + "</domain>",
        "<domain><name>\ud800</name></domain>",
    ],
    ids=["bomb", "file", "entity", "long", "surrogate"],
)
def test_what_is_no_domain(text: str) -> None:
    with pytest.raises(BadRecord):
        parse(text, "running", "")


def test_depth_does_no_harm() -> None:
    depth = 200_000
    assert parse("<a>" * depth + "</a>" * depth, "running", "").disks == ()


# virsh


@given(st.text())
def test_any_job_info_is_a_table(text: str) -> None:
    assert all(isinstance(value, str) for value in job_values(text).values())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_state_is_two_words(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(virsh_room, "virsh", lambda *_, **__: text)
        now, reason = state(VM)
    assert isinstance(now + reason, str)


# rsync

ALLOWED = ["rsync", "--server", "-e.LsfxCIvu", "--inplace", ".", f"{VM}/{SNAPSHOT}/"]


def prepared(root: Path) -> Store:
    store = Store(root)
    store.incoming(VM, SNAPSHOT).mkdir(parents=True, exist_ok=True)
    return store


def test_what_replication_asks_for_is_let_in(tmp_path: Path) -> None:
    argv = rsync_server(prepared(tmp_path), ALLOWED)
    assert argv[-1] == f"{tmp_path}/vms/{VM}/incoming/{SNAPSHOT}/"
    assert argv[:2] == ["rsync", "--server"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["sh"],
        ["rsync"],
        ["rsync", "--server", "--sender", "-e.L", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-le.L", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-re.L", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--sender", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--daemon", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--rsync-path=x", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--delete", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--remove-source-files", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--temp-dir=/etc", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", "--log-file=/etc/x", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", ".", f"{VM}/{SNAPSHOT}/../../snapshots/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", ".", "/etc/"],
        ["rsync", "--server", "-e.L", ".", f"{VM}/{SNAPSHOT}"],
        ["rsync", "--server", "-e.L", ".", f"{VM}/{VM}/"],
        ["rsync", "--server", "-e.L", ".", "x", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L\n", ".", f"{VM}/{SNAPSHOT}/"],
        ["rsync", "--server", "-e.L", ".", f"{VM}/{SNAPSHOT}/\n"],
    ],
)
def test_nothing_else_is(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        rsync_server(prepared(tmp_path), words)


@same_folder
@given(st.data())
def test_any_change_of_the_words_is_harmless_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    said = list(ALLOWED)
    place = data.draw(st.integers(0, len(said) - 1))
    said[place] = data.draw(
        st.text(max_size=30) | st.from_regex(re.compile(r"--?[a-zA-Z.=/%-]{1,30}"))
    )
    with contextlib.suppress(ValueError):
        argv = rsync_server(prepared(tmp_path), said)
        assert argv[-1] == f"{tmp_path}/vms/{VM}/incoming/{SNAPSHOT}/"
        for option in argv[2:-2]:
            assert "/" not in option
            assert "sender" not in option
            assert not re.match(r"-[^-e]*[rlRbdKLk]", option.split("e")[0])


def test_a_link_in_the_place_of_an_incoming_folder_is_no_way_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    incoming = store.incoming(VM, SNAPSHOT)
    incoming.parent.mkdir(parents=True)
    incoming.symlink_to("/etc")
    with pytest.raises(ValueError, match="prepared"):
        rsync_server(store, ALLOWED)


# qcow2

PARENT = f"../{SNAPSHOT}/vda.qcow2"


def header(
    *, backing: str = "", size: int = 1 << 20, features: int = 0, offset: int | None = None
) -> bytes:
    at = (120 if backing else 0) if offset is None else offset
    head = struct.pack(">4sIQIIQ", b"QFI\xfb", 3, at, len(backing), 16, size)
    head = head.ljust(72, b"\0") + struct.pack(">Q", features)
    return (head.ljust(120, b"\0") + backing.encode()).ljust(4096, b"\0")


def written(folder: Path, data: bytes) -> Path:
    path = folder / "x.qcow2"
    path.write_bytes(data)
    return path


def test_the_one_backing_file_it_may_name(tmp_path: Path) -> None:
    check_header(written(tmp_path, header()), None, 1 << 20)
    check_header(written(tmp_path, header(backing=PARENT)), PARENT, 1 << 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        header(backing="/etc/shadow"),
        header(backing="json:{}"),
        header(backing=PARENT + "x"),
        header(),  # none where there must be one
        header(backing=PARENT, features=1 << 2),  # an external data file
        header(backing=PARENT, features=1 << 40),
        header(backing=PARENT, size=1 << 21),
        header(backing=PARENT, offset=2**64 - 1),
        header(backing=PARENT, offset=2**63),
        header(backing=PARENT).replace(b"QFI", b"QED"),
    ],
)
def test_a_header_that_says_something_else(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(HeaderFault):
        check_header(written(tmp_path, data), PARENT, 1 << 20)


@same_folder
@given(st.binary(min_size=104, max_size=300), st.integers(0, 120))
def test_any_bytes_are_a_header_or_a_fault(tmp_path: Path, noise: bytes, kept: int) -> None:
    data = header(backing=PARENT)[:kept] + noise
    with contextlib.suppress(HeaderFault):
        check_header(written(tmp_path, data), PARENT, 1 << 20)
        offset, length = struct.unpack_from(">QI", data, 8)
        assert data[offset : offset + length].decode() == PARENT


@same_folder
@given(st.binary(max_size=200))
def test_any_small_file_is_an_object(tmp_path: Path, data: bytes) -> None:
    assert isinstance(read_json(written(tmp_path, data)), dict)
