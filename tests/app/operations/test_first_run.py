"""What a wizard asks for, against an SSH server that knows nobody at first."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import settings
from app.errors import Refused
from app.machines.doorstep import Doorstep
from app.machines.own_key import own_key_file
from app.model.first_run_problems import PasswordRefused, SettingsUnwritable
from app.model.keys import OfferedKey, Secret, Trust
from app.model.machine import MachineAddress, Side
from app.model.problems import HostKeyUnknown, LoginRefused, MachineUnreachable
from app.operations.events import CheckLine, Event
from app.operations.fetch_host_keys import FetchHostKeys
from app.operations.keep_system import AddSystem, ChangeSettings
from app.operations.let_key_in import LetIn, LetKeyIn
from app.operations.operation import Cancelled, CancelToken
from app.operations.trust_host_keys import TrustHostKeys
from app.operations.try_logins import Logins, TryLogins
from tests.app.fakes import FakePair
from tests.app.machines.password_server import PasswordServer, running
from tests.app.made import HOSTS, SYSTEM

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGBycp4qQmFQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9o"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordServer]:
    monkeypatch.setenv("HOME", str(tmp_path / "console"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with running(tmp_path) as made:
        yield made


def ignore(event: Event) -> None:
    pass


def fetch(contact: Doorstep) -> tuple[OfferedKey, ...]:
    found = FetchHostKeys(contact).run(ignore, CancelToken())
    keys = tuple(one for one in found if isinstance(one, OfferedKey))
    assert len(keys) == 2
    return keys


def try_logins(contact: Doorstep) -> Logins:
    return TryLogins(contact).run(ignore, CancelToken())


def passwords(text: str) -> dict[Side, Secret]:
    return {side: Secret(text) for side in Side}


def test_from_nothing_to_a_login_by_key(server: PasswordServer) -> None:
    contact = Doorstep(server.system())
    before = try_logins(contact)
    assert [type(each) for each in before.problems] == [HostKeyUnknown, HostKeyUnknown]
    keys = fetch(contact)
    TrustHostKeys(contact, keys).run(ignore, CancelToken())
    assert [key.trust for key in fetch(contact)] == [Trust.KNOWN, Trust.KNOWN]
    refused = try_logins(contact)
    assert [type(each) for each in refused.problems] == [LoginRefused, LoginRefused]
    assert refused.keys == ()
    wish = LetIn(passwords("correct horse"))
    system = LetKeyIn(contact, wish).run(ignore, CancelToken())
    assert system == replace(server.system(), identity=str(own_key_file()))
    assert server.logins.count("password") == 2
    assert try_logins(Doorstep(system)) == Logins((None, None))


def test_a_pm_that_does_not_answer_does_not_hide_the_other(server: PasswordServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    whole = server.system()
    system = replace(whole, machines=(MachineAddress("127.0.0.1", "x", port), whole.machines[1]))
    first, second = FetchHostKeys(Doorstep(system)).run(ignore, CancelToken())
    assert isinstance(first, MachineUnreachable)
    assert isinstance(second, OfferedKey)


def test_a_wrong_password_ends_it_and_is_not_tried_twice(server: PasswordServer) -> None:
    contact = Doorstep(server.system())
    TrustHostKeys(contact, fetch(contact)).run(ignore, CancelToken())
    with pytest.raises(Refused) as caught:
        LetKeyIn(contact, LetIn(passwords("wrong"))).run(ignore, CancelToken())
    assert isinstance(caught.value.problems[0], PasswordRefused)
    assert server.logins == ["password"]


def test_a_wish_shows_no_password() -> None:
    assert "wrong" not in repr(LetIn(passwords("wrong")))


def test_cancelled_before_it_begins_touches_nothing(server: PasswordServer) -> None:
    token = CancelToken()
    token.cancel()
    contact = Doorstep(server.system())
    for operation in (
        FetchHostKeys(contact),
        TrustHostKeys(contact, fetch(contact)),
        TryLogins(contact),
        LetKeyIn(contact, LetIn(passwords("correct horse"))),
    ):
        with pytest.raises(Cancelled):
            operation.run(ignore, token)
    assert not server.known_hosts.exists()
    assert not own_key_file().exists()
    assert server.logins == []


def linked_pair() -> FakePair:
    pair = FakePair()
    for number, machine in enumerate(pair.machines):
        ready = {"public_key": f"{KEY}{number}", "host_uuid": HOSTS[number], "name": f"pm{number}"}
        machine.jobs.answers |= {
            "setup": {"kind": "ready", **ready},
            "link": {"kind": "linked"},
            "try-link": {"kind": "linked"},
        }
    return pair


def test_a_pair_is_kept_once_it_is_linked(tmp_path: Path) -> None:
    file = tmp_path / "systems.json"
    seen: list[Event] = []
    keep = AddSystem(linked_pair(), lambda: settings.keep(file, SYSTEM, new=True))
    keep.run(seen.append, CancelToken())
    assert settings.load(file).systems == (SYSTEM,)
    subjects = [line.subject for line in seen if isinstance(line, CheckLine)]
    assert subjects == ["setup", "setup", "link", "link"]


def test_what_cannot_be_linked_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "systems.json"
    pair = linked_pair()
    pair.machines[1].jobs.answers["setup"] = Refused(LoginRefused("pm2", "u"))
    with pytest.raises(Refused):
        AddSystem(pair, lambda: settings.keep(file, SYSTEM, new=True)).run(ignore, CancelToken())
    assert not file.exists()


def test_a_name_taken_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "systems.json"
    settings.keep(file, SYSTEM, new=True)
    other = replace(SYSTEM, copy_limit=5)
    with pytest.raises(Refused) as caught:
        ChangeSettings(lambda: settings.keep(file, other, new=True)).run(ignore, CancelToken())
    assert isinstance(caught.value.problems[0], SettingsUnwritable)
    ChangeSettings(lambda: settings.keep(file, other, new=False)).run(ignore, CancelToken())
    assert settings.load(file).systems == (other,)
    ChangeSettings(lambda: settings.forget(file, other.name)).run(ignore, CancelToken())
    assert settings.load(file).systems == ()
