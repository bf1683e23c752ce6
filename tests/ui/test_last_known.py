"""The window on a bad link: it opens from what was last known, and takes up what comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.last_known import KnownFile
from app.machines.facts import facts_from_wire
from app.model.machine import MachineState, Side
from app.model.vm import Domain, VmState
from app.operations.watch_system import LastKnown, WatchSystem
from app.remote.records import to_json
from app.rules.system_view import SideView
from tests.app import fakes as app_fakes
from tests.app.made import SNAPSHOT, SYSTEM, VM, domain, facts_line, manifest, wire_copy
from tests.ui.fakes import FakePair
from ui import format as formats
from ui.application import Application, Options
from ui.theme import ThemeChoice
from ui.translation import Language
from ui.views.pages import Page

SECOND = "6739c70b-f537-5ce3-b26a-ae658a90b781"
DOMAINS = (domain(), domain(VmState.STOPPED, SECOND, "web02"))


def line(number: int, *, snapshots: int = 1) -> dict[str, object]:
    copies = []
    for at in range(snapshots):
        identity = f"{SNAPSHOT[:-4]}{at:04d}"
        record = replace(manifest(f"kept {at}"), snapshot=identity, created=1_000_000.0 + at)
        copies.append(wire_copy(to_json(record), identity))
    kept = {"uuid": VM, "last_run": None, "containers": [], "snapshots": copies}
    return facts_line(number, vms=[kept])


class Hypervisor(app_fakes.FakeHypervisor):
    """Of a PM that answers when it is let."""

    def __init__(self, answers: threading.Event) -> None:
        super().__init__()
        self._answers = answers

    def domains(self) -> tuple[Domain, ...]:
        self._answers.wait(20)
        return super().domains()


class Pair(app_fakes.FakePair):
    """Both PMs answer when the test lets them; then they say what the test puts there."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = [threading.Event(), threading.Event()]
        for number, machine in enumerate(self.machines):
            machine.hypervisor = Hypervisor(self.answers[number])
            machine.hypervisor.found = DOMAINS if number == 0 else ()
            machine.jobs.scripts["watch"] = [
                [self.answers[number], line(number, snapshots=2), "hold"]
            ]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.setattr("app.operations.back_off.DELAYS", (0.05,))
    monkeypatch.setattr("app.operations.watch_side.SETTLE", 0.01)
    return Pair()


@pytest.fixture
def file(tmp_path: Path) -> KnownFile:
    """Kept 200 minutes ago: one VM, with one snapshot."""
    made = KnownFile(tmp_path, SYSTEM)
    first, second = (
        SideView(facts_from_wire(line(side), side), domains_seen=True, last_seen=datetime.now(UTC))
        for side in Side
    )
    then = datetime.now(UTC) - timedelta(minutes=200)
    # What is written is of the moment it was in reach; here that is long ago.
    aged = [replace(view, last_seen=then, remembered=True) for view in (first, second)]
    made.save((replace(aged[0], domains=DOMAINS[:1]), aged[1]))
    return made


Opened = Callable[..., Application]


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, memory: QSettings, pair: Pair, file: KnownFile
) -> Iterator[Opened]:
    made: list[Application] = []

    def open_window(language: Language = Language.ENGLISH) -> Application:
        pretended = FakePair(first=None).operations()  # type: ignore[arg-type]
        watch = WatchSystem(pair, LastKnown(file))
        options = Options(language=language, theme=ThemeChoice.LIGHT)
        operations = replace(pretended, watch=lambda system: watch)
        application = Application(qapp, options, lambda: [SYSTEM], operations, memory)
        made.append(application)
        application.start()
        qtbot.waitUntil(lambda: application.window.vms_page.current() is not None)
        return application

    yield open_window
    for event in pair.answers:
        event.set()
    for application in made:
        application.window.close()
        assert application.end() == []
        application.translation.choose(Language.ENGLISH)
        application.window.deleteLater()
        application.deleteLater()


