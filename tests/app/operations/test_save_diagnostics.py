"""Diagnostics tell what happened, and nobody's names, addresses or secrets."""

from __future__ import annotations

import getpass
import io
import json
import logging
import os
import socket
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.__main__ import main
from app.errors import Refused
from app.model.machine import Machine, MachineAddress, MachineState, Side, System
from app.model.problems import LoginRefused
from app.model.snapshot import CopyState, Run, Snapshot, SnapshotState, Step
from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.model.volume import Volume
from app.operations.operation import CancelToken
from app.operations.save_diagnostics import SaveDiagnostics
from app.redaction import Redactor
from app.settings import Settings, save
from tests.app.made import VM

PLANTED = (
    "fujikawa", "tochigi", "kvm-akagi", "kvm-haruna", "corp.example", "192.0.2.17", "2001:db8::17",
    "52:54:00:aa:bb:cc", "payroll", "給与 計算", "before audit", "hunter2", "s3cr3t", "AAAAB3Nza",
    "kakeibo", "forgotten-vm", "meiko", "b2JzY3VyZQ", "cluster-payroll", "top secret plan",
    "akiko-desk", "okumura",
)  # fmt: skip
_NOW = datetime(2026, 4, 1, tzinfo=UTC)
SYSTEM = System(
    "tochigi",
    (MachineAddress("kvm-akagi.corp.example", "fujikawa"), MachineAddress("192.0.2.17")),
    identity="/home/fujikawa/.ssh/id_tochigi",
    replication_hosts=("kvm-akagi", None),
)
LOG = """\
2026-04-01 09:00:00 INFO watch kvm-akagi: MachineUnreachable(pm='kvm-akagi.corp.example')
2026-04-01 09:00:01 INFO x: fujikawa@kvm-akagi.corp.example:22 2001:db8::17 52:54:00:aa:bb:cc
2026-04-01 09:00:02 WARNING x: NoSuchVm(vm='forgotten-vm') password=hunter2 "token": "s3cr3t"
2026-04-01 09:00:03 INFO x: //kakeibo:hunter2@files/s ssh-ed25519 AAAAB3NzaC1lZDI1 /home/meiko/x
2026-04-01 09:00:04 ERROR x: Traceback (most recent call last): payroll.qcow2, 給与 計算は停止
-----BEGIN OPENSSH PRIVATE KEY-----
b2JzY3VyZQ==
-----END OPENSSH PRIVATE KEY-----
2026-04-01 09:00:05 INFO x: on akiko-desk, by okumura
2026-04-01 09:00:06 INFO x: Payroll runs on KVM-HARUNA, \\u7d66\\u4e0e \\u8a08\\u7b97 too
"""


def state() -> SystemState:
    volume = Volume("vda", "/srv/payroll.qcow2", "qcow2", True)
    vm = Vm(
        VM, "payroll", VmState.RUNNING, Side.FIRST, (Side.FIRST,), Firmware.BIOS,
        Agent.CONNECTED, (volume,), 2**30, 2,
    )  # fmt: skip
    made = Snapshot(
        "a77010af-b7f9-4c91-9eab-405fd412a746", VM, "payroll", "before audit", "top secret plan",
        _NOW, SnapshotState.BROKEN, (CopyState.WHOLE, CopyState.ABSENT),
        created_by="meiko@kvm-haruna",
    )  # fmt: skip
    run = Run("j", made.id, VM, "payroll", Step.CHECK, "meiko@console", _NOW)
    machines = (
        Machine(Side.FIRST, SYSTEM.machines[0], "kvm-akagi", MachineState.RUNNING),
        Machine(
            Side.SECOND, SYSTEM.machines[1], "kvm-haruna", MachineState.UNREACHABLE,
            LoginRefused("kvm-haruna", "fujikawa", "as fujikawa from 192.0.2.17"),
        ),
    )  # fmt: skip
    japanese = replace(vm, uuid="6739c70b-f537-5ce3-b26a-ae658a90b781", name="給与 計算")
    return SystemState(SYSTEM, machines, (vm, japanese), (made,), (run,))


@pytest.fixture
def operation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SaveDiagnostics:
    monkeypatch.setattr(socket, "gethostname", lambda: "akiko-desk")
    monkeypatch.setattr(getpass, "getuser", lambda: "okumura")
    save(tmp_path / "systems.json", Settings((SYSTEM,)))
    (tmp_path / "twinpoint.log").write_text(LOG, encoding="utf-8")
    (tmp_path / "twinpoint.log.1").write_text("older: kvm-akagi\n", encoding="utf-8")
    return SaveDiagnostics(
        tmp_path / "out.zip", tmp_path / "systems.json", tmp_path / "twinpoint.log", [state()]
    )


