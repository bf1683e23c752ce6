"""snapshot export and vm import: exit codes, JSON, and where a password comes from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from app.cli.package_verbs import PASSWORD
from app.errors import Refused
from app.model.package_problems import FileExists, PackageHostile
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.cli.test_healing_verbs import hold
from tests.app.fakes import FakePair
from tests.app.made import JOB, SNAPSHOT, VM

__all__ = ["pair", "terminal"]  # fixtures

STARTED = {"kind": "started", "job": JOB, "snapshot": ""}
DRIVER = {"vm": "web01", "device": "vda", "was": "virtio", "now": "SATA (AHCI)"}
WARNING = {"kind": "event", "event": "warning", "code": "guest-driver", "fields": DRIVER,
           "offset": 5}  # fmt: skip


def ended(**more: Any) -> dict[str, Any]:
    return {"kind": "event", "event": "ended", "outcome": "complete", "offset": 9, **more}


def exports(pair: FakePair, answer: Any = STARTED, **more: Any) -> list[Any]:
    hold(pair, "whole", "whole")
    jobs = pair.machines[0].jobs
    jobs.answers["export"] = answer
    result = {"path": "/backup/web01.ova", "files": ["web01.ova"], "size": 2048}
    jobs.scripts["follow"] = [[WARNING, ended(result=result, **more)]]
    return jobs.asked


def wish(asked: list[Any], verb: str) -> Any:
    return next(request for name, request in asked if name == verb)


def test_an_export(terminal: Terminal, pair: FakePair) -> None:
    asked = exports(pair)
    status, said = terminal.json(
        "snapshot", "export", SNAPSHOT, "--to", "/backup", "--format", "ovf", "--disk", "vhd",
        "--boot-only", "--overwrite", "--pm", "pm1",
    )  # fmt: skip
    assert status == 0
    assert (said["pm"], said["path"], said["size"]) == ("pm1", "/backup/web01.ova", 2048)
    assert [each["code"] for each in said["warnings"]] == ["guest-driver"]
    request = wish(asked, "export")
    assert request["destination"] == {"kind": "folder", "path": "/backup"}
    assert (request["package"], request["disk"]) == ("ovf", "vhd")
    assert request["boot_only"]
    assert request["overwrite"]
    assert terminal.run("snapshot", "export", SNAPSHOT, "--to", "/backup") == 0
    assert "exported: /backup/web01.ova on pm1, 2.0 KiB" in terminal.out


@pytest.mark.parametrize(
    ("where", "destination"),
    [
        ("//nas/x/y", {"kind": "share", "address": "//nas/x/y"}),
        ("nas.example.org:/vm", {"kind": "share", "address": "nas.example.org:/vm"}),
        ("/srv", {"kind": "folder", "path": "/srv"}),
    ],
)
def test_where_it_goes(terminal: Terminal, pair: FakePair, where: str, destination: Any) -> None:
    asked = exports(pair)
    assert terminal.run("snapshot", "export", SNAPSHOT, "--to", where) == 0
    assert wish(asked, "export")["destination"] == destination
    on = "(a share, written by pm1)" if destination["kind"] == "share" else "on pm1"
    assert f"exported: /backup/web01.ova {on}," in terminal.out


def test_a_password_comes_from_the_environment_or_a_terminal(
    terminal: Terminal, pair: FakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = exports(pair)
    argv = ("snapshot", "export", SNAPSHOT, "--to", "//nas/x", "--user", "bob")
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert terminal.run(*argv) == 2
    assert PASSWORD in terminal.err
    monkeypatch.setenv(PASSWORD, "hunter2")
    status, said = terminal.json(*argv)
    assert status == 0
    assert "hunter2" not in str(said)
    assert wish(asked, "export")["destination"]["credentials"]["password"] == "hunter2"
    assert terminal.run("snapshot", "export", SNAPSHOT, "--to", "/x", "--user", "bob") == 2


def test_a_refusal_and_a_failure(terminal: Terminal, pair: FakePair) -> None:
    exports(pair, Refused(FileExists("pm1", "/backup/web01.ova")))
    status, said = terminal.json("snapshot", "export", SNAPSHOT, "--to", "/backup")
    assert (status, said["problems"][0]["code"]) == (3, "file-exists")
    exports(pair, outcome="failed", code="room-ran-out", fields={"path": "/backup", "free": 1})
    status, said = terminal.json("snapshot", "export", SNAPSHOT, "--to", "/backup")
    assert (status, said["problems"][0]["code"]) == (4, "room-ran-out")
    exports(pair, outcome="cancelled", code="cancelled", fields={"by": "me"})
    status, said = terminal.json("snapshot", "export", SNAPSHOT, "--to", "/backup")
    assert (status, said["problems"][0]["code"]) == (4, "cancelled")
    assert terminal.run("snapshot", "export", SNAPSHOT, "--to", "/backup", "--pm", "pm9") == 2


def test_an_import(terminal: Terminal, pair: FakePair) -> None:
    jobs = pair.machines[1].jobs
    jobs.answers["import"] = STARTED
    result = {"vm": VM, "name": "web01-2", "folder": "/srv/web01-2"}
    jobs.scripts["follow"] = [[ended(result=result)]]
    status, said = terminal.json(
        "vm", "import", "/srv/web01.ova", "--pm", "pm2", "--name", "web01-2", "--start",
        "--folder", "/srv",
    )  # fmt: skip
    assert status == 0
    assert said == {"pm": "pm2", "vm": VM, "name": "web01-2", "folder": "/srv/web01-2",
                    "warnings": []}  # fmt: skip
    request = wish(jobs.asked, "import")
    assert request["source"] == {"kind": "path", "path": "/srv/web01.ova"}
    assert (request["name"], request["start"], request["restore"]) == ("web01-2", True, False)


def test_imports_that_cannot_be(terminal: Terminal, pair: FakePair, tmp_path: Path) -> None:
    assert terminal.run("vm", "import", "/x.ova", "--restore", "--name", "a") == 2
    status, said = terminal.json("vm", "import", f"local:{tmp_path}/none.ova")
    assert (status, said["problems"][0]["code"]) == (3, "package-incomplete")
    status, said = terminal.json("vm", "import", "/x.ova", "--name", "web01")
    assert (status, said["problems"][0]["code"]) == (3, "vm-name-taken")
    hostile = Refused(PackageHostile("pm1", "/x.ova", "../x", "path"))
    pair.machines[0].jobs.answers["import"] = hostile
    status, said = terminal.json("vm", "import", "/x.ova")
    assert (status, said["problems"][0]["code"]) == (3, "package-hostile")
    assert said["problems"][0]["fields"]["trick"] == "path"
