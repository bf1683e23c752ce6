"""From an empty profile to a normal snapshot: no known host, no key, a password used once."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QSettings, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from app import paths  # noqa: E402
from app.model.keys import OfferedKey  # noqa: E402
from app.model.machine import MachineState  # noqa: E402
from app.model.snapshot import Snapshot, SnapshotState  # noqa: E402
from tests.lab import Lab  # noqa: E402
from tests.pair.world import World  # noqa: E402
from tests.ui.watchdog import Watchdog  # noqa: E402
from ui.application import Application, Options, load_systems, real_operations  # noqa: E402
from ui.dialogs.add_system_wizard import AddSystemWizard  # noqa: E402
from ui.dialogs.first_run.wizard_frame import Step  # noqa: E402
from ui.dialogs.snapshot_dialog import SnapshotDialog  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402
from ui.translation import Language  # noqa: E402

pytestmark = pytest.mark.pair

# sshd is told by name, and reads its file anew at a hang-up.
OPEN = """
set -eu
cp -p /etc/ssh/sshd_config /etc/ssh/sshd_config.before
sed -i 's/^PermitRootLogin .*/PermitRootLogin yes/
s/^PasswordAuthentication .*/PasswordAuthentication yes/' /etc/ssh/sshd_config
usermod -p "$(openssl passwd -6 "$1")" root
kill -HUP "$(cat /run/sshd.pid)"
"""
CLOSE = """
set -eu
mv /etc/ssh/sshd_config.before /etc/ssh/sshd_config
usermod -p '*' root
sed -i '/ twinpoint console$/d' /root/.ssh/authorized_keys
kill -HUP "$(cat /run/sshd.pid)"
"""


@pytest.fixture
def password(lab: Lab, world: World) -> Iterator[str]:
    """Root's on both PMs, which take it for as long as the test lasts."""
    made = f"{uuid4()}"
    for pm in lab.pms():
        world.shell(pm.name, OPEN, made)
    yield made
    for pm in lab.pms():
        world.shell(pm.name, CLOSE)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where nothing is set up."""
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(made / name.lower()))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    # libvirt runs ssh, which takes a user's home from the password file and not from HOME.
    real = shutil.which("ssh")
    assert real is not None
    wrapped = tmp_path / "bin" / "ssh"
    wrapped.parent.mkdir()
    wrapped.write_text(
        f'#!/bin/sh\nexec {real} -o UserKnownHostsFile="{made}/.ssh/known_hosts" "$@"\n'
    )
    wrapped.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapped.parent}:{os.environ['PATH']}")
    return made


@pytest.fixture
def application(qapp: QApplication, home: Path, tmp_path: Path) -> Iterator[Application]:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    options = Options(language=Language.ENGLISH, theme=ThemeChoice.LIGHT)
    made = Application(qapp, options, lambda: load_systems(None), real_operations(), memory)
    made.start()
    yield made
    made.window.close()
    assert made.end() == []
    made.window.deleteLater()
    made.deleteLater()


def press(widget: QWidget | None, key: Qt.Key = Qt.Key.Key_Return) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def write(widget: QWidget | None, text: str) -> None:
    assert widget is not None
    QTest.keyClicks(widget, text)


def test_from_an_empty_profile_to_a_normal_snapshot(
    qtbot: QtBot, application: Application, lab: Lab, home: Path, password: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level("DEBUG")
    watchdog = Watchdog()
    window = application.window
    assert window.welcome.isVisible()
    watchdog.start()
    press(window.welcome.action_button, Qt.Key.Key_Space)
    wizard = window.findChildren(AddSystemWizard)[-1]

    def wait_for(step: Step) -> None:
        def there() -> bool:
            told = wizard.problem_line.words.text()
            assert wizard.busy or wizard.step is step, f"{wizard.step!r}: {told}"
            return wizard.step is step and not wizard.busy

        qtbot.waitUntil(there, timeout=120_000)

    for at, text in enumerate(("lab", lab.pm("pm1").address, lab.pm("pm2").address)):
        if at:
            press(wizard.focusWidget(), Qt.Key.Key_Tab)
        write(wizard.focusWidget(), text)
    press(wizard.focusWidget())
    wait_for(Step.HOST_KEYS)
    shown = [one for one in wizard.host_keys.unknown() if isinstance(one, OfferedKey)]
    assert [one.fingerprint for one in shown] == [
        lab.pm(name).host_key_fingerprint() for name in ("pm1", "pm2")
    ]
    assert not (home / ".ssh" / "known_hosts").exists()
    press(wizard.focusWidget(), Qt.Key.Key_Space)
    press(wizard.focusWidget())
    wait_for(Step.LOGIN)
    write(wizard.focusWidget(), password)
    press(wizard.focusWidget())
    wait_for(Step.CHECKS)
    assert [line for line in wizard.checks.lines if line.problem is not None] == []
    assert {"ssh", "login", "root", "python", "libvirt", "rsync", "room", "clocks"} <= {
        line.subject for line in wizard.checks.lines
    }
    press(wizard.focusWidget())

    def ready() -> bool:
        state = window.state
        return bool(
            state
            and all(one.state is MachineState.RUNNING for one in state.machines)
            and any(vm.name == "web01" for vm in state.vms)
        )

    qtbot.waitUntil(ready, timeout=120_000)
    item = window.tree.item()
    assert item is not None
    assert item.key == ("lab", "vms")
    assert watchdog.gaps == []

    name = f"first run {uuid4()}"
    window.activateWindow()  # a desktop does so itself after a dialog
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    write(window.focusWidget(), "web01")
    qtbot.waitUntil(window.vms_page.panel.snapshot_button.isEnabled, timeout=120_000)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChildren(SnapshotDialog)[-1]
    write(dialog.focusWidget(), name)  # over the name that is proposed, as that is selected
    qtbot.waitUntil(dialog.create_button.isEnabled, timeout=120_000)
    press(dialog.focusWidget())

    def made() -> Snapshot | None:
        state = window.state
        return next((one for one in (state.snapshots if state else ()) if one.name == name), None)

    def normal() -> bool:
        found = made()
        return found is not None and found.state is SnapshotState.NORMAL

    qtbot.waitUntil(normal, timeout=180_000)
    watchdog.stop()
    _nothing_is_left_of(password, home, caplog.text)


def _nothing_is_left_of(password: str, home: Path, log: str) -> None:
    """The profile holds the system, a private key, two host keys, and no password anywhere."""
    system = json.loads(paths.settings_file().read_text(encoding="utf-8"))["systems"][0]
    key = Path(system["identity"])
    assert key == home / ".ssh" / "twinpoint_ed25519"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len((home / ".ssh" / "known_hosts").read_text(encoding="utf-8").splitlines()) == 2
    assert password not in log
    for file in home.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file