def saved(operation: SaveDiagnostics) -> dict[str, str]:
    path = operation.run(lambda _: None, CancelToken())
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def test_nothing_that_was_planted_is_in_it(operation: SaveDiagnostics) -> None:
    files = saved(operation)
    found = [
        (name, word)
        for name, text in files.items()
        for word in PLANTED
        if word.casefold() in text.casefold()
    ]
    assert found == []
    assert b"payroll" not in operation.path.read_bytes()


def test_what_helps_stays(operation: SaveDiagnostics) -> None:
    files = saved(operation)
    versions = json.loads(files["versions.json"])
    assert {"twinpoint", "python", "platform", "paramiko"} <= set(versions)
    (facts,) = json.loads(files["facts.json"])
    assert facts["machines"][1]["problem"]["code"] == "ssh-not-allowed"
    assert facts["vms"][0]["state"] == "running"
    assert facts["vms"][0]["uuid"] == VM
    assert facts["snapshots"][0]["description"] == "<15 characters>"
    assert "Traceback (most recent call last)" in files["log.txt"]
    assert files["log.txt"].startswith("older")
    assert json.loads(files["settings.json"])[0]["container_root"] == "/var/lib/twinpoint"


def test_one_name_is_one_placeholder_in_all_files(operation: SaveDiagnostics) -> None:
    files = saved(operation)
    (facts,) = json.loads(files["facts.json"])
    vm = facts["vms"][0]["name"]
    assert facts["snapshots"][0]["vm_name"] == vm
    assert facts["vms"][0]["volumes"][0]["source"] == f"/srv/{vm}.qcow2"
    assert f"{vm}.qcow2" in files["log.txt"]
    assert f"{vm} runs on {facts['machines'][1]['name']}" in files["log.txt"]
    (settings,) = json.loads(files["settings.json"])
    assert settings["machines"][0]["host"] == facts["machines"][0]["address"]["host"]
    assert len({one["name"] for one in facts["vms"]}) == 2


def test_nothing_is_overwritten_unasked(operation: SaveDiagnostics) -> None:
    operation.path.write_text("mine")
    with pytest.raises(Refused, match="diagnostics-exist"):
        operation.run(lambda _: None, CancelToken())
    assert operation.path.read_text() == "mine"
    saved(replace(operation, overwrite=True))
    assert os.listdir(operation.path.parent).count("out.zip") == 1
    assert not [name for name in os.listdir(operation.path.parent) if name.startswith(".d")]
    assert operation.path.stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_is_said(operation: SaveDiagnostics) -> None:
    with pytest.raises(Refused, match="diagnostics-unwritable"):
        replace(operation, path=operation.path.parent / "no" / "x.zip").run(
            lambda _: None, CancelToken()
        )


def test_settings_that_cannot_be_read_are_told_of(operation: SaveDiagnostics) -> None:
    operation.settings.write_text("{ password: hunter2")
    files = saved(operation)
    assert "hunter2" not in files["settings.json"]
    assert files["facts.json"] != "[]\n"


def test_names_within_words_stay_and_harmless_ones_too() -> None:
    redactor = Redactor({"vm": ["web", "web-01"], "user": ["root", ""]})
    assert redactor.text("web-01 web webmaster root") == "<vm-2> <vm-1> webmaster root"
    assert redactor.text("version 7.2.11, 09:41:22, a1b2:") == "version 7.2.11, 09:41:22, a1b2:"


def test_the_command_line_writes_it(tmp_path: Path, operation: SaveDiagnostics) -> None:
    out, err = io.StringIO(), io.StringIO()
    words = ["--settings", str(operation.settings), "diagnostics", str(operation.path), "--no-look"]
    before = list(logging.getLogger().handlers)
    try:
        assert main(words, out, err) == 0
        assert main(words, out, err) == 3
        assert main([*words, "--overwrite", "--json"], out, err) == 0
    finally:
        for handler in set(logging.getLogger().handlers) - set(before):
            logging.getLogger().removeHandler(handler)
            handler.close()
    assert "is there already" in err.getvalue()
    with zipfile.ZipFile(operation.path) as bundle:
        assert "tochigi" not in bundle.read("settings.json").decode()
    assert tmp_path.exists()