def test_it_opens_with_what_was_last_known_and_says_how_old_that_is(opened: Opened) -> None:
    window = opened().window  # how long that takes, the bench says: machines differ
    state = window.state
    assert state is not None
    assert [machine.state for machine in state.machines] == [MachineState.CONNECTING] * 2
    words = formats.as_of(datetime.now(UTC) - timedelta(minutes=200))
    assert words.endswith(", 3 h ago")
    for header in (window.vms_page.header, window.snapshots_page.header):
        assert header.age.words() == words
    assert window.vms_page.header.age.isVisible()
    assert window.vms_page.table.shown_rows() == 1
    assert window.snapshots_page.table.shown_rows() == 1
    grey = Qt.ItemDataRole.ForegroundRole
    for page in (window.vms_page, window.snapshots_page):
        assert page.table.model().index(0, 1).data(grey) is not None
    panel = window.vms_page.panel
    assert not panel.snapshot_button.isEnabled()
    assert "pm1 has not answered yet." in panel.why.text()
    assert "Wait a moment" in panel.why.text()
    for action in window.snapshots_page.actions_.all_of_them():
        assert not action.isEnabled()


def test_japanese_says_the_same(opened: Opened) -> None:
    window = opened(Language.JAPANESE).window
    assert "時点" in window.vms_page.header.age.words()
    assert "まだ応答していません" in window.vms_page.panel.why.text()


def test_live_facts_come_in_without_a_reset(qtbot: QtBot, opened: Opened, pair: Pair) -> None:
    window = opened().window
    resets: list[object] = []
    for model in (
        window.tree_model,
        window.vms_page.table.model(),
        window.snapshots_page.table.model(),
    ):
        model.modelReset.connect(lambda: resets.append(1))
    window.show_page(Page.SNAPSHOTS)
    table = window.snapshots_page.table
    table.selectRow(0)
    chosen = table.record()
    for event in pair.answers:
        event.set()
    qtbot.waitUntil(lambda: table.shown_rows() == 2)
    qtbot.waitUntil(lambda: window.vms_page.table.shown_rows() == 2)
    qtbot.waitUntil(lambda: window.snapshots_page.header.age.words() == "")
    assert table.record().id == chosen.id
    assert [one.id for one in table.records()] == [chosen.id]
    assert resets == []
    assert table.model().index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    # libvirt may answer later than the program on the PM.
    qtbot.waitUntil(window.vms_page.panel.snapshot_button.isEnabled)
    assert not window.snapshots_page.header.age.isVisible()


def test_of_a_pm_that_stays_away_the_last_known_stays(
    qtbot: QtBot, opened: Opened, pair: Pair
) -> None:
    pair.machines[0].jobs.scripts["watch"] = [[app_fakes.gone("pm1")]]
    pair.machines[0].hypervisor.found = app_fakes.gone("pm1")
    for event in pair.answers:
        event.set()
    window = opened().window
    qtbot.waitUntil(
        lambda: (
            window.state is not None
            and [each.state for each in window.state.machines]
            == [MachineState.UNREACHABLE, MachineState.RUNNING]
        )
    )
    assert window.vms_page.table.shown_rows() == 1
    assert window.vms_page.header.age.words().endswith("3 h ago")
    assert "pm1 does not answer." in window.vms_page.panel.why.text()


def test_a_link_that_drops_and_comes_back_needs_no_click(
    qtbot: QtBot, opened: Opened, pair: Pair
) -> None:
    drops = [threading.Event() for _ in range(3)]
    back = [threading.Event() for _ in range(3)]
    pair.machines[0].jobs.scripts["watch"] = [
        [line(0), drops[0], app_fakes.gone("pm1")],
        [back[0], line(0), drops[1], app_fakes.gone("pm1")],
        [back[1], line(0, snapshots=2), drops[2], app_fakes.gone("pm1")],
        [back[2], line(0, snapshots=3), "hold"],
    ]
    for event in pair.answers:
        event.set()
    window = opened().window
    page = window.snapshots_page

    def is_away() -> bool:
        return page.header.age.words() != ""

    for drop, comes in zip(drops, back, strict=True):
        qtbot.waitUntil(lambda: not is_away())
        drop.set()
        qtbot.waitUntil(is_away)
        assert page.table.shown_rows() > 0
        assert QApplication.activeModalWidget() is None
        comes.set()
    qtbot.waitUntil(lambda: page.table.shown_rows() == 3)
    qtbot.waitUntil(lambda: not is_away())
    assert QApplication.activeModalWidget() is None


def test_the_window_can_be_used_and_closed_while_no_pm_answers(
    qtbot: QtBot, opened: Opened
) -> None:
    window = opened().window
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_2):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.page is Page.VMS
    assert QApplication.activeModalWidget() is None
